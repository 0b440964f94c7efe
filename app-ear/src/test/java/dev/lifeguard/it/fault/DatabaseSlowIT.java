package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.faultproxy.Fault.Latency;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every answer of the database takes far longer than usual. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class DatabaseSlowIT {

    @Test
    void isNotTakenForAway() throws Exception {
        try (FaultRun run = FaultRun.of("7 every answer 100 ms late for 6 s")) {
            run.begin(() -> run.server().appProxy().set(new Latency(Duration.ofMillis(100))));
            run.lastFor(Duration.ofSeconds(6));
            run.end(() -> run.server().appProxy().heal());
            assertThat(run.recovery().failed()).isZero();
            assertThat(run.watch().verdicts(FaultServer.APP)).doesNotContain("unreachable", "recovering", "unknown");
            run.assertRecoveredLikeTheYardstick();
        }
    }
}
