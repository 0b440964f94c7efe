package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.Database;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database answers everybody that it is not ready yet: SQLSTATE 57P03. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class StartingUpIT {

    @Test
    void isRecoveringAndNotAway() throws Exception {
        Database standby = FaultServer.get().standby();
        try (FaultRun run = FaultRun.of("9 database starting up for 5 s")) {
            run.begin(() -> run.server().switchTo(standby));
            run.awaitVerdict("recovering", Duration.ofSeconds(2L * Numbers.SLACK_OF_SECONDS));
            run.lastFor(Duration.ofSeconds(5));
            assertThat(run.server().telling().pool(FaultServer.APP).path("reason").asText()).contains("not accepting connections");
            run.end(() -> run.server().switchTo(run.server().database()));
            run.assertRecoveredLikeTheYardstick();
        } finally {
            FaultServer.get().switchTo(FaultServer.get().database());
        }
    }
}
