package dev.lifeguard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, with the real PostgreSQL and a small process in the server's place. */
class LauncherTest {

    @TempDir
    Path project;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    private final AtomicReference<FakeServer> server = new AtomicReference<>();
    private final StopSignal stop = new StopSignal();
    private List<Integer> ports;
    private int status = 200;
    private String failsIn = "";
    private boolean swallowsInterruption;

    @BeforeEach
    void prepare() throws IOException {
        ports = FreePorts.find(3);
        URI archive = URI.create("jar:" + project.resolve("fake-1.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Files.createDirectory(zip.getPath("/fake"));
        }
    }

    @AfterEach
    void endWhatATestLeaves() {
        if (server.get() != null && server.get().process != null) {
            server.get().process.destroyForcibly();
        }
    }

    @Test
    void runsUntilItIsStoppedAndLeavesNothingBehind() throws Exception {
        CompletableFuture<Exception> end = new CompletableFuture<>();
        start(end);
        awaitReady();
        assertThat(said()).contains("Starting PostgreSQL on port " + ports.get(2), "Deploying lifeguard.ear");
        assertThat(server.get().setup.environment())
                .containsEntry("LIFEGUARD_APP_DB_URL", "jdbc:postgresql://127.0.0.1:" + ports.get(2) + "/app")
                .containsEntry("LIFEGUARD_STORE_DB_URL", "jdbc:postgresql://127.0.0.1:" + ports.get(2) + "/lifeguard")
                .containsEntry("LIFEGUARD_SERVER_NAME", "payara");
        assertThat(server.get().steps).containsExactly("configure", "start", "deploy lifeguard.ear");
        assertThat(said()).contains(
                "Log in as operator with the password " + server.get().setup.environment().get("LIFEGUARD_OPERATOR_PASSWORD"));

        stop.ask();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(server.get().steps).endsWith("close");
        assertNothingRuns();
    }

    @Test
    void aServerThatEndsByItselfIsToldWithItsLog() throws Exception {
        CompletableFuture<Exception> end = new CompletableFuture<>();
        start(end);
        awaitReady();
        server.get().process().destroyForcibly();
        assertThat(end.get()).isInstanceOf(LaunchException.class)
                .hasMessageContaining("Fake Server (process " + server.get().process().pid() + ") ended by itself")
                .hasMessageContaining("server.log");
        assertNothingRuns();
    }

    @Test
    void aServerThatFailsToStartLeavesNothingBehind() throws Exception {
        failsIn = "start";
        assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> launcher().run()).withMessageContaining("fake failure");
        assertNothingRuns();
    }

    @Test
    void stoppedInTheMiddleOfStartingLeavesNothingBehind() throws Exception {
        status = 503;
        CompletableFuture<Exception> end = new CompletableFuture<>();
        start(end);
        await().atMost(Duration.ofSeconds(60)).until(() -> said().contains("Waiting for"));
        stop.ask();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertNothingRuns();
    }

    @Test
    void whatFailsAtTheMomentOfBeingStoppedIsTheStop() throws Exception {
        CompletableFuture<Exception> end = new CompletableFuture<>();
        start(end);
        awaitReady();
        // As Ctrl-C does, which reaches both.
        server.get().process().destroyForcibly();
        stop.ask();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertNothingRuns();
    }

    @Test
    void aServerThatCannotBeStoppedIsNotForgottenBecauseTheRunWasAskedToStop() throws Exception {
        failsIn = "close";
        CompletableFuture<Exception> end = new CompletableFuture<>();
        start(end);
        awaitReady();
        stop.ask();
        assertThat(end.get()).isInstanceOf(InterruptedException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().asString().contains("fake failure"));
        assertNothingRuns();
    }

