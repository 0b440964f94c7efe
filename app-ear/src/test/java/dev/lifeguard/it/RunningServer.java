package dev.lifeguard.it;

import dev.lifeguard.launcher.ApplicationServer;
import dev.lifeguard.launcher.Database;
import dev.lifeguard.launcher.Distribution;
import dev.lifeguard.launcher.FreePorts;
import dev.lifeguard.launcher.ServerKind;
import dev.lifeguard.launcher.ServerSetup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A database and a configured server of the kind under test, each in a directory and on ports of its own. */
public final class RunningServer implements AutoCloseable {

    public static final ServerKind KIND = ServerKind.valueOf(property("lifeguard.it.server").toUpperCase(Locale.ROOT));
    public static final Path EAR = Path.of(property("lifeguard.it.ear"));
    static final Path ARCHIVE = Path.of(property("lifeguard.it.archive"));
    static final Path DRIVER = Path.of(property("lifeguard.it.driver"));
    static final Path VALIDATION = Path.of(property("lifeguard.it.validation"));
    /** The checkout. */
    public static final Path ROOT = Path.of(property("lifeguard.it.project"));
    /** Where it keeps what it has unpacked. */
    public static final Path SERVERS = ROOT.resolve("target/servers");

    /** Than the operator, whom the launcher makes. */
    private static final List<TestUser> MORE_USERS = List.of(TestUser.VIEWER, TestUser.STRANGER);

    private final Database database;
    private final ApplicationServer server;
    private final Path installation;
    private final Path home;
    private final int httpPort;
    private final int adminPort;

    private RunningServer(String name, Map<String, String> environment) throws IOException, InterruptedException {
        Path directory = ROOT.resolve("target/it").resolve(KIND.id()).resolve(name);
        List<Integer> ports = FreePorts.find(3);
        httpPort = ports.get(0);
        adminPort = ports.get(1);
        home = directory.resolve("server");
        installation = Distribution.unpack(ARCHIVE, SERVERS);
        // Nothing that can fail comes after this.
        database = Database.start(SERVERS, directory.resolve("postgres"), ports.get(2));
        Map<String, String> all = new HashMap<>();
        all.put("LIFEGUARD_APP_DB_URL", database.app().url());
        all.put("LIFEGUARD_APP_DB_USER", database.app().user());
        all.put("LIFEGUARD_APP_DB_PASSWORD", database.app().password());
        all.put("LIFEGUARD_STORE_DB_URL", database.lifeguard().url());
        all.put("LIFEGUARD_STORE_DB_USER", database.lifeguard().user());
        all.put("LIFEGUARD_STORE_DB_PASSWORD", database.lifeguard().password());
        all.put("LIFEGUARD_OPERATOR_PASSWORD", TestUser.OPERATOR.password());
        all.putAll(environment);
        server = KIND.create(new ServerSetup(
                installation, home, ROOT.resolve("server-config"), DRIVER, VALIDATION, httpPort, adminPort, all));
    }

    /** A database that runs, and a server that is configured and does not. */
    static RunningServer configured(String name, Map<String, String> environment) throws IOException, InterruptedException {
        RunningServer running = new RunningServer(name, environment);
        try {
            running.server.configure();
            if (KIND == ServerKind.LIBERTY) {
                running.letArquillianIn();
            }
            return running;
        } catch (IOException | InterruptedException | RuntimeException e) {
            running.closeAfter(e);
            throw e;
        }
    }

    /** Arquillian deploys through JMX for processes of the same user. Not in the server that ships: it listens on a port for that. */
    private void letArquillianIn() throws IOException {
        Path defaults = Files.createDirectories(home.resolve("servers/lifeguard/configDropins/defaults"));
        Files.writeString(defaults.resolve("arquillian.xml"), """
                <server>
                  <featureManager>
                    <feature>localConnector-1.0</feature>
                  </featureManager>
                  %s
                </server>
                """.formatted(libertyUsers()));
    }

    private static String libertyUsers() {
        return "<basicRegistry id=\"lifeguard\">"
                + MORE_USERS.stream().map(user -> "<user name=\"%s\" password=\"%s\"/><group name=\"%s\"><member name=\"%1$s\"/></group>"
                        .formatted(user.id(), user.password(), user.group())).collect(Collectors.joining())
                + "</basicRegistry>";
    }

    /**
     * A database and a server that run, with all of {@link TestUser}.
     *
     * @param environment laid over this process's own; it may lead the pools to the databases by another way
     */
    public static RunningServer started(String name, Map<String, String> environment) throws IOException, InterruptedException {
        RunningServer running = configured(name, environment);
        try {
            running.server.start();
            if (KIND == ServerKind.PAYARA) {
                for (TestUser user : MORE_USERS) {
                    new Administrator(running).createPayaraUser(user);
                }
            }
            return running;
        } catch (IOException | InterruptedException | RuntimeException e) {
            running.closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    public Database database() {
        return database;
    }

    public ApplicationServer server() {
        return server;
    }

    Path installation() {
        return installation;
    }

    public Path home() {
        return home;
    }

    int adminPort() {
        return adminPort;
    }

    public URI at(String path) {
        return URI.create("http://localhost:" + httpPort + path);
    }

    @Override
    public void close() throws IOException {
        try (database) {
            server.close();
        }
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("The system property " + name + " is not set: run this by mvn verify");
        }
        return value;
    }
}
