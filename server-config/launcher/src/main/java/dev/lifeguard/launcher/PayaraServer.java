package dev.lifeguard.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A Payara Server in a domain of its own, a copy of the one that comes with the distribution. What makes it ours is in
 * {@code server-config/payara}: {@code preboot.asadmin} before the first boot, {@code pools.asadmin} after it.
 *
 * <p>Not for use by several threads, except that {@link #close()} may come from a shutdown hook at any time.
 */
public final class PayaraServer implements ApplicationServer {

    private static final String DOMAIN = "domain1";
    private static final Duration START_DEADLINE = Duration.ofMinutes(3);
    private static final Duration COMMAND_DEADLINE = Duration.ofMinutes(5);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(30);
    private static final int LAST_LINES = 30;

    private final ServerSetup setup;
    private final Path domain;
    private boolean configured;
    private boolean poolsMade;

    public PayaraServer(ServerSetup setup) {
        this.setup = setup;
        this.domain = setup.home().toAbsolutePath().resolve(DOMAIN);
    }

    @Override
    public String name() {
        return "Payara Server";
    }

    @Override
    public void configure() throws IOException {
        Path pristine = setup.installation().resolve("glassfish/domains").resolve(DOMAIN);
        requireFile(pristine.resolve("config/domain.xml"), "Unpack the Payara distribution again");
        requireFile(setup.driver(), "Build the project first");
        requireFile(setup.validation(), "Build the project first");
        close();
        delete(setup.home());
        copy(pristine, domain);
        for (Path library : List.of(setup.driver(), setup.validation())) {
            Files.copy(library, domain.resolve("lib").resolve(library.getFileName()));
        }
        configured = true;
        poolsMade = false;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        if (!configured) {
            throw new IllegalStateException("Payara is configured before it is started");
        }
        requireFree(setup.httpPort(), "-Dhttp.port");
        requireFree(setup.adminPort(), "-Dadmin.port");
        List<String> command = new ArrayList<>(List.of("start-domain", "--domaindir", domain.getParent().toString()));
        if (!poolsMade) {
            // Once: what it sets is kept in the domain.
            command.addAll(List.of("--prebootcommandfile", preboot().toString()));
        }
        command.add(DOMAIN);
        Result started = asadmin(START_DEADLINE, command);
        if (!started.succeeded() || running().isEmpty()) {
            close();
            throw new LaunchException("Payara did not start. " + evidence(started)
                    + "What is wrong is usually said there. If it ran out of time, run it again while the machine is less busy");
        }
        if (!poolsMade) {
            makePools();
            poolsMade = true;
        }
    }

    /** The file with the ports in it: whoever asks the domain for them is to find numbers, as in a plain domain. */
    private Path preboot() throws IOException {
        String commands = Files.readString(commandFile("preboot.asadmin"))
                .replace("${ENV=LIFEGUARD_HTTP_PORT}", Integer.toString(setup.httpPort()))
                .replace("${ENV=LIFEGUARD_ADMIN_PORT}", Integer.toString(setup.adminPort()));
        return Files.writeString(setup.home().resolve("preboot.asadmin"), commands);
    }

    /** The aliases first: a pool that is asked before its password is there would be refused by the database. */
    private void makePools() throws IOException, InterruptedException {
        createAlias("lifeguard-app-password", "LIFEGUARD_APP_DB_PASSWORD");
        createAlias("lifeguard-store-password", "LIFEGUARD_STORE_DB_PASSWORD");
        Result made = remote("multimode", "--file", commandFile("pools.asadmin").toString());
        // multimode goes on after a command that failed, and ends with what the last one ended with.
        if (!made.succeeded() || made.output().lines().anyMatch(line -> line.startsWith("Command ") && line.endsWith(" failed."))) {
            throw new LaunchException("Payara refused the pools. " + evidence(made)
                    + "Correct the LIFEGUARD_… variable that it names, or server-config/payara/pools.asadmin");
        }
    }

    private void createAlias(String alias, String variable) throws IOException, InterruptedException {
        String password = environment(variable)
                .orElseThrow(() -> new LaunchException(variable + " is not set. Set it to the password of the database role"));
        Properties properties = new Properties();
        properties.setProperty("AS_ADMIN_ALIASPASSWORD", password);
        // Readable for its owner only, as all temporary files are made.
        Path file = Files.createTempFile(setup.home(), "alias", null);
        Result created;
        try {
            try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1)) {
                properties.store(writer, null);
            }
            created = remote("--passwordfile", file.toString(), "create-password-alias", alias);
        } finally {
            Files.delete(file);
        }
        if (!created.succeeded()) {
            throw new LaunchException("Payara did not take the password alias " + alias + ". " + evidence(created));
        }
    }

    @Override
    public void deploy(Path archive) throws IOException, InterruptedException {
        requireFile(archive, "Build the project first");
        // A step of its own: in the file of post-boot commands, deploy and boot can wait for each other for ever.
        Result deployed = remote("deploy", "--force=true", archive.toAbsolutePath().toString());
        if (!deployed.succeeded()) {
            throw new LaunchException("Payara did not deploy " + archive.getFileName() + ". " + evidence(deployed));
        }
    }

    @Override
    public ProcessHandle process() {
        return running().orElseThrow(() -> new IllegalStateException("Payara is not running"));
    }

    @Override
    public Path log() {
        return domain.resolve("logs/server.log");
    }

    @Override
    public void close() {
        // By a signal, not by stop-domain: Payara shuts down in order on it, and it works for one that no longer listens too.
        running().ifPresent(server -> {
            server.destroy();
            if (!ended(server, STOP_DEADLINE)) {
                server.destroyForcibly();
                ended(server, STOP_DEADLINE);
            }
        });
    }

    /** The server of this domain, started by us or left behind by an earlier run; empty if there is none. */
    private Optional<ProcessHandle> running() {
        Path file = domain.resolve("config/pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String number = Files.readString(file).strip();
            if (number.isEmpty()) {
                return Optional.empty();
            }
            Instant written = Files.getLastModifiedTime(file).toInstant();
            // After a crash the number may be another process's, but then that one is younger than the file.
            return ProcessHandle.of(Long.parseLong(number))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info().startInstant().map(start -> start.isBefore(written)).orElse(false));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the server's process id from " + file, e);
        }
    }

    private static boolean ended(ProcessHandle process, Duration deadline) {
        try {
            process.onExit().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A command for the running server. */
    private Result remote(String... command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", String.valueOf(setup.adminPort())));
        arguments.addAll(List.of(command));
        return asadmin(COMMAND_DEADLINE, arguments);
    }

    private Result asadmin(Duration deadline, List<String> arguments) throws IOException, InterruptedException {
        String java = System.getProperty("java.home");
        List<String> command = new ArrayList<>(List.of(Path.of(java, "bin", "java").toString(), "-jar",
                setup.installation().toAbsolutePath().resolve("glassfish/lib/client/appserver-cli.jar").toString()));
        command.addAll(arguments);
        // Into a file: the server outlives start-domain, and a pipe that it holds would never end.
        Path output = setup.home().resolve("asadmin.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null"));
        Map<String, String> environment = builder.environment();
        // A person's own defaults for asadmin would lead it to another server.
        environment.keySet().removeIf(name -> name.startsWith("AS_"));
        environment.putAll(setup.environment());
        environment.put("AS_JAVA", java);
        environment.put("JAVA_HOME", java);
        // Else its console library asks for the terminal's abilities, and complains.
        environment.put("TERM", "dumb");
        Process process = builder.start();
        try {
            boolean inTime = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            String said = read(output);
            return new Result(inTime ? process.exitValue() : -1, inTime ? said : said + "No end after " + deadline.toSeconds() + " s\n");
        } finally {
            if (process.isAlive()) {
                // With the server that it is starting.
                List<ProcessHandle> started = process.descendants().toList();
                process.destroyForcibly();
                started.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    private record Result(int exitCode, String output) {

        boolean succeeded() {
            return exitCode == 0;
        }
    }

    private String evidence(Result result) throws IOException {
        StringBuilder text = new StringBuilder("It said:\n").append(last(result.output().lines().toList())).append('\n');
        if (Files.exists(log())) {
            text.append("The end of ").append(log()).append(":\n").append(last(read(log()).lines().toList())).append('\n');
        }
        return text.toString();
    }

    /** Whatever is in it: a log may hold bytes that are no text, and must not hide the rest by that. */
    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static String last(List<String> lines) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    private Path commandFile(String name) {
        Path file = setup.configuration().toAbsolutePath().resolve("payara").resolve(name);
        requireFile(file, "Check out the project again");
        return file;
    }

    private Optional<String> environment(String variable) {
        return Optional.ofNullable(setup.environment().getOrDefault(variable, System.getenv(variable))).filter(value -> !value.isEmpty());
    }

    private static void requireFile(Path file, String remedy) {
        if (!Files.isRegularFile(file)) {
            throw new LaunchException(file + " is missing. " + remedy);
        }
    }

    private static void requireFree(int port, String option) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (BindException e) {
            throw new LaunchException("Port " + port + " is in use. End what listens there, or choose another with " + option + "=", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
