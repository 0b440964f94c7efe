package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.it.Frozen;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server's JVM stands still, as on a machine that was suspended, and goes on as if nothing had been. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class ServerFrozenIT {

    @Test
    void nothingFalseIsSaidOfADatabaseThatWasWellAllTheTime() throws Exception {
        try (FaultRun run = FaultRun.of("20 server frozen for 6 s")) {
            // Nothing is answered meanwhile, of course.
            run.watch().pause();
            run.begin(() -> {
                Frozen frozen = Frozen.of(run.server().running().server().process());
                try {
                    Awaitility.await().pollDelay(Duration.ofSeconds(6)).until(() -> true);
                } finally {
                    frozen.thaw();
                }
            });
            Awaitility.await("another reading").atMost(Numbers.LATEST)
                    .until(() -> run.server().telling().pool(FaultServer.APP).path("ageMillis").asLong() < 500);
            run.watch().resume();
            run.end(() -> {});
            assertThat(run.watch().verdicts(FaultServer.APP)).containsExactly("healthy");
            assertThat(run.verdictsKept(FaultServer.APP)).as("since the beginning").isEmpty();
            run.assertNextBorrowsSucceed();
        }
    }
}
