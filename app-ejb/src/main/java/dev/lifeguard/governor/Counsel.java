package dev.lifeguard.governor;

import dev.lifeguard.operations.GovernorMode;
import dev.lifeguard.sizing.Advice;
import dev.lifeguard.sizing.Bounds;
import dev.lifeguard.sizing.Demand;
import dev.lifeguard.sizing.Prediction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of the size that a pool should have.
 *
 * @param mode what is done about it
 * @param configured what would be done if nobody had ordered anything else
 * @param bounds between which it is sought
 * @param advice absent where the mode is {@code OFF}, and where the pool has no max or is not built
 * @param pausedUntil until when it is left alone because somebody has changed the pool's settings; absent if it is not
 * @param trouble why the pool is not given the size that it should have, a sentence; absent where it is, or where nobody asked for that
 */
public record Counsel(
        GovernorMode mode,
        GovernorMode configured,
        Bounds bounds,
        Optional<Advice> advice,
        Optional<Instant> pausedUntil,
        Optional<String> trouble) {

    /** What is asked of the pool, over the time that it has been steady; absent where nothing is, or where it is not seen. */
    public Optional<Demand> demand() {
        return advice.flatMap(given -> given.evidence().demand());
    }

    /** What a pool of every size within the bounds would do with this demand; empty without one. */
    public List<Prediction> predictions() {
        return demand().map(asked -> Prediction.all(asked, bounds)).orElse(List.of());
    }

    /**
     * When all connections are in use if it goes on like in the last half a minute, seconds: those of max, or of the ceiling where max is
     * raised as it has to be. Absent where that does not come, or not within an hour.
     */
    public OptionalDouble exhaustionSeconds() {
        boolean grows = mode == GovernorMode.GOVERN && pausedUntil.isEmpty();
        return advice.map(Advice::evidence)
                .flatMap(evidence -> evidence.trend()
                        .map(trend -> trend.secondsUntil(grows ? Math.max(evidence.max(), bounds.ceiling()) : evidence.max())))
                .orElse(OptionalDouble.empty());
    }
}
