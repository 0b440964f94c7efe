package dev.lifeguard.warden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.PoolUsage;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SleepWatchTest {

    private static final PoolUsage BESIDE_A_CONNECTION = usage(3, 1, 2, 4);
    private static final PoolUsage BESIDE_ROOM = usage(3, 0, 2, 10);

    private final SleepWatch watch = new SleepWatch();
    private long nanos = 1;

    @Test
    void whoeverSleepsBesideAConnectionIsWokenOnceNothingHasMoved() {
        assertThat(look(BESIDE_A_CONNECTION, 7, 0)).isZero();
        assertThat(look(BESIDE_A_CONNECTION, 7, 10)).as("seen once that nothing moves").isZero();
        assertThat(look(BESIDE_A_CONNECTION, 7, 20)).as("as many as there are connections").isEqualTo(1);
    }

    @Test
    void whileConnectionsAreHadTheQueueIsLeftAlone() {
        for (int round = 0; round < 100; round++) {
            assertThat(look(BESIDE_A_CONNECTION, round, 10)).isZero();
        }
    }

    @Test
    void besideRoomTheyAreWokenOnceNothingHasMoved() {
        assertThat(look(BESIDE_ROOM, 1, 0)).isZero();
        assertThat(look(BESIDE_ROOM, 1, 10)).isZero();
        assertThat(look(BESIDE_ROOM, 1, 10)).isEqualTo(2);
    }

    @Test
    void besideRoomThatIsThereForLongerThanAnOpeningTakesTheyAreWokenWhateverMoves() {
        for (int round = 0; round < 25; round++) {
            assertThat(look(BESIDE_ROOM, round, 10)).as("room in which somebody opens a connection").isZero();
        }
        assertThat(look(BESIDE_ROOM, 26, 10)).isEqualTo(2);
    }

    @Test
    void roomThatComesAndGoesWakesNobody() {
        for (int round = 0; round < 100; round++) {
            assertThat(look(round % 10 < 5 ? BESIDE_ROOM : usage(4, 0, 5, 4), round, 10)).isZero();
        }
    }

    @Test
    void whereItIsNotSeenWhatMovesItHasToLast() {
        assertThat(watch.due(nanos, BESIDE_A_CONNECTION, OptionalLong.empty())).isZero();
        assertThat(watch.due(nanos += millis(20), BESIDE_A_CONNECTION, OptionalLong.empty())).isZero();
        assertThat(watch.due(nanos += millis(20), BESIDE_A_CONNECTION, OptionalLong.empty())).isEqualTo(1);
    }

    @Test
    void aWakeThatHelpsNobodyIsRepeatedLessAndLessOften() {
        int wakes = 0;
        for (int look = 0; look < 1_000; look++) {
            wakes += look(BESIDE_ROOM, 1, 10) > 0 ? 1 : 0;
        }
        assertThat(wakes).as("in 10 s").isBetween(10, 20);
    }

    @Test
    void nobodyIsWokenWhoDoesNotWaitOrCannotBeServed() {
        for (PoolUsage usage : new PoolUsage[] {usage(3, 1, 0, 4), usage(4, 0, 5, 4)}) {
            assertThat(look(usage, 1, 10)).isZero();
            assertThat(look(usage, 1, 10)).isZero();
            assertThat(look(usage, 1, 10)).isZero();
        }
    }

    @Test
    void ofAPoolWithoutAMaxEverybodyIsWoken() {
        PoolUsage usage = new PoolUsage(3, 0, OptionalInt.of(4), 0, OptionalInt.empty());
        assertThat(look(usage, 1, 0)).isZero();
        assertThat(look(usage, 1, 20)).isEqualTo(4);
    }

    private int look(PoolUsage usage, long acquisitions, int afterMillis) {
        nanos += millis(afterMillis);
        return watch.due(nanos, usage, OptionalLong.of(acquisitions));
    }

    private static long millis(int number) {
        return Duration.ofMillis(number).toNanos();
    }

    private static PoolUsage usage(int inUse, int idle, int waiting, int max) {
        return new PoolUsage(inUse, idle, OptionalInt.of(waiting), 0, OptionalInt.of(max));
    }
}
