package dev.lifeguard.governor;

import dev.lifeguard.sizing.Advice;
import dev.lifeguard.sizing.Bounds;
import dev.lifeguard.sizing.Demand;
import dev.lifeguard.sizing.Prediction;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the size that a pool should have.
 *
 * @param mode what is done about it
 * @param bounds between which it is sought
 * @param advice absent where the mode is {@code OFF}
 */
public record Counsel(GovernorMode mode, Bounds bounds, Optional<Advice> advice) {

    /** What is asked of the pool, over the time that it has been steady; absent where nothing is, or where it is not seen. */
    public Optional<Demand> demand() {
        return advice.flatMap(given -> given.evidence().demand());
    }

    /** What a pool of every size within the bounds would do with this demand; empty without one. */
    public List<Prediction> predictions() {
        return demand().map(asked -> Prediction.all(asked, bounds)).orElse(List.of());
    }
}
