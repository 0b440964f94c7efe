package dev.lifeguard.web.report;

import dev.lifeguard.health.Verdict;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.Resize;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.sizing.Advice;
import dev.lifeguard.sizing.Bounds;
import dev.lifeguard.sizing.Evidence;
import dev.lifeguard.sizing.Objective;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.BorrowTotals;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.HistogramRecorder;
import dev.lifeguard.warden.WardenRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Reports to tell. */
public final class Reports {

    private Reports() {}

    /** Of a pool that was only just seen: nothing is known but that it is there. */
    public static PoolReport unknown(Pool pool) {
        PoolObservation seen = new PoolObservation(
                pool,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Timing.OFF,
                Optional.of("Switched off"),
                BorrowFigures.none(),
                Optional.empty(),
                Duration.ZERO,
                0,
                0,
                Reachability.unknown("This pool is not asked"),
                Map.of(OwnBorrow.PROBE, 0L));
        return new PoolReport(
                seen, Verdict.UNKNOWN, "The server has not built the pool yet; the database could not be asked: This pool is not asked",
                OptionalInt.empty(), Optional.empty(), Map.of(), Map.of(), List.of());
    }

    /** Of a pool of which everything is known; somebody has borrowed in the last minute. */
    public static PoolReport known(Pool pool) {
        return known(pool, lastMinute(), BorrowTotals.none());
    }

    /** Of a pool of which everything is known. */
    public static PoolReport known(Pool pool, BorrowFigures lastMinute, BorrowTotals totals) {
        return report(pool, Timing.EXACT, lastMinute, Optional.of(totals));
    }

    /** Of a pool whose acquisition times are the probe's alone. */
    public static PoolReport probed(Pool pool, BorrowFigures lastMinute) {
        return report(pool, Timing.PROBED, lastMinute, Optional.empty());
    }

    private static PoolReport report(Pool pool, Timing timing, BorrowFigures lastMinute, Optional<BorrowTotals> totals) {
        PoolObservation seen = new PoolObservation(
                pool,
                Optional.of(new PoolUsage(3, 2, OptionalInt.of(1), 2, OptionalInt.of(10))),
                OptionalInt.of(1),
                Optional.of(Duration.ofMillis(40)),
                Optional.empty(),
                Optional.of(new PoolSettings(
                        OptionalInt.of(2),
                        OptionalInt.of(10),
                        Optional.of(Duration.ofSeconds(30)),
                        Optional.of(Duration.ofMinutes(5)),
                        Optional.empty(),
                        Optional.of(true),
                        Map.of("maxPoolSize", "10"))),
                timing,
                timing == Timing.EXACT ? Optional.empty() : Optional.of("Another version of the server"),
                lastMinute,
                totals,
                Duration.ofMillis(1500),
                600,
                1,
                Reachability.reachable(Duration.ofNanos(374_000)),
                Map.of(OwnBorrow.PROBE, 7L));
        return new PoolReport(
                seen,
                Verdict.HEALTHY,
                "3 of 10 in use, 1 waiting; the database answers",
                timing == Timing.EXACT ? OptionalInt.of(1) : OptionalInt.empty(),
                Optional.of(new Advice(Advice.Action.HOLD, 10, Set.of(), new Evidence(
                        10, 10, 3, 1, Optional.empty(), Optional.empty(), Optional.empty(), new Bounds(2, 10), Objective.STANDARD))),
                Map.of(new Resize(Resize.Direction.GROW, Actor.Kind.OPERATOR), 2L),
                Map.of(WardenRule.WAKE, 3L),
                List.of("LIFEGUARD_APP_POOL_MAX asks for 30, but the server uses 10"));
    }

    /** @param nanos one for each duration, 0 or more */
    public static Histogram times(long... nanos) {
        HistogramRecorder recorder = new HistogramRecorder();
        Arrays.stream(nanos).forEach(recorder::record);
        return recorder.drain();
    }

    private static BorrowFigures lastMinute() {
        return new BorrowFigures(
                Duration.ofMinutes(1), 1, times(740_000), 0, Histogram.empty(), Histogram.empty(), Histogram.empty(), Map.of(),
                OptionalDouble.of(2.5), OptionalDouble.of(0.25), OptionalInt.of(4), OptionalInt.of(2));
    }
}
