package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeguard.launcher.Distribution;
import dev.lifeguard.launcher.FreePorts;
import dev.lifeguard.launcher.Main;
import dev.lifeguard.launcher.OrphanedProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code mvn -Prun} does once it has built: its launcher in a process of its own, with the server, a database and the EAR. */
class RunIT {

    private static final Duration READY_WITHIN = Duration.ofMinutes(4);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);
    /** 128 and the signal's number. */
    private static final int ENDED_BY_SIGTERM = 143;
    private static final String LISTENS = "0A";
    /** 127.x.x.x in the machine's byte order, ::ffff:127.x.x.x and ::1. */
    private static final String LOOPBACK = "(.{6}7F|0{16}FFFF0000.{6}7F|0{24}01000000):.*";

    private final Path project = RunningServer.ROOT.resolve("target/it").resolve(RunningServer.KIND.id()).resolve("run-project");
    private final Path output = project.resolve("output.log");
    private final OrphanedProcesses processes = new OrphanedProcesses(project.resolve("target/run"));
    private List<Integer> ports;
    private Process launcher;

    /** A project that shares all but its runs with this one: another run of this checkout is not disturbed. */
    @BeforeEach
    void prepare() throws IOException {
        ports = FreePorts.find(3);
        Distribution.unpack(RunningServer.ARCHIVE, RunningServer.SERVERS);
        Files.createDirectories(project.resolve("target"));
        link(project.resolve("server-config"), RunningServer.ROOT.resolve("server-config"));
        link(project.resolve("target/servers"), RunningServer.SERVERS);
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        if (launcher != null) {
            launcher.destroyForcibly();
        }
        processes.end();
    }

    @Test
    void startsAgainAfterItWasKilledAndRunsUntilItIsToldToStop() throws IOException, InterruptedException {
        start();
        awaitReady();
        assertThat(given().auth().none().get(at("/health/ready")).statusCode()).isEqualTo(200);
        assertThat(given().auth().none().get(at("/lifeguard/")).asString()).contains("Log in");
        assertThat(given().auth().preemptive().basic("operator", toldPassword()).get(at("/lifeguard/api/pools")).statusCode()).isEqualTo(200);
        assertNothingCanBeReachedFromOutside();
        launcher.destroyForcibly().waitFor();
        assertThat(processes.find()).as("what the killed run has left").isNotEmpty();

        start();
        awaitReady();
        assertThat(Files.readString(output)).contains("that an earlier run had left behind");
        stop();
    }

    private void start() throws IOException {
        launcher = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                "server=" + RunningServer.KIND.id(), "project=" + project, "archive=" + RunningServer.ARCHIVE,
                "driver=" + RunningServer.DRIVER, "validation=" + RunningServer.VALIDATION, "application=" + RunningServer.EAR,
                "http.port=" + ports.get(0), "admin.port=" + ports.get(1), "db.port=" + ports.get(2),
                "db.url=", "db.user=", "db.password=",
                "lifeguard.operator.password=")
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private void awaitReady() {
        await().atMost(READY_WITHIN).pollInterval(Duration.ofMillis(200)).until(() -> {
            String said = Files.readString(output);
            assertThat(launcher.isAlive()).as("the launcher, which said: %s", said).isTrue();
            return said.contains("Lifeguard is ready at http://localhost:" + ports.get(0) + "/lifeguard/");
        });
    }

    private String toldPassword() throws IOException {
        Matcher told = Pattern.compile("Log in as operator with the password (\\w+)").matcher(Files.readString(output));
        assertThat(told.find()).isTrue();
        return told.group(1);
    }

    private void stop() throws IOException, InterruptedException {
        launcher.destroy();
        assertThat(launcher.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)).as("the end within %s", STOPPED_WITHIN).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
        assertThat(Files.readString(output)).contains("Stopping PostgreSQL").doesNotContain("[ERROR]");
        assertThat(processes.find()).isEmpty();
    }

    private String at(String path) {
        return "http://localhost:" + ports.get(0) + path;
    }

    /** As far as the system tells which process listens where: Linux does. */
    private void assertNothingCanBeReachedFromOutside() throws IOException {
        boolean told = false;
        Set<Integer> listening = new HashSet<>();
        Set<Integer> reachable = new HashSet<>();
        for (ProcessHandle process : processes.find()) {
            Path own = Path.of("/proc", Long.toString(process.pid()));
            if (Files.isDirectory(own)) {
                told = true;
                Set<String> sockets = sockets(own.resolve("fd"));
                for (String table : List.of("tcp", "tcp6")) {
                    Files.readAllLines(own.resolve("net").resolve(table), StandardCharsets.US_ASCII).stream().skip(1)
                            .map(line -> line.strip().split("\\s+"))
                            .filter(columns -> columns[3].equals(LISTENS) && sockets.contains("socket:[" + columns[9] + "]"))
                            .forEach(columns -> {
                                int port = Integer.parseInt(columns[1].replaceFirst(".*:", ""), 16);
                                listening.add(port);
                                if (!columns[1].matches(LOOPBACK)) {
                                    reachable.add(port);
                                }
                            });
                }
            }
        }
        if (told) {
            assertThat(listening).as("the ports that the check sees at all").containsAll(ports);
        }
        assertThat(reachable).isEmpty();
    }

    private static Set<String> sockets(Path descriptors) throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : (Iterable<Path>) all::iterator) {
                if (Files.isSymbolicLink(descriptor)) {
                    sockets.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        return sockets;
    }

    private static void link(Path link, Path target) throws IOException {
        if (!Files.isSymbolicLink(link)) {
            Files.createSymbolicLink(link, target);
        }
    }
}
