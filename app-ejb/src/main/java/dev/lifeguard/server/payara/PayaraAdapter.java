package dev.lifeguard.server.payara;

import dev.lifeguard.server.NoControl;
import dev.lifeguard.server.NoOwnConnections;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.ServerAdapter;
import dev.lifeguard.server.UnavailableTap;
import dev.lifeguard.server.UnsupportedServerException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds out whether this is a Payara Server that we know. */
public final class PayaraAdapter {

    private static final String RUNTIME = "com.sun.enterprise.connectors.ConnectorRuntime";

    private PayaraAdapter() {}

    /**
     * What this server is asked through; empty if it is no Payara.
     *
     * @throws UnsupportedServerException if it is a Payara, but not one whose inside we know
     */
    public static Optional<ServerAdapter> detect() {
        ClassLoader loader = PayaraAdapter.class.getClassLoader();
        ServerClasses classes = new ServerClasses(loader, "This Payara");
        if (!classes.has(RUNTIME)) {
            return Optional.empty();
        }
        try {
            return Optional.of(adapter(loader, classes));
        } catch (PoolAccessException e) {
            throw new UnsupportedServerException("This Payara is not as known: " + e.getMessage(), e);
        }
    }

    private static ServerAdapter adapter(ClassLoader loader, ServerClasses classes) {
        Class<?> version = classes.find("com.sun.appserv.server.util.Version");
        String product = classes.method(version, String.class, "getProductName").text() + " "
                + classes.method(version, String.class, "getVersionNumber").text();
        Class<?> type = classes.find(RUNTIME);
        Object runtime = classes.method(type, type, "getRuntime").of();
        ServerClasses named = new ServerClasses(loader, product);
        PayaraPools pools = new PayaraPools(product, named, runtime);
        PhysicalConnections connections = new PhysicalConnections(named);
        var control = orElse(
                () -> new PayaraControl(
                        pools, new ConfiguredPools(named, runtime), new PoolLevers(named), new PayaraCommands(named)),
                NoControl::new);
        return new ServerAdapter(
                pools,
                orElse(() -> new PayaraTap(new TapPoints(named, runtime), connections), UnavailableTap::new),
                orElse(() -> new PayaraConnections(named, runtime, pools, connections), NoOwnConnections::new),
                control,
                control);
    }

    /** The pools can be read even where they cannot be looked into. */
    private static <T> T orElse(Supplier<T> known, Function<String, T> otherwise) {
        try {
            return known.get();
        } catch (UnsupportedServerException e) {
            return otherwise.apply(e.getMessage());
        }
    }
}
