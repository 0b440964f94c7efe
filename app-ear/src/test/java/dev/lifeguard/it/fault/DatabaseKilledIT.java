package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database's processes are killed, and it is started again some seconds later. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class DatabaseKilledIT {

    @Test
    void isToldInTwoSecondsAndOver() throws Exception {
        try (FaultRun run = FaultRun.of("2 database killed, restarted 4 s later")) {
            run.begin(() -> run.server().database().kill());
            run.awaitVerdict("unreachable", Duration.ofSeconds(2L * Numbers.SLACK_OF_SECONDS));
            assertThat(run.server().telling().get("/health/ready").status()).isEqualTo(503);
            run.lastFor(Duration.ofSeconds(4));
            run.end(() -> run.server().database().start());
            run.assertRecoveredLikeTheYardstick();
            run.assertNobodyWaitedLongerThanConfigured();
        }
    }
}
