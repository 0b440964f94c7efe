package dev.lifeguard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.database.SessionState;
import dev.lifeguard.observation.Holder;
import dev.lifeguard.diagnosis.PoolSession.Relation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PoolReadingTest {

    private static final long NOW = Duration.ofHours(1).toNanos();
    private static final Duration HELD = Duration.ofSeconds(10);
    private static final Holder HOLDER = Scene.holder(1, 7, Thread.currentThread(), NOW - HELD.toNanos());

    @Test
    void aHoldIsJoinedByPid() {
        DatabaseSession session = Scene.session(7, SessionState.IDLE, Duration.ofSeconds(1));

        assertThat(read(session, Scene.session(8, SessionState.ACTIVE, Duration.ZERO)).sessionOf(HOLDER)).contains(session);
    }

    @Test
    void aPidThatBelongsToAnotherRoleByNowIsNotTheHolders() {
        assertThat(read(opened("somebody", Duration.ofDays(1))).sessionOf(HOLDER)).isEmpty();
    }

    @Test
    void aSessionThatIsYoungerThanTheHoldIsNotTheHolders() {
        assertThat(read(opened("app", HELD.minusSeconds(2))).sessionOf(HOLDER)).isEmpty();
        assertThat(read(opened("app", HELD)).sessionOf(HOLDER)).isPresent();
    }

    @Test
    void aReadingFromBeforeTheHoldTellsOfAnEarlierHolder() {
        PoolReading earlier = Scene.reading(
                NOW - HELD.toNanos() - 1, List.of(Scene.session(7, SessionState.ACTIVE, Duration.ZERO)));

        assertThat(earlier.sessionOf(HOLDER)).isEmpty();
    }

    @Test
    void aHolderWithoutAPidHasNoSession() {
        Holder nameless = new Holder(1, OptionalInt.empty(), Thread.currentThread(), Optional.empty(), HOLDER.sinceNanos(), false,
                false);

        assertThat(read(Scene.session(7, SessionState.IDLE, Duration.ZERO)).sessionOf(nameless)).isEmpty();
    }

    @Test
    void sessionsAreTheHoldersThoseOfThePoolsNameAndWhoeverBlocksThem() {
        DatabaseSession waiting =
                Scene.session(7, "app", Optional.of(SessionState.ACTIVE), Optional.of(HELD), Optional.empty(), List.of(9, 0));
        DatabaseSession idle = Scene.session(8, SessionState.IDLE, HELD);
        DatabaseSession blocking =
                Scene.session(9, "somebody", Optional.of(SessionState.IDLE_IN_TRANSACTION), Optional.of(HELD), Optional.empty(), List.of());
        DatabaseSession unrelated = Scene.session(10, "somebody", Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        assertThat(read(unrelated, blocking, idle, waiting).sessions(List.of(HOLDER))).containsExactly(
                new PoolSession(waiting, Relation.HELD),
                new PoolSession(idle, Relation.NAMED),
                new PoolSession(blocking, Relation.BLOCKING));
    }

    private static DatabaseSession opened(String user, Duration age) {
        return Scene.session(7, user, Optional.of(SessionState.IDLE), Optional.of(Duration.ZERO), Optional.of(age), List.of());
    }

    private static PoolReading read(DatabaseSession... sessions) {
        return Scene.reading(NOW, List.of(sessions));
    }
}
