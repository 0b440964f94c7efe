package dev.lifeguard.it.fault;

import dev.lifeguard.it.Frozen;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All processes of the database are stopped, and go on later: it accepts connections and answers nothing. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class DatabaseFrozenIT {

    private Frozen frozen;

    @Test
    void isToldInFiveSecondsAndOver() throws Exception {
        try (FaultRun run = FaultRun.of("3 database frozen for 8 s")) {
            run.begin(() -> frozen = Frozen.of(run.server().database()));
            try {
                run.awaitVerdict("unreachable", Duration.ofSeconds(5L * Numbers.SLACK_OF_SECONDS));
                run.lastFor(Duration.ofSeconds(8));
            } catch (Throwable e) {
                frozen.thaw();
                throw e;
            }
            run.end(() -> frozen.thaw());
            run.assertRecoveredLikeTheYardstick();
            run.assertNobodyWaitedLongerThanConfigured();
        }
    }
}
