package dev.lifeguard.launcher;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
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
    private final OrphanedProcesses processes;
    private boolean configured;
    private boolean poolsMade;
    private volatile ProcessHandle process;

    public PayaraServer(ServerSetup setup) {
        this.setup = setup;
        this.processes = new OrphanedProcesses(setup.home());
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
        processes.end();
        Directories.delete(setup.home());
        // The domain has the passwords in a keystore that every Payara can open.
        Directories.createPrivate(setup.home());
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
        FreePorts.requireFree(setup.httpPort(), "http.port");
        FreePorts.requireFree(setup.adminPort(), "admin.port");
        List<String> command = new ArrayList<>(List.of("start-domain", "--domaindir", domain.getParent().toString()));
        if (!poolsMade) {
            // Once: what it sets is kept in the domain.
            command.addAll(List.of("--prebootcommandfile", preboot().toString()));
        }
        command.add(DOMAIN);
        // The number in it, from a start before this one, may be another process's by now.
        Path pidFile = domain.resolve("config/pid");
        Files.deleteIfExists(pidFile);
        Result started = asadmin(START_DEADLINE, command);
        process = started(pidFile);
        if (!started.succeeded() || process == null) {
            throw new LaunchException("Payara did not start. " + evidence(started)
                    + "What is wrong is usually said there. If it ran out of time, run it again while the machine is less busy");
        }
        processes.remember(process);
        if (!poolsMade) {
            makePools();
            makeOperator();
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
        withPassword("AS_ADMIN_ALIASPASSWORD", variable, "create-password-alias", alias);
    }

    private void makeOperator() throws IOException, InterruptedException {
        withPassword("AS_ADMIN_USERPASSWORD", Variables.OPERATOR_PASSWORD,
                "create-file-user", "--groups", "lifeguard-operator", "operator");
    }

    /** Hands the variable's password over in a file: a command line is for everybody to see. */
    private void withPassword(String name, String variable, String... command) throws IOException, InterruptedException {
        String password = environment(variable).orElseThrow(() -> new LaunchException(variable + " is not set. Set it"));
        Properties properties = new Properties();
        properties.setProperty(name, password);
        // Readable for its owner only, as all temporary files are made.
        Path file = Files.createTempFile(setup.home(), "password", null);
        Result done;
        try {
            try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1)) {
                properties.store(writer, null);
            }
            List<String> arguments = new ArrayList<>(List.of("--passwordfile", file.toString()));
            arguments.addAll(List.of(command));
            done = remote(arguments.toArray(String[]::new));
        } finally {
            Files.delete(file);
        }
        if (!done.succeeded()) {
            throw new LaunchException("Payara did not do " + String.join(" ", command) + ". " + evidence(done));
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
        if (process == null) {
            throw new IllegalStateException("Payara was not started");
        }
        return process;
    }

    @Override
    public Path log() {
        return domain.resolve("logs/server.log");
    }

    @Override
    public void close() {
        ProcessHandle running = process;
        try {
            if (running != null) {
                // By a signal, not by stop-domain: Payara shuts down in order on it, and it works for one that no longer listens too.
                OrphanedProcesses.stop(running, STOP_DEADLINE);
            }
        } finally {
            // One that start-domain had begun to start when it was cut off.
            processes.endOrFail();
        }
    }

    /** Null if there is none. */
    private ProcessHandle started(Path pidFile) throws IOException {
        String number = Files.exists(pidFile) ? Files.readString(pidFile).strip() : "";
        return number.matches("\\d{1,18}") ? ProcessHandle.of(Long.parseLong(number)).orElse(null) : null;
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
        // The domain has it from makeOperator; the applications in it need not.
        environment.remove(Variables.OPERATOR_PASSWORD);
        processes.mark(environment);
        environment.put("AS_JAVA", java);
        environment.put("JAVA_HOME", java);
        // Else its console library asks for the terminal's abilities, and complains.
        environment.put("TERM", "dumb");
        Process call = builder.start();
        try {
            boolean inTime = call.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            String said = read(output);
            return new Result(inTime ? call.exitValue() : -1, inTime ? said : said + "No end after " + deadline.toSeconds() + " s\n");
        } finally {
            call.destroyForcibly();
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
}
