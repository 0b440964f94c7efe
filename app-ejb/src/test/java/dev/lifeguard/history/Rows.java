package dev.lifeguard.history;

import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;

/** Minutes and events to try things with, and the rows that they make. */
final class Rows {

    static final PoolId POOL = PoolId.of("jdbc/app", "app-pool");
    static final PoolId OTHER_POOL = PoolId.of("jdbc/other", "other-pool");
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private Rows() {}

    static Instant after(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    /** The minute so long after noon. */
    static PoolMinute minute(PoolId pool, int minutesAfterNoon, OptionalInt waitingPeak) {
        return new PoolMinute(
                pool, "jdbc/app", after(minutesAfterNoon), 599, 1, OptionalDouble.of(0.61), OptionalDouble.of(0.97), 29,
                waitingPeak, 1_250, 20, OptionalInt.of(30), Timing.PROBED, Optional.empty());
    }

    /** The same of a pool without a limit. */
    static PoolMinute minuteWithoutMax(int minutesAfterNoon) {
        return new PoolMinute(POOL, "jdbc/app", after(minutesAfterNoon), 599, 1, OptionalDouble.empty(), OptionalDouble.empty(), 29,
                OptionalInt.of(0), 0, 20, OptionalInt.empty(), Timing.OFF, Optional.empty());
    }

    static PoolMinute minute(int minutesAfterNoon) {
        return minute(POOL, minutesAfterNoon, OptionalInt.of(minutesAfterNoon));
    }

    static PoolMinute minute(Instant minute, int samples) {
        OptionalDouble mean = OptionalDouble.of(0.5);
        OptionalDouble peak = OptionalDouble.of(0.9);
        return new PoolMinute(POOL, "jdbc/app", minute, samples, 0, mean, peak, 27, OptionalInt.of(0), 0, 20, OptionalInt.of(30),
                Timing.OFF, Optional.empty());
    }

    static List<HistoryRow> hour() {
        return rows(0, 60);
    }

    /** The rows of these minutes after noon. */
    static List<HistoryRow> rows(int from, int until) {
        return IntStream.range(from, until).mapToObj(Rows::row).toList();
    }

    static HistoryRow row(int minutesAfterNoon) {
        return PoolMinuteRow.of("test", minute(minutesAfterNoon));
    }

    static PoolEvent event(Instant at, String reason) {
        return new PoolEvent(
                UUID.randomUUID(), at, POOL, "jdbc/app", PoolEvent.Kind.VERDICT, "healthy", "saturated", reason);
    }
}
