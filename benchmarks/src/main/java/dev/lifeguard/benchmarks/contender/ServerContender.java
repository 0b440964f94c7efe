package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.launcher.ApplicationServer;
import dev.lifeguard.launcher.Database.Access;
import dev.lifeguard.launcher.Distribution;
import dev.lifeguard.launcher.FreePorts;
import dev.lifeguard.launcher.ServerKind;
import dev.lifeguard.launcher.ServerSetup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A server's own pool, with Lifeguard beside it or without. */
record ServerContender(ServerKind kind, Variant variant) implements Contender {

    static final String OPERATOR = "operator";
    private static final int CARD_MIN = 20;
    private static final int CARD_MAX = 30;

    /** How the pool is defined, and what Lifeguard does about it. */
    enum Variant {
        /** Nothing is said of the pool but where its database is. */
        DEFAULTS("its defaults", false),
        /** {@code server-config} as it ships. */
        FIXED("server-config, 20 to 30", false),
        /** The same, and Lifeguard deployed, which changes no size. */
        WATCHED("server-config, 20 to 30, watched by Lifeguard", true),
        /** Lifeguard may change the size. */
        GOVERNED("server-config, governed by Lifeguard from 2 to 50", true);

        private final String description;
        private final boolean lifeguard;

        Variant(String description, boolean lifeguard) {
            this.description = description;
            this.lifeguard = lifeguard;
        }
    }

    @Override
    public String id() {
        return kind.id() + "-" + variant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String description() {
        return kind.product() + ", " + variant.description;
    }

    /** For how long a borrower waits. */
    Duration waitTimeout() {
        if (variant != Variant.DEFAULTS) {
            return PlainPool.WAIT_TIMEOUT;
        }
        return Duration.ofSeconds(kind == ServerKind.PAYARA ? 60 : 30);
    }

    /** Max where nobody changes it. */
    int fixedMax() {
        if (variant != Variant.DEFAULTS) {
            return CARD_MAX;
        }
        return kind == ServerKind.PAYARA ? 32 : 50;
    }

    @Override
    public Entrant enter(Ground ground) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(ground.work().resolve(id()));
        Path installation = Distribution.unpack(
                kind == ServerKind.PAYARA ? ground.payara() : ground.liberty(), ground.project().resolve("target/servers"));
        Path war = LoadArchive.write(directory.resolve("load.war"));
        List<Integer> ports = FreePorts.find(2);
        String password = UUID.randomUUID().toString();
        ApplicationServer server = kind.create(new ServerSetup(installation, directory.resolve("server"), configuration(ground, directory),
                ground.driver(), ground.validation(), ports.get(0), ports.get(1), environment(ground, password)));
        ServerEntrant entrant = new ServerEntrant(this, server, ports.get(0), password);
        try {
            server.configure();
            server.start();
            server.deploy(war);
            if (variant.lifeguard) {
                server.deploy(ground.ear());
                entrant.awaitLifeguard();
            }
            return entrant;
        } catch (IOException | InterruptedException | RuntimeException e) {
            try {
                entrant.close();
            } catch (RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** A copy of the project's, with two more pools; for the defaults {@code jdbc/app} too is defined by what is beside this class. */
    private Path configuration(Ground ground, Path directory) throws IOException {
        Path copy = Files.createDirectories(directory.resolve("configuration").resolve(kind.id()));
        try (Stream<Path> files = Files.list(ground.project().resolve("server-config").resolve(kind.id()))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        String name = kind == ServerKind.PAYARA ? "pools.asadmin" : "pools.xml";
        Path pools = copy.resolve(name);
        String defined = variant == Variant.DEFAULTS ? resource("default-" + name) : Files.readString(pools);
        // A document ends only once.
        Files.writeString(pools, defined.replace("</server>", "") + resource("cost-" + name));
        return copy.getParent();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ServerContender.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Map<String, String> environment(Ground ground, String password) {
        Access app = ground.database().app();
        Access store = ground.database().lifeguard();
        boolean governed = variant == Variant.GOVERNED;
        Map<String, String> environment = new HashMap<>();
        environment.put("LIFEGUARD_APP_DB_URL", app.url());
        environment.put("LIFEGUARD_APP_DB_USER", app.user());
        environment.put("LIFEGUARD_APP_DB_PASSWORD", app.password());
        environment.put("LIFEGUARD_STORE_DB_URL", store.url());
        environment.put("LIFEGUARD_STORE_DB_USER", store.user());
        environment.put("LIFEGUARD_STORE_DB_PASSWORD", store.password());
        environment.put("LIFEGUARD_OPERATOR_PASSWORD", password);
        environment.put("LIFEGUARD_APP_POOL_WAIT_SECONDS", Long.toString(PlainPool.WAIT_TIMEOUT.toSeconds()));
        environment.put("LIFEGUARD_APP_POOL_MIN", Integer.toString(governed ? Contenders.FLOOR : CARD_MIN));
        environment.put("LIFEGUARD_APP_POOL_MAX", Integer.toString(governed ? Contenders.CEILING : CARD_MAX));
        environment.put("LIFEGUARD_GOVERNOR", governed ? "govern" : "advise");
        return environment;
    }
}
