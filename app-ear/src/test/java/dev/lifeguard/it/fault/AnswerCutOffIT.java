package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeguard.faultproxy.Fault.LimitData;
import dev.lifeguard.faultproxy.Fault.ResetPeer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections end while the database is answering. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class AnswerCutOffIT {

    /** Fewer than any answer of PostgreSQL to a statement. */
    private static final int IN_THE_MIDDLE = 5;
    private static final Duration LASTS = Duration.ofSeconds(3);

    @Test
    void aResetIsAFailureAndNoLeak() throws Exception {
        try (FaultRun run = FaultRun.of("5a connections reset for 3 s")) {
            JsonNode before = pool(run);
            run.begin(() -> run.server().appProxy().set(new ResetPeer()));
            run.lastFor(LASTS);
            run.end(() -> run.server().appProxy().heal());
            assertFailuresAndNoLeaks(run, before);
        }
    }

    @Test
    void anAnswerThatEndsInTheMiddleIsAFailureAndNoLeak() throws Exception {
        try (FaultRun run = FaultRun.of("5b answers cut off in the middle for 3 s")) {
            JsonNode before = pool(run);
            run.begin(() -> run.server().appProxy().set(new LimitData(IN_THE_MIDDLE)));
            run.lastFor(LASTS);
            run.end(() -> run.server().appProxy().heal());
            assertFailuresAndNoLeaks(run, before);
        }
    }

    private static void assertFailuresAndNoLeaks(FaultRun run, JsonNode before) throws Exception {
        run.assertRecoveredLikeTheYardstick();
        JsonNode after = pool(run);
        assertThat(after.path("failures").path("unreachable").asLong()).as("failures, for their cause: %s", after.path("failures"))
                .isGreaterThan(before.path("failures").path("unreachable").asLong());
        assertThat(after.path("suspectedLeaks").asInt()).isZero();
        run.server().rest(true);
        try {
            Awaitility.await("everything given back").atMost(Numbers.LATEST).until(() -> pool(run).path("inUse").asInt() == 0);
        } finally {
            run.server().rest(false);
        }
    }

    private static JsonNode pool(FaultRun run) throws Exception {
        return run.server().telling().pool(FaultServer.APP);
    }
}
