package dev.lifeguard.launcher;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The servers that Lifeguard runs on. */
public enum ServerKind {

    PAYARA("Payara Server", 4848),
    LIBERTY("Open Liberty", 9443);

    private final String product;
    private final int adminPort;

    ServerKind(String product, int adminPort) {
        this.product = product;
        this.adminPort = adminPort;
    }

    /** The kind's name in {@code -Dserver=}, in directories and in the connections' application name. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String product() {
        return product;
    }

    /** Payara's admin port, Liberty's https port, as the product itself would choose them. */
    int adminPort() {
        return adminPort;
    }

    static Optional<ServerKind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }

    static String choices() {
        return Arrays.stream(values()).map(ServerKind::id).collect(Collectors.joining(" or "));
    }

    /** A server of this kind that is not configured yet. */
    public ApplicationServer create(ServerSetup setup) {
        return switch (this) {
            case PAYARA -> new PayaraServer(setup);
            case LIBERTY -> new LibertyServer(setup);
        };
    }
}
