package dev.lifeguard.it.fault;

import dev.lifeguard.faultproxy.FaultProxy;
import dev.lifeguard.it.RunningServer;
import dev.lifeguard.it.fault.Telling.Answer;
import dev.lifeguard.launcher.Database;
import dev.lifeguard.launcher.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * The one server of all these tests, started before the first and stopped after the last: the EAR that ships, {@link BorrowersServlet} beside
 * it, their pools behind a proxy each, and the {@link Yardstick} behind that of the application.
 */
final class FaultServer implements BeforeAllCallback {

    /** The application's pool, and Lifeguard's own. */
    static final String APP = "jdbc/app";
    static final String STORE = "jdbc/lifeguard";

    private static final String YARDSTICK_ROLE = "yardstick";
    private static Started started;

    static Started get() {
        return started;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        started = context.getRoot().getStore(Namespace.create(FaultServer.class))
                .getOrComputeIfAbsent(Started.class, key -> Started.orFail(), Started.class);
    }

    /** All that runs. */
    static final class Started implements CloseableResource {

        private final FaultProxy appProxy = FaultProxy.open();
        private final FaultProxy storeProxy = FaultProxy.open();
        private final RunningServer running;
        private final Telling telling;
        private final Database.Access yardstickAccess;
        private Yardstick yardstick;
        private Database other;

        private Started() throws IOException, InterruptedException {
            running = RunningServer.started("faults", environment());
            telling = new Telling(running);
            yardstickAccess = new Database.Access(url(appProxy, "app"), YARDSTICK_ROLE, running.database().app().password());
        }

        private static Started orFail() {
            try {
                Started server = new Started();
                try {
                    server.begin();
                    return server;
                } catch (Exception e) {
                    server.close();
                    throw e;
                }
            } catch (Exception e) {
                throw new IllegalStateException("The server for the faults did not start", e);
            }
        }

        private Map<String, String> environment() {
            Map<String, String> environment = new HashMap<>();
            environment.put("LIFEGUARD_APP_DB_URL", url(appProxy, "app"));
            environment.put("LIFEGUARD_STORE_DB_URL", url(storeProxy, "lifeguard"));
            environment.put("LIFEGUARD_APP_POOL_MIN", Integer.toString(Numbers.MIN));
            environment.put("LIFEGUARD_APP_POOL_MAX", Integer.toString(Numbers.MAX));
            environment.put("LIFEGUARD_APP_POOL_WAIT_SECONDS", seconds(Numbers.WAIT));
            environment.put("LIFEGUARD_DB_CONNECT_SECONDS", seconds(Numbers.CONNECT));
            environment.put("LIFEGUARD_DB_LOGIN_SECONDS", seconds(Numbers.LOGIN));
            environment.put("LIFEGUARD_DB_SOCKET_SECONDS", seconds(Numbers.SOCKET));
            return environment;
        }

        private static String seconds(Duration duration) {
            return Long.toString(duration.toSeconds());
        }

        private static String url(FaultProxy proxy, String database) {
            return "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database;
        }

        private void begin() throws IOException, InterruptedException, SQLException {
            appProxy.forwardTo(running.database().port());
            storeProxy.forwardTo(running.database().port());
            createYardstickRole(running.database());
            running.server().deploy(RunningServer.EAR);
            Path application = RunningServer.ROOT.resolve("target/it").resolve(RunningServer.KIND.id()).resolve("faults/borrowers.war");
            ShrinkWrap.create(WebArchive.class)
                    .addClasses(BorrowersServlet.class, Borrowers.class, Attempt.class, Attempt.Outcome.class)
                    .as(ZipExporter.class)
                    .exportTo(application.toFile(), true);
            running.server().deploy(application);
            Awaitility.await().atMost(Numbers.LATEST).until(() -> telling.get("/borrowers/").status() == 200);
            yardstick = new Yardstick(yardstickAccess.url(), yardstickAccess);
            Awaitility.await().atMost(Numbers.LATEST).until(() -> telling.pool(APP).path("timing").asText().equals("exact"));
        }

