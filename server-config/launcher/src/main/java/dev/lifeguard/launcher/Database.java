package dev.lifeguard.launcher;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL of our own on the loopback interface, with the databases {@code app} and {@code lifeguard} and a role that owns each.
 * Passwords are asked for, as they are by a database that one works with. What it keeps is gone with the next start in the same directory;
 * it need not survive a power cut, so it does not wait for the disk, but it survives {@link #kill()}.
 *
 * <p>The programs of PostgreSQL are called directly rather than through the embedded library's class for that: its shutdown hook would stop
 * the database at the same moment as the server that uses it, and it accepts any database that answers on the port.
 */
public final class Database implements AutoCloseable {

    /** Both databases, once filled a little, and what a start needs beside them. */
    private static final long DATA_BYTES = 100L << 20;
    private static final Duration INITIALISE_WITHIN = Duration.ofSeconds(120);
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
    private static final int LOGIN_SECONDS = 10;

    private final Path programs;
    private final Path data;
    private final Path log;
    private final Path output;
    private final int port;
    private final OrphanedProcesses processes;
    private final Access superuser;
    private Access app;
    private Access lifeguard;
    private ProcessHandle process;

    private Database(Path programs, Path directory, int port) {
        this.programs = programs;
        this.data = directory.resolve("data");
        this.log = directory.resolve("postgresql.log");
        this.output = directory.resolve("commands.log");
        this.port = port;
        this.processes = new OrphanedProcesses(directory);
        this.superuser = access("postgres", "postgres", Passwords.random());
    }

    /**
     * How to get in.
     *
     * @param url a JDBC URL
     * @param user a role, not empty
     * @param password secret
     */
    public record Access(String url, String user, String password) {

        /** Opens one connection; the caller closes it. */
        public Connection connect() throws SQLException {
            Properties properties = new Properties();
            properties.setProperty("user", user);
            properties.setProperty("password", password);
            properties.setProperty("loginTimeout", Integer.toString(LOGIN_SECONDS));
            Connection connection = new org.postgresql.Driver().connect(url, properties);
            if (connection == null) {
                throw new SQLException("not a URL of PostgreSQL: " + address());
            }
            return connection;
        }

        /** The URL as it can be told: the driver takes passwords as parameters too. */
        String address() {
            return url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
        }

        /** Keeps the secret out of every message. */
        @Override
        public String toString() {
            return user + " at " + address();
        }
    }

    /** Starts one with the roles {@code app} and {@code lifeguard} and passwords of chance. */
    public static Database start(Path servers, Path directory, int port) throws IOException, InterruptedException {
        return start(servers, directory, port, "app", Passwords.random(), "lifeguard", Passwords.random());
    }

    /**
     * Starts one afresh; what was in the directory is lost, and what an earlier run left running in it is ended.
     *
     * @param servers where this checkout keeps what it has unpacked
     * @param directory its data and logs, its own
     * @param port free
     * @param appUser,lifeguardUser may be the same, then the first password counts
     * @throws LaunchException it does not start; says what to do
     */
    public static Database start(Path servers, Path directory, int port, String appUser, String appPassword, String lifeguardUser,
            String lifeguardPassword) throws IOException, InterruptedException {
        Path absolute = directory.toAbsolutePath().normalize();
        Database database = new Database(PostgresBinaries.unpack(servers.toAbsolutePath().normalize()), absolute, port);
        database.processes.end();
        Directories.delete(absolute);
        Files.createDirectories(absolute);
        DiskSpace.require(absolute, DATA_BYTES, "The database");
        try {
            database.initialise();
            database.start();
            database.app = database.access("app", appUser, appPassword);
            database.lifeguard = database.access("lifeguard", lifeguardUser,
                    lifeguardUser.equals(appUser) ? appPassword : lifeguardPassword);
            database.createRolesAndDatabases();
            return database;
        } catch (IOException | InterruptedException | RuntimeException e) {
            try {
                database.processes.end();
            } catch (IOException | RuntimeException endFailure) {
                e.addSuppressed(endFailure);
            }
            throw e;
        }
    }

    private void initialise() throws IOException, InterruptedException {
        Path password = data.resolveSibling("superuser-password");
        Files.writeString(password, superuser.password());
        try {
            call(INITIALISE_WITHIN, "initdb", "--pgdata=" + data, "--username=" + superuser.user(), "--pwfile=" + password,
                    "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync");
        } finally {
            Files.delete(password);
        }
        Files.writeString(data.resolve("postgresql.conf"), """
                # What differs from PostgreSQL's defaults in a database that is thrown away.
                port = %d
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                max_connections = 200
                fsync = off
                log_line_prefix = '%%m [%%p] %%a '
                """.formatted(port), StandardOpenOption.APPEND);
    }

    /** Starts it again on the same port, with everything that was in it; returns when it answers. Does nothing if it runs. */
    public synchronized void start() throws IOException, InterruptedException {
        if (process != null && OrphanedProcesses.isRunning(process)) {
            return;
        }
        // The control program gives the database a session of its own: Ctrl-C does not reach it, and we stop it after the server.
        call(START_WITHIN.plusSeconds(5), "pg_ctl", "--pgdata=" + data, "--log=" + log, "--wait",
                "--timeout=" + START_WITHIN.toSeconds(), "start");
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        process = ProcessHandle.of(pid).orElseThrow(() -> failure("PostgreSQL ended right after it was started"));
        processes.remember(process);
    }

    private void createRolesAndDatabases() {
        try (Connection connection = superuser.connect(); Statement statement = connection.createStatement()) {
            for (Access owner : app.user().equals(lifeguard.user()) ? List.of(app) : List.of(app, lifeguard)) {
                statement.execute("CREATE ROLE " + identifier(owner.user()) + " LOGIN PASSWORD "
                        + statement.enquoteLiteral(owner.password()));
            }
            // To see what the sessions of the application's role are doing.
            statement.execute("GRANT pg_read_all_stats TO " + identifier(lifeguard.user()));
            statement.execute("CREATE DATABASE app OWNER " + identifier(app.user()));
            statement.execute("CREATE DATABASE lifeguard OWNER " + identifier(lifeguard.user()));
        } catch (SQLException e) {
            throw new LaunchException("The new database did not take its roles and databases: " + e.getMessage() + ". Its log: " + log, e);
        }
    }

    /** The driver's own quoting refuses names with quotation marks, which PostgreSQL takes. */
    private static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Stops it in order: sessions are ended, what they had committed is kept. Does nothing if it is not running. */
    public synchronized void stop() throws IOException, InterruptedException {
        if (process == null || !OrphanedProcesses.isRunning(process)) {
            return;
        }
        try {
            call(STOP_WITHIN.plusSeconds(5), "pg_ctl", "--pgdata=" + data, "--mode=fast", "--wait",
                    "--timeout=" + STOP_WITHIN.toSeconds(), "stop");
        } finally {
            kill();
        }
    }

    /** Ends it and all its sessions at once, as a crash would. It can be started again. */
    public synchronized void kill() throws IOException {
        if (process == null) {
            return;
        }
        List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        if (!OrphanedProcesses.awaitEnd(all, STOP_WITHIN)) {
            throw failure("PostgreSQL's process " + process.pid() + " cannot be ended");
        }
        // Its number may still be in the system's table of processes, and PostgreSQL would take that for another one running here.
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    /** Stops it; by force if it does not stop in order. */
    @Override
    public void close() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            stop();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            processes.end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public int port() {
        return port;
    }

    /** To the database behind {@code jdbc/app}. */
    public Access app() {
        return app;
    }

    /** To the database behind {@code jdbc/lifeguard}. */
    public Access lifeguard() {
        return lifeguard;
    }

    /** To the database {@code postgres}, with all rights: for looking from outside and for ending other sessions. */
    public Access superuser() {
        return superuser;
    }

    /** The process of the latest start. */
    public synchronized ProcessHandle process() {
        return process;
    }

    /** PostgreSQL's own log. */
    public Path log() {
        return log;
    }

    private Access access(String database, String user, String password) {
        return new Access("jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, password);
    }

    private void call(Duration atMost, String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(asNobody());
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        // Into a file: the database inherits the stream and would keep a pipe open for as long as it lives.
        Process call = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            if (!call.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("PostgreSQL's " + program + " did not end within " + atMost.toSeconds() + " s");
            }
        } finally {
            call.destroyForcibly();
        }
        if (call.exitValue() != 0) {
            throw failure("PostgreSQL's " + program + " failed with exit code " + call.exitValue());
        }
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, and the files still are its own. */
    private static List<String> asNobody() {
        if (!"root".equals(System.getProperty("user.name")) || !System.getProperty("os.name").startsWith("Linux")) {
            return List.of();
        }
        if (!LinuxUtils.isUnshareAvailable()) {
            throw new LaunchException("PostgreSQL does not run as root, and this machine does not let it become somebody else"
                    + " (unshare -U fails)."
                    + " Start as another user, or give a database that is there already with -Ddb.url= -Ddb.user= -Ddb.password=.");
        }
        return List.of("unshare", "-U");
    }

    private LaunchException failure(String what) {
        StringBuilder message = new StringBuilder(what).append('.');
        for (Path file : List.of(output, log)) {
            try {
                if (Files.exists(file)) {
                    message.append("\n  ").append(file).append(": ").append(end(Files.readString(file).strip()));
                }
            } catch (IOException e) {
                message.append("\n  ").append(file).append(" cannot be read: ").append(e.getMessage());
            }
        }
        return new LaunchException(message.toString());
    }

    private static String end(String text) {
        int longest = 1_500;
        return text.length() <= longest ? text : "... " + text.substring(text.length() - longest);
    }
}
