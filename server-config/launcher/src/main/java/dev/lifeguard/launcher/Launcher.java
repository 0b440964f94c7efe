package dev.lifeguard.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A run from the first check to the end of the last process. Whichever way it ends, nothing of it is left running. */
final class Launcher {

    /** A server's home with its logs, and the database's data. */
    private static final long RUN_BYTES = 400L << 20;
    private static final Duration READY_WITHIN = Duration.ofSeconds(180);
    private static final Duration ASKED_WITHIN = Duration.ofMillis(500);

    private final RunSettings settings;
    private final ServerFactory factory;
    private final Progress progress;
    private final StopSignal stop;

    /** Makes the server; {@link ServerKind#create(ServerSetup)} outside of tests. */
    @FunctionalInterface
    interface ServerFactory {
        ApplicationServer create(ServerKind kind, ServerSetup setup);
    }

    Launcher(RunSettings settings, ServerFactory factory, Progress progress, StopSignal stop) {
        this.settings = settings;
        this.factory = factory;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Runs until it is asked to stop, which is how a run ends well.
     *
     * @throws LaunchException it did not start, or what was started ended by itself
     * @throws InterruptedException it was stopped; what could not be closed in order is in the suppressed ones of this and of the other
     */
    void run() throws Exception {
        stop.begin();
        List<String> names = Arrays.stream(ServerKind.values()).map(ServerKind::id).toList();
        try (RunDirectory directory = RunDirectory.claim(settings.runs(), settings.server().id(), names, progress)) {
            try {
                requireFreePorts();
                DiskSpace.require(directory.path(), RUN_BYTES, "Running Lifeguard");
                unlessAsked(() -> {
                    requireDatabases();
                    return null;
                });
                Path installation = unpackServer();
                runDatabase(directory, installation);
            } finally {
                stop.closing();
            }
        }
    }

    private void requireFreePorts() {
        Map<String, Integer> ports = new HashMap<>(Map.of("http.port", settings.httpPort(), "admin.port", settings.adminPort()));
        if (!settings.embedded().isEmpty()) {
            ports.put("db.port", settings.databasePort());
        }
        List<String> taken = Stream.of("http.port", "admin.port", "db.port").filter(ports::containsKey)
                .flatMap(name -> FreePorts.refusal(ports.get(name), name).stream()).toList();
        if (!taken.isEmpty()) {
            throw new LaunchException(String.join("\n  ", taken));
        }
    }

    /** A database that is there already is asked now: the servers would start without it, and the reason would be deep in a log. */
    private void requireDatabases() {
        for (String pool : List.of(Variables.APP, Variables.STORE)) {
            if (settings.embedded().contains(pool)) {
                continue;
            }
            Map<String, String> environment = settings.environment();
            Database.Access access = new Database.Access(environment.get(pool + "DB_URL"),
                    Variables.valueOrDefault(environment, pool + "DB_USER"), environment.get(pool + "DB_PASSWORD"));
            try (Connection connection = access.connect()) {
                connection.setReadOnly(true);
            } catch (SQLException e) {
                throw new LaunchException("The database at " + access.address() + " does not let " + access.user()
                        + " in: " + e.getMessage() + " Check that it runs, and its address, role and password.", e);
            }
        }
    }

    private Path unpackServer() throws Exception {
        if (Distribution.isUnpacked(settings.archive(), settings.servers())) {
            return Distribution.unpack(settings.archive(), settings.servers());
        }
        return step("Unpacking " + settings.server().product() + ", this once",
                () -> Distribution.unpack(settings.archive(), settings.servers()));
    }

    private void runDatabase(RunDirectory directory, Path installation) throws Exception {
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.putIfAbsent("LIFEGUARD_SERVER_NAME", settings.server().id());
        if (settings.embedded().isEmpty()) {
            runServer(directory, installation, environment, Optional.empty());
            return;
        }
        try (Database database = step("Starting PostgreSQL on port " + settings.databasePort(),
                () -> Database.start(settings.servers(), directory.path().resolve("postgres"), settings.databasePort(),
                        environment.get(Variables.APP + "DB_USER"), environment.get(Variables.APP + "DB_PASSWORD"),
                        environment.get(Variables.STORE + "DB_USER"), environment.get(Variables.STORE + "DB_PASSWORD")))) {
            place(Variables.APP, database.app(), environment);
            place(Variables.STORE, database.lifeguard(), environment);
            try {
                runServer(directory, installation, environment, Optional.of(database));
            } finally {
                stop.closing();
                progress.say("Stopping PostgreSQL");
            }
        }
    }

    private void place(String pool, Database.Access access, Map<String, String> environment) {
        if (settings.embedded().contains(pool)) {
            environment.put(pool + "DB_URL", access.url());
            environment.put(pool + "DB_USER", access.user());
            environment.put(pool + "DB_PASSWORD", access.password());
        }
    }

    private void runServer(RunDirectory directory, Path installation, Map<String, String> environment, Optional<Database> database)
            throws Exception {
        ServerSetup setup = new ServerSetup(installation, directory.path().resolve("server"), settings.project().resolve("server-config"),
                settings.driver(), settings.validation(), settings.httpPort(), settings.adminPort(), environment);
        try (ApplicationServer server = factory.create(settings.server(), setup)) {
            try {
                step("Configuring " + server.name(), () -> {
                    server.configure();
                    return null;
                });
                step("Starting " + server.name(), () -> {
                    server.start();
                    return null;
                });
                step("Deploying " + settings.application().getFileName(), () -> {
                    server.deploy(settings.application());
                    return null;
                });
                URI ready = URI.create("http://localhost:" + settings.httpPort() + "/health/ready");
                step("Waiting for " + ready, () -> {
                    Readiness.await(ready, READY_WITHIN, server.process());
                    return null;
                });
                progress.say("Log in as operator with " + (settings.operatorPasswordMadeUp()
                        ? "the password " + environment.get(Variables.OPERATOR_PASSWORD) : "the password that you have given"));
                progress.say("Lifeguard is ready at http://localhost:" + settings.httpPort() + "/lifeguard/");
                progress.say("Ctrl-C stops it. " + server.name() + " writes to " + server.log());
                throw unlessAsked(() -> awaitEnd(server, database));
            } catch (LaunchException e) {
                throw Files.exists(server.log()) && !e.getMessage().contains(server.log().toString())
                        ? new LaunchException(e.getMessage() + "\n  What " + server.name() + " says is in " + server.log(), e) : e;
            } finally {
                stop.closing();
                progress.say("Stopping " + server.name());
            }
        }
    }

    private <T> T step(String what, Progress.Step<T> step) throws Exception {
        return unlessAsked(() -> progress.step(what, step));
    }

    /**
     * What fails because the run was asked to stop has not failed. Ctrl-C reaches our children too, and their end may be seen first:
     * therefore the question waits a moment.
     */
    private <T> T unlessAsked(Progress.Step<T> step) throws Exception {
        try {
            return step.run();
        } catch (IOException | RuntimeException e) {
            if (stop.isAskedWithin(ASKED_WITHIN)) {
                InterruptedException stopped = new InterruptedException("stopped");
                stopped.initCause(e);
                throw stopped;
            }
            throw e;
        }
    }

    /** Waits for an end that nobody asked for. */
    private static LaunchException awaitEnd(ApplicationServer server, Optional<Database> database)
            throws InterruptedException, IOException {
        CompletableFuture<ProcessHandle> serverEnd = server.process().onExit();
        CompletableFuture<ProcessHandle> databaseEnd = database.map(running -> running.process().onExit())
                .orElseGet(CompletableFuture::new);
        try {
            CompletableFuture.anyOf(serverEnd, databaseEnd).get();
        } catch (ExecutionException e) {
            throw new IOException("cannot tell whether server and database still run", e);
        }
        return serverEnd.isDone()
                ? new LaunchException(server.name() + " (process " + server.process().pid() + ") ended by itself; its log tells why: "
                        + server.log())
                : new LaunchException("PostgreSQL (process " + database.orElseThrow().process().pid()
                        + ") ended by itself; its log tells why: " + database.orElseThrow().log());
    }
}
