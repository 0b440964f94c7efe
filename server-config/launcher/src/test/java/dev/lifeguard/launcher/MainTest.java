package dev.lifeguard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is told of a run's end, and the exit code. */
class MainTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);

    @Test
    void aRunThatWasAskedToStopAndHasStoppedIsASuccess() {
        assertThat(Main.tell(new InterruptedException("stopped"), out)).isZero();
        assertThat(said()).isEmpty();
    }

    @Test
    void whatCouldNotBeClosedAfterThatIsAFailure() {
        InterruptedException stopped = new InterruptedException("stopped");
        stopped.addSuppressed(new LaunchException("These processes do not end: [7]"));
        stopped.addSuppressed(new InterruptedException("again"));
        assertThat(Main.tell(stopped, out)).isEqualTo(1);
        assertThat(said()).isEqualTo("[ERROR] These processes do not end: [7]\n");
    }

    @Test
    void theFailureThatTheRequestHasCausedIsNotToldButWhatWasSuppressedInItIs() {
        LaunchException consequence = new LaunchException("Payara did not start");
        consequence.addSuppressed(new LaunchException("Process 7 does not end"));
        InterruptedException stopped = new InterruptedException("stopped");
        stopped.initCause(consequence);
        assertThat(Main.tell(stopped, out)).isEqualTo(1);
        assertThat(said()).isEqualTo("[ERROR] Process 7 does not end\n");
    }

    @Test
    void aFailureIsToldWithAllThatFailedAfterIt() {
        LaunchException failure = new LaunchException("PostgreSQL ended by itself");
        failure.addSuppressed(new LaunchException("Process 7 does not end"));
        failure.addSuppressed(new IOException("postgres/data: No space left on device"));
        assertThat(Main.tell(failure, out)).isEqualTo(1);
        assertThat(said()).startsWith("[ERROR] PostgreSQL ended by itself\n[ERROR] Process 7 does not end\n[ERROR] The disk is full: ");
    }

    private String said() {
        return output.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
