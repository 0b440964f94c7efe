package dev.lifeguard.launcher;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Open Liberty as a child process. Its user directory is the home, its server is called {@value #SERVER}; everything it writes is
 * below the home: {@code servers/lifeguard/logs/messages.log}, and {@code console.log} beside it.
 *
 * <p>Not safe for use by several threads, but for {@link #close()}, which a shutdown hook may call at any time.
 */
public final class LibertyServer implements ApplicationServer {

    /** The server's name below {@code servers/}. */
    public static final String SERVER = "lifeguard";

    private static final Logger LOGGER = System.getLogger(LibertyServer.class.getName());

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    /** It listens before it calls itself ready, so this is for a slow disk only. */
    private static final Duration LISTEN_LIMIT = Duration.ofSeconds(20);
    private static final Duration DEPLOY_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final int LINES_IN_MESSAGE = 25;

    private static final String READY = "CWWKF0011I";
    private static final String LISTENING = "CWWKO0219I";
    private static final String PORT_IN_USE = "CWWKO0221E";
    private static final Pattern START_FAILED = Pattern.compile("CWWKE0005E|CWWKG0001E|CWWKF0001E|CWWKF0042E|CWWKF0046W");
    private static final Pattern DEPLOYED = Pattern.compile("CWWKZ0001I|CWWKZ0003I");
    /** The last is only an I, and the only one when a resource reference of the application cannot be resolved. */
    private static final Pattern DEPLOY_FAILED = Pattern.compile("CWWKZ\\d{4}E|CWWKZ0012I");

    /** What a shell may have set for another Liberty, and what would lead this one out of its home. */
    private static final List<String> FOREIGN_VARIABLES = List.of(
            "WLP_DEBUG_ADDRESS", "WLP_SKIP_UMASK", "JVM_ARGS", "LOG_FILE", "PID_FILE", "PID_DIR", "VARIABLE_SOURCE_DIRS",
            "SERVER_WORKING_DIR");

    private final ServerSetup setup;
    private final Path serverDirectory;
    private final OrphanedProcesses processes;
    private final String keystorePassword = Passwords.random();
    private volatile Process process;

    public LibertyServer(ServerSetup setup) {
        this.setup = setup;
        this.serverDirectory = setup.home().resolve("servers").resolve(SERVER);
        this.processes = new OrphanedProcesses(setup.home());
    }

    @Override
    public String name() {
        return "Open Liberty";
    }

    @Override
    public void configure() throws IOException, InterruptedException {
        if (!Files.isRegularFile(script())) {
            throw new LaunchException("There is no Open Liberty in " + setup.installation() + ": " + script() + " is missing. Delete that"
                    + " directory and run again, so that it is unpacked afresh.");
        }
        if (!setup.environment().containsKey(Variables.OPERATOR_PASSWORD)) {
            // The name of a variable that is not set would be the password.
            throw new LaunchException(Variables.OPERATOR_PASSWORD + " is not set. Set it");
        }
        processes.end();
        Directories.delete(setup.home());
        // Its configuration is kept below, resolved, the databases' passwords among it.
        Directories.createPrivate(setup.home());
        Files.createDirectories(serverDirectory.resolve("dropins"));
        for (String file : List.of("server.xml", "features.xml", "pools.xml", "jvm.options")) {
            Files.copy(setup.configuration().resolve("liberty").resolve(file), serverDirectory.resolve(file));
        }
        Files.writeString(serverDirectory.resolve("bootstrap.properties"),
                "http.port=" + setup.httpPort() + "\nhttps.port=" + setup.adminPort() + "\n");
        Path drivers = Files.createDirectories(setup.home().resolve("shared").resolve("resources").resolve("jdbc"));
        Files.copy(setup.driver(), drivers.resolve(setup.driver().getFileName()));
    }

    @Override
    public synchronized void start() throws IOException, InterruptedException {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("The server runs already as process " + process.pid());
        }
        Path console = Files.createDirectories(serverDirectory.resolve("logs")).resolve("console.log");
        // The server would move an old one aside itself, but later than we start to read.
        Files.deleteIfExists(log());
        // `run` hands its process over to the JVM, and a file cannot fill up and block the server as a pipe would.
        process = command("run").redirectErrorStream(true).redirectOutput(console.toFile()).start();
        processes.remember(process.toHandle());
        awaitReady(console);
    }

    private void awaitReady(Path console) throws IOException, InterruptedException {
        LogFile messages = new LogFile(log(), 0);
        boolean ready = false;
        int listening = 0;
        long deadline = deadline(START_LIMIT);
        while (!ready || listening < 2) {
            boolean ended = !process.isAlive();
            for (String line : messages.readLines()) {
                if (line.contains(PORT_IN_USE)) {
                    throw new LaunchException("Open Liberty cannot have its ports: " + message(line) + " Stop what uses the port, or choose"
                            + " others with -Dhttp.port= and -Dadmin.port= (now " + setup.httpPort() + " and " + setup.adminPort() + ").");
                }
                if (START_FAILED.matcher(line).find()) {
                    throw failure("Open Liberty does not start: " + message(line), console);
                }
                if (!ready && line.contains(READY)) {
                    ready = true;
                    deadline = deadline(LISTEN_LIMIT);
                }
                listening += line.contains(LISTENING) ? 1 : 0;
            }
            if (ended) {
                throw failure("Open Liberty ended while it started, with exit code " + process.exitValue() + ".", console);
            }
            if (System.nanoTime() - deadline > 0) {
                // One value that it cannot parse, of a data source even, and the server drops its whole configuration and goes on.
                throw failure(ready
                        ? "Open Liberty is up, but listens nowhere: it refused its configuration."
                        : "Open Liberty was not ready within " + START_LIMIT.toSeconds() + " s.", console);
            }
            process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void deploy(Path archive) throws IOException, InterruptedException {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException("Nothing can be deployed before the server is started");
        }
        Path file = archive.getFileName();
        String application = file.toString().replaceFirst("\\.[^.]*$", "");
        LogFile messages = new LogFile(log(), Files.size(log()));
        // The server looks into dropins twice a second: let it never see half a file.
        Path whole = Files.copy(archive, setup.home().resolve(file), StandardCopyOption.REPLACE_EXISTING);
        Files.move(whole, serverDirectory.resolve("dropins").resolve(file), StandardCopyOption.ATOMIC_MOVE);
        Predicate<String> concerns = Pattern.compile("(?<![\\w.-])" + Pattern.quote(application) + "(?![\\w-])").asPredicate();
        long deadline = deadline(DEPLOY_LIMIT);
        while (true) {
            boolean ended = !process.isAlive();
            for (String line : messages.readLines()) {
                if (!concerns.test(line)) {
                    continue;
                }
                if (DEPLOYED.matcher(line).find()) {
                    return;
                }
                if (DEPLOY_FAILED.matcher(line).find()) {
                    throw failure("Open Liberty refuses " + file + ": " + message(line), log());
                }
            }
            if (ended) {
                throw failure("Open Liberty ended while it took " + file + ", with exit code " + process.exitValue() + ".", log());
            }
            if (System.nanoTime() - deadline > 0) {
                throw failure("Open Liberty did not take " + file + " within " + DEPLOY_LIMIT.toSeconds() + " s.", log());
            }
            process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public ProcessHandle process() {
        if (process == null) {
            throw new IllegalStateException("The server was not started");
        }
        return process.toHandle();
    }

    @Override
    public Path log() {
        return serverDirectory.resolve("logs").resolve("messages.log");
    }

    @Override
    public void close() {
        // Not synchronized: a shutdown hook must be able to stop a server that is still starting.
        Process running = process;
        try {
            if (running != null && running.isAlive()) {
                askToStop();
                OrphanedProcesses.stop(running.toHandle(), KILL_LIMIT);
            }
            process = null;
        } finally {
            processes.endOrFail();
        }
    }

    private void askToStop() {
        try {
            Process stop = command("stop")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                stop.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                stop.destroyForcibly();
            }
        } catch (IOException e) {
            // No second process can be had: the signal that follows stops the server in order as well.
            LOGGER.log(Level.WARNING, "Open Liberty's stop command cannot be run; sending it a signal instead", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ProcessBuilder command(String action) {
        ProcessBuilder builder = new ProcessBuilder(script().toString(), action, SERVER);
        builder.directory(setup.home().toFile());
        Map<String, String> environment = builder.environment();
        FOREIGN_VARIABLES.forEach(environment::remove);
        environment.putAll(setup.environment());
        processes.mark(environment);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("WLP_USER_DIR", setup.home().toAbsolutePath().toString());
        environment.put("WLP_OUTPUT_DIR", setup.home().resolve("servers").toAbsolutePath().toString());
        environment.put("LOG_DIR", serverDirectory.resolve("logs").toAbsolutePath().toString());
        // The https port's self-signed certificate is made at the start, in the home, and dies with it.
        environment.put("keystore_password", keystorePassword);
        return builder;
    }

    private Path script() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return setup.installation().resolve("bin").resolve(windows ? "server.bat" : "server").toAbsolutePath();
    }

    private static LaunchException failure(String what, Path source) throws IOException {
        List<String> lines = Files.exists(source) ? Files.readAllLines(source) : List.of();
        List<String> last = lines.subList(Math.max(0, lines.size() - LINES_IN_MESSAGE), lines.size());
        return new LaunchException(what + " The cause is in " + source + ", which ends with:\n  " + String.join("\n  ", last));
    }

    /** A line of the log without its time, thread and logger. */
    private static String message(String line) {
        return line.replaceFirst("^.*?(?=CWW[A-Z]{2}\\d{4}[A-Z])", "");
    }

    private static long deadline(Duration limit) {
        return System.nanoTime() + limit.toNanos();
    }
}
