package dev.lifeguard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanedProcessesTest {

    @TempDir
    Path parent;

    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void endChildren() throws InterruptedException {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessHasEndedWhenItsLastThreadHas() throws Exception {
        String running = "42 (java (x)) S 1 42 42 0 -1 4194304 9 0 0 0 7 3 0 0 20 0 31 0 99 1 2";
        assertThat(OrphanedProcesses.isZombie(running)).isFalse();
        assertThat(OrphanedProcesses.isZombie(running.replace(") S ", ") Z "))).as("30 threads still hold its ports").isFalse();
        assertThat(OrphanedProcesses.isZombie(running.replace(") S ", ") Z ").replace(" 0 31 0 ", " 0 1 0 "))).isTrue();
        Path own = Path.of("/proc/self/stat");
        if (Files.exists(own)) {
            assertThat(OrphanedProcesses.isZombie(Files.readString(own))).isFalse();
        }
    }

    @Test
    void aProcessWhoseArgumentsNameTheDirectoryIsEnded() throws IOException {
        Process child = child(Map.of(), "-Dhome=" + parent.resolve("run/server"));
        OrphanedProcesses processes = new OrphanedProcesses(parent.resolve("run"));
        assertThat(processes.find()).containsExactly(child.toHandle());
        assertThat(processes.end()).isEqualTo(1);
        assertThat(OrphanedProcesses.isRunning(child.toHandle())).isFalse();
        assertThat(processes.end()).isZero();
    }

    @Test
    void aProcessOfANeighbouringDirectoryIsLeftAlone() throws IOException {
        Process child = child(Map.of(OrphanedProcesses.MARKER, parent.resolve("run2").toString()),
                parent.resolve("run2/server").toString());
        assertThat(new OrphanedProcesses(parent.resolve("run")).end()).isZero();
        assertThat(OrphanedProcesses.isRunning(child.toHandle())).isTrue();
    }

    @Test
    void aMarkedProcessIsEnded() throws IOException {
        Process child = child(Map.of(OrphanedProcesses.MARKER, parent.resolve("run").toString()));
        assertThat(new OrphanedProcesses(parent.resolve("run")).end()).isEqualTo(1);
        assertThat(OrphanedProcesses.isRunning(child.toHandle())).isFalse();
    }

    @Test
    void aMarkForSomethingInTheDirectoryCountsToo() throws IOException {
        Map<String, String> environment = new HashMap<>();
        new OrphanedProcesses(parent.resolve("run/server")).mark(environment);
        Process child = child(environment);
        assertThat(new OrphanedProcesses(parent.resolve("run/serve")).find()).isEmpty();
        assertThat(new OrphanedProcesses(parent.resolve("run")).end()).isEqualTo(1);
        assertThat(OrphanedProcesses.isRunning(child.toHandle())).isFalse();
    }

    @Test
    void stoppingDoesNothingToAProcessThatHasEnded() throws IOException {
        Process child = child(Map.of());
        OrphanedProcesses.stop(child.toHandle(), Duration.ofSeconds(20));
        assertThat(OrphanedProcesses.isRunning(child.toHandle())).isFalse();
        OrphanedProcesses.stop(child.toHandle(), Duration.ofSeconds(20));
    }

    @Test
    void aRememberedProcessIsEndedAndForgotten() throws IOException {
        Process child = child(Map.of());
        new OrphanedProcesses(parent.resolve("run")).remember(child.toHandle());
        assertThat(new OrphanedProcesses(parent.resolve("run")).end()).isEqualTo(1);
        assertThat(OrphanedProcesses.isRunning(child.toHandle())).isFalse();
        assertThat(parent.resolve("run/processes")).doesNotExist();
    }

    @Test
    void aProcessThatOnlyHasTheNumberOfARememberedOneIsLeftAlone() throws IOException {
        Process child = child(Map.of());
        Files.createDirectory(parent.resolve("run"));
        Files.writeString(parent.resolve("run/processes"), child.pid() + " 1700000000000\n");
        assertThat(new OrphanedProcesses(parent.resolve("run")).end()).isZero();
        assertThat(OrphanedProcesses.isRunning(child.toHandle())).isTrue();
    }

    @Test
    void thisProcessIsNeverItsOwnOrphan() throws IOException {
        OrphanedProcesses processes = new OrphanedProcesses(parent.resolve("run"));
        processes.remember(ProcessHandle.current());
        assertThat(processes.find()).isEmpty();
    }

    @Test
    void aNameThatOnlyBeginsTheSameIsAnotherOne() {
        assertThat(OrphanedProcesses.names("-Dx=/a/run/payara", "/a/run")).isTrue();
        assertThat(OrphanedProcesses.names("/a/run:/b", "/a/run")).isTrue();
        assertThat(OrphanedProcesses.names("/a/run", "/a/run")).isTrue();
        assertThat(OrphanedProcesses.names("/a/run-2/x", "/a/run")).isFalse();
        assertThat(OrphanedProcesses.names("/a/run2:/a/run/x", "/a/run")).isTrue();
    }

    @Test
    void claimingADirectoryEndsWhatEarlierRunsLeftInItAndBesideIt() throws IOException {
        Process here = child(Map.of(), parent.resolve("payara/server").toString());
        Files.createDirectory(parent.resolve("liberty"));
        Process beside = child(Map.of(), parent.resolve("liberty/server").toString());
        try (Progress progress = silent();
                RunDirectory claimed = RunDirectory.claim(parent, "payara", List.of("payara", "liberty"), progress)) {
            assertThat(claimed.path()).isDirectory();
            assertThat(OrphanedProcesses.isRunning(here.toHandle())).isFalse();
            assertThat(OrphanedProcesses.isRunning(beside.toHandle())).isFalse();
        }
    }

    @Test
    void aDirectoryThatIsHeldIsRefusedAndItsProcessesAreLeftAlone() throws IOException {
        try (Progress progress = silent();
                RunDirectory held = RunDirectory.claim(parent, "payara", List.of("payara", "liberty"), progress)) {
            Process child = child(Map.of(), held.path().toString());
            assertThatExceptionOfType(LaunchException.class)
                    .isThrownBy(() -> RunDirectory.claim(parent, "payara", List.of("payara", "liberty"), progress))
                    .withMessageContaining("already runs").withMessageContaining("process " + ProcessHandle.current().pid());
            RunDirectory.claim(parent, "liberty", List.of("payara", "liberty"), progress).close();
            assertThat(OrphanedProcesses.isRunning(child.toHandle())).isTrue();
        }
        try (Progress progress = silent()) {
            RunDirectory.claim(parent, "payara", List.of("payara", "liberty"), progress).close();
        }
    }

    private static Progress silent() {
        return new Progress(new PrintStream(OutputStream.nullOutputStream()));
    }

    private Process child(Map<String, String> environment, String... arguments) throws IOException {
        Process child = Child.start(environment, arguments);
        children.add(child);
        return child;
    }
}
