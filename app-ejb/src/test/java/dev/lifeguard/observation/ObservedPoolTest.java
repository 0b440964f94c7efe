package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.server.SqlFailures;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObservedPoolTest {

    private static final long START = Duration.ofHours(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ObservedPool pool = new ObservedPool(
            Pool.of("jdbc/app", List.of(), "app", Pool.Source.SERVER, Optional.empty()),
            Duration.ofSeconds(1), SqlFailures::kindOf, START);

    @ParameterizedTest
    @EnumSource
    void figuresThatNobodyBringsUpToDateAreAbsent(Timing timing) {
        timed(timing);
        for (int second = 0; second <= 5; second++) {
            pool.drain(START + second * SECOND);
            pool.sampled(START + second * SECOND, Instant.EPOCH.plusSeconds(second), Optional.of(usage()));
        }
        long last = START + 5 * SECOND;
        assertThat(observed(last + 15 * SECOND).utilization()).isPresent();
        assertThat(pool.figures(Window.MINUTE, last + 15 * SECOND).inUsePeak()).isPresent();

        PoolObservation stale = observed(last + 16 * SECOND);
        assertThat(stale.usage()).isEmpty();
        assertAbsent(stale.lastMinute());
        assertAbsent(pool.figures(Window.MINUTE, last + 16 * SECOND));
    }

    @Test
    void whatIsBorrowedPastUsIsCountedOnlyWhereEveryBorrowIsSeen() {
        timed(Timing.PROBED);
        assertThat(observed(START).ownBorrows())
                .containsEntry(OwnBorrow.PROBE, 3L)
                .containsEntry(OwnBorrow.SESSIONS, 0L)
                .doesNotContainKey(OwnBorrow.STORE);

        timed(Timing.EXACT);
        assertThat(observed(START).ownBorrows()).containsOnlyKeys(OwnBorrow.values()).containsEntry(OwnBorrow.PROBE, 3L);
    }

    private void timed(Timing timing) {
        pool.timed(timing, timing == Timing.EXACT ? Optional.empty() : Optional.of("for a test"), START);
    }

    private PoolObservation observed(long nanos) {
        // The store is never lent to, but it is among what is counted.
        return pool.observe(nanos, Reachability.unknown("not asked"), Map.of(OwnBorrow.PROBE, 3L, OwnBorrow.STORE, 0L));
    }

    private static PoolUsage usage() {
        return new PoolUsage(2, 1, OptionalInt.of(0), 0, OptionalInt.of(5));
    }

    private static void assertAbsent(BorrowFigures figures) {
        assertThat(figures.covered()).isZero();
        assertThat(figures.acquisition().count()).isZero();
        assertThat(figures.utilization()).isEmpty();
        assertThat(figures.inUsePeak()).isEmpty();
    }
}
