package dev.lifeguard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.database.SessionState;
import dev.lifeguard.diagnosis.HoldEvidence.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeakJudgeTest {

    private static final Duration AFTER = Duration.ofSeconds(30);
    private static final Optional<DatabaseSession> UNUSED = Optional.of(Scene.session(7, SessionState.IDLE_IN_TRANSACTION, AFTER));

    @Test
    void theReasonTellsTheEvidence() {
        assertThat(judge(Owner.WENT_TO_REST, Duration.ofSeconds(45), UNUSED)).contains(new Suspicion(
                "Held for 45 s; thread worker-1 went back to its pool without giving it back;"
                        + " its session has been idle in transaction for 30 s",
                true));
        assertThat(judge(Owner.ENDED, AFTER, Optional.of(Scene.session(7, SessionState.IDLE, Duration.ofSeconds(31)))))
                .contains(new Suspicion("Held for 30 s; thread worker-1 has ended; its session has been idle for 31 s", true));
    }

    @Test
    void withoutASessionTheThreadIsTheOnlyWitnessAndThatIsSaid() {
        Suspicion suspicion = new Suspicion("Held for 30 s; thread worker-1 has ended; whether statements run on it is not seen", false);
        DatabaseSession hidden = Scene.session(7, "app", Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        assertThat(judge(Owner.ENDED, AFTER, Optional.empty())).contains(suspicion);
        assertThat(judge(Owner.ENDED, AFTER, Optional.of(hidden))).contains(suspicion);
    }

    @Test
    void nobodyIsSuspectedWhoseWorkMayGoOn() {
        assertThat(judge(Owner.AT_WORK, Duration.ofDays(1), UNUSED)).isEmpty();
    }

    @Test
    void nothingIsSuspectedBeforeItsTime() {
        assertThat(judge(Owner.ENDED, AFTER.minusMillis(1), UNUSED)).isEmpty();
    }

    @Test
    void nothingIsSuspectedThatSomebodyUses() {
        assertThat(judge(Owner.WENT_TO_REST, AFTER, Optional.of(Scene.session(7, SessionState.ACTIVE, Duration.ofHours(1))))).isEmpty();
        assertThat(judge(Owner.WENT_TO_REST, AFTER, Optional.of(Scene.session(7, SessionState.IDLE, AFTER.minusMillis(1))))).isEmpty();
    }

    private static Optional<Suspicion> judge(Owner owner, Duration heldFor, Optional<DatabaseSession> session) {
        return LeakJudge.judge(new HoldEvidence("worker-1", owner, heldFor, session), AFTER);
    }
}