        private void createYardstickRole(Database database) throws SQLException {
            sql(database, "CREATE ROLE " + YARDSTICK_ROLE + " LOGIN PASSWORD '" + yardstickAccess.password() + "'");
        }

        /** Another one that the application's pools could use as well, with everything that they need; it runs. */
        Database otherDatabase() throws IOException, InterruptedException, SQLException {
            if (other == null) {
                Database.Access app = running.database().app();
                Database.Access store = running.database().lifeguard();
                other = Database.start(RunningServer.SERVERS, otherDirectory(), FreePorts.find(1).get(0),
                        app.user(), app.password(), store.user(), store.password());
                createYardstickRole(other);
            }
            return other;
        }

        private static Path otherDirectory() {
            return RunningServer.ROOT.resolve("target/it").resolve(RunningServer.KIND.id()).resolve("faults/other-postgres");
        }

        /** The other database as a standby that lets nobody in until it is promoted, which nobody does; for the rest of the run. */
        Database standby() throws IOException, InterruptedException, SQLException {
            Database database = otherDatabase();
            database.stop();
            Path data = otherDirectory().resolve("data");
            Files.writeString(data.resolve("postgresql.conf"), "hot_standby = off\n", StandardOpenOption.APPEND);
            Files.createFile(data.resolve("standby.signal"));
            database.start();
            return database;
        }

        /** What the application's pools get from now on; their connections to the one before end. */
        void switchTo(Database database) {
            appProxy.forwardTo(database.port());
            appProxy.resetConnections();
        }

        RunningServer running() {
            return running;
        }

        Database database() {
            return running.database();
        }

        Telling telling() {
            return telling;
        }

        /** Between the application's database and all who use it. */
        FaultProxy appProxy() {
            return appProxy;
        }

        /** Between Lifeguard's own database and Lifeguard. */
        FaultProxy storeProxy() {
            return storeProxy;
        }

        /** The roles that log in at the application's database: the application's and the yardstick's. */
        List<Database.Access> roles() {
            return List.of(running.database().app(), yardstickAccess);
        }

        /** As the superuser, past every pool and proxy. */
        void sql(String statement) throws SQLException {
            sql(running.database(), statement);
        }

        private static void sql(Database database, String statement) throws SQLException {
            try (Connection connection = database.superuser().connect(); Statement all = connection.createStatement()) {
                all.execute(statement);
            }
        }

        /** Ends every session of the application's database; returns when they are gone. */
        void terminateAll() throws SQLException {
            sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'app'");
        }

        void forgetAttempts() throws IOException, InterruptedException {
            telling.post("/borrowers/forget");
            yardstick.borrowers().forget();
        }

        void rest(boolean now) throws IOException, InterruptedException {
            telling.post("/borrowers/" + (now ? "rest" : "work"));
            yardstick.borrowers().rest(now);
        }

        List<Attempt> attempts() throws IOException, InterruptedException {
            Answer answer = telling.get("/borrowers/");
            if (answer.status() != 200) {
                throw new IOException("The application answers " + answer);
            }
            return Attempt.parse(answer.body().lines());
        }

        List<Attempt> yardstickAttempts() {
            return yardstick.borrowers().attempts();
        }

        /** Names and states of Lifeguard's own threads, as the JVM tells them. */
        Map<String, String> threads() throws IOException {
            Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(running.server().process().pid()), "Thread.print").redirectErrorStream(true).start();
            List<String> lines = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            Map<String, String> threads = new HashMap<>();
            for (int line = 0; line < lines.size() - 1; line++) {
                if (lines.get(line).startsWith("\"lifeguard-")) {
                    threads.put(lines.get(line).split("\"")[1], lines.get(line + 1).replaceAll(".*State: (\\w+).*", "$1"));
                }
            }
            return threads;
        }

        @Override
        public void close() throws IOException {
            // The proxies last: whatever ends in order wants its database until then.
            try (appProxy; storeProxy; running) {
                if (yardstick != null) {
                    yardstick.close();
                }
                if (other != null) {
                    other.close();
                }
            } finally {
                Results.write();
            }
        }
    }
}