    @Test
    void anInterruptionThatALibrarySwallowsIsNotTheLastOne() throws Exception {
        CompletableFuture<Exception> end = new CompletableFuture<>();
        swallowsInterruption = true;
        start(end);
        await().atMost(Duration.ofSeconds(60)).until(() -> said().contains("Deploying"));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            stop.ask();
            return end.isDone();
        });
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(server.get().steps).contains("swallowed");
        assertNothingRuns();
    }

    @Test
    void portsInUseAreToldAllAtOnceBeforeAnythingIsStarted() throws IOException {
        try (ServerSocket http = new ServerSocket(ports.get(0)); ServerSocket database = new ServerSocket(ports.get(2))) {
            assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> launcher().run())
                    .withMessageContaining("Port " + http.getLocalPort() + " cannot be used").withMessageContaining("-Dhttp.port=")
                    .withMessageContaining("Port " + database.getLocalPort() + " cannot be used").withMessageContaining("-Ddb.port=");
        }
        assertThat(server.get()).isNull();
    }

    @Test
    void aDatabaseOfTheUsersThatDoesNotAnswerIsToldBeforeAnythingIsStarted() {
        assertThatExceptionOfType(LaunchException.class)
                .isThrownBy(() -> launcher("db.url=jdbc:postgresql://127.0.0.1:" + ports.get(2) + "/x", "db.user=u", "db.password=secret")
                        .run())
                .withMessageContaining("does not let u in").withMessageNotContaining("secret");
        assertThat(server.get()).isNull();
    }

    private void start(CompletableFuture<Exception> end) {
        Launcher launcher = launcher();
        new Thread(() -> {
            try {
                launcher.run();
            } catch (Exception e) {
                end.complete(e);
            }
        }).start();
    }

    private Launcher launcher(String... more) {
        List<String> arguments = new ArrayList<>(List.of("server=payara", "project=" + project, "archive=" + project.resolve("fake-1.zip"),
                "driver=d.jar", "validation=v.jar", "application=" + project.resolve("lifeguard.ear"),
                "http.port=" + ports.get(0), "admin.port=" + ports.get(1), "db.port=" + ports.get(2)));
        arguments.addAll(List.of(more));
        return new Launcher(RunSettings.of(arguments, Map.of()), (kind, setup) -> {
            server.set(new FakeServer(setup, status, failsIn, swallowsInterruption));
            return server.get();
        }, new Progress(out), stop);
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> said().contains("Lifeguard is ready at http://localhost:" + ports.get(0) + "/lifeguard/"));
    }

    private String said() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private void assertNothingRuns() throws IOException {
        assertThat(new OrphanedProcesses(project).find()).isEmpty();
        assertThat(ports).allSatisfy(port -> assertThat(FreePorts.obstacle(port)).isEmpty());
    }

    /** Does as a server does, by a child process that answers every question with one status. */
    private static final class FakeServer implements ApplicationServer {

        private final ServerSetup setup;
        private final int status;
        private final String failsIn;
        private final boolean swallowsInterruption;
        private final List<String> steps = new ArrayList<>();
        private Process process;

        FakeServer(ServerSetup setup, int status, String failsIn, boolean swallowsInterruption) {
            this.setup = setup;
            this.status = status;
            this.failsIn = failsIn;
            this.swallowsInterruption = swallowsInterruption;
        }

        private void step(String step) {
            steps.add(step);
            if (step.equals(failsIn)) {
                throw new LaunchException("fake failure");
            }
        }

        @Override
        public String name() {
            return "Fake Server";
        }

        @Override
        public void configure() throws IOException {
            step("configure");
            Files.createDirectories(setup.home());
            Files.createFile(log());
        }

        @Override
        public void start() throws IOException {
            Map<String, String> environment = new HashMap<>(setup.environment());
            new OrphanedProcesses(setup.home()).mark(environment);
            process = Child.start(environment, setup.httpPort() + "=" + status);
            step("start");
        }

        @Override
        public void deploy(Path archive) {
            step("deploy " + archive.getFileName());
            if (swallowsInterruption) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    step("swallowed");
                }
            }
        }

        @Override
        public ProcessHandle process() {
            return process.toHandle();
        }

        @Override
        public Path log() {
            return setup.home().resolve("server.log");
        }

        @Override
        public void close() {
            step("close");
            if (process != null) {
                process.destroy();
            }
        }
    }
}
