package dev.lifeguard.history;

import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.pool.PoolId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Minutes to try things with. */
final class Minutes {

    static final PoolId POOL = PoolId.of("jdbc/app", "app-pool");
    static final PoolId OTHER_POOL = PoolId.of("jdbc/other", "other-pool");
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private Minutes() {}

    static Instant after(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    /** The minute so long after noon. */
    static PoolMinute minute(PoolId pool, int minutesAfterNoon, OptionalInt waitingPeak) {
        return new PoolMinute(
                pool, "jdbc/app", after(minutesAfterNoon), 599, 1, OptionalDouble.of(0.61), OptionalDouble.of(0.97), 29,
                waitingPeak, 1_250, 20, OptionalInt.of(30));
    }

    /** The same of a pool without a limit. */
    static PoolMinute minuteWithoutMax(int minutesAfterNoon) {
        return new PoolMinute(POOL, "jdbc/app", after(minutesAfterNoon), 599, 1, OptionalDouble.empty(), OptionalDouble.empty(), 29,
                OptionalInt.of(0), 0, 20, OptionalInt.empty());
    }

    static PoolMinute minute(int minutesAfterNoon) {
        return minute(POOL, minutesAfterNoon, OptionalInt.of(minutesAfterNoon));
    }

    static PoolMinute minute(Instant minute, int samples) {
        OptionalDouble mean = OptionalDouble.of(0.5);
        OptionalDouble peak = OptionalDouble.of(0.9);
        return new PoolMinute(POOL, "jdbc/app", minute, samples, 0, mean, peak, 27, OptionalInt.of(0), 0, 20, OptionalInt.of(30));
    }

    static List<PoolMinute> hour() {
        return IntStream.range(0, 60).mapToObj(Minutes::minute).toList();
    }
}
