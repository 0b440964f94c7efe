package dev.lifeguard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.database.SessionState;
import dev.lifeguard.observation.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldersTest {

    private static final Duration STACK_AFTER = Duration.ofSeconds(1);
    private static final long NOW = Duration.ofHours(1).toNanos();

    private final List<Holder> holding = new ArrayList<>();
    private final Suspicion suspicion = new Suspicion("Held for too long", true);
    private final Holders holders = new Holders(
            pool -> holding,
            pool -> Optional.of(Scene.reading(NOW, List.of(Scene.session(7, SessionState.IDLE, Duration.ZERO)))),
            pool -> Map.of(2L, suspicion),
            STACK_AFTER,
            () -> NOW);

    @Test
    void theLongestHeldComeFirstAndStacksAreOfThoseThatAreHeldLong() {
        hold(1, 6, STACK_AFTER);
        hold(2, 7, Duration.ofMinutes(1));
        hold(3, 8, Duration.ZERO);

        List<HeldConnection> held = holders.of(Scene.APP.id());

        assertThat(held).extracting(one -> one.holder().borrow()).containsExactly(2L, 1L, 3L);
        HeldConnection longest = held.get(0);
        assertThat(longest.heldFor()).isEqualTo(Duration.ofMinutes(1));
        assertThat(longest.threadState()).isEqualTo(Thread.State.RUNNABLE);
        assertThat(longest.session().orElseThrow().pid()).isEqualTo(7);
        assertThat(longest.suspicion()).contains(suspicion);
        assertThat(longest.stack()).extracting(StackTraceElement::getClassName).contains(HoldersTest.class.getName());
        assertThat(held.get(1).session()).isEmpty();
        assertThat(held.get(1).suspicion()).isEmpty();
        assertThat(held.get(1).stack()).isEmpty();
        assertThat(held.get(2).stack()).isEmpty();
    }

    @Test
    void ofVeryManyTheLongestHeldHaveAStack() {
        for (int i = 1; i <= 5_000; i++) {
            hold(i, i, STACK_AFTER.plusMillis(i));
        }
        List<HeldConnection> held = holders.of(Scene.APP.id());

        assertThat(held).hasSize(5_000);
        assertThat(held.subList(0, Holders.MOST_STACKS)).noneMatch(one -> one.stack().isEmpty());
        assertThat(held.subList(Holders.MOST_STACKS, held.size())).allMatch(one -> one.stack().isEmpty());
    }

    private void hold(long borrow, int pid, Duration heldFor) {
        holding.add(Scene.holder(borrow, pid, Thread.currentThread(), NOW - heldFor.toNanos()));
    }
}
