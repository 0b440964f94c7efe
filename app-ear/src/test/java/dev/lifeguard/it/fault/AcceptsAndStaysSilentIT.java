package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.faultproxy.Fault.Timeout;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Something listens in the database's place and never says a word. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class AcceptsAndStaysSilentIT {

    /** That Lifeguard may have on their way beside a pool's own: a question, and one that was given up. */
    private static final int BESIDE = 4;

    @Test
    void isToldAndNobodyPilesUpConnections() throws Exception {
        try (FaultRun run = FaultRun.of("6 accepts and stays silent for 8 s")) {
            int threads = run.server().threads().size();
            run.begin(() -> run.server().appProxy().set(new Timeout()));
            run.awaitVerdict("unreachable", Duration.ofSeconds(5L * Numbers.SLACK_OF_SECONDS));
            run.lastFor(Duration.ofSeconds(8));
            assertThat(run.server().appProxy().connections())
                    .as("connections, to the server's pool and HikariCP's").isLessThanOrEqualTo(2 * Numbers.MAX + BESIDE);
            assertThat(run.server().threads()).as("Lifeguard's threads, before %d", threads).hasSizeLessThanOrEqualTo(threads + BESIDE);
            run.end(() -> run.server().appProxy().heal());
            run.assertRecoveredLikeTheYardstick();
            run.assertNobodyWaitedLongerThanConfigured();
        }
    }
}
