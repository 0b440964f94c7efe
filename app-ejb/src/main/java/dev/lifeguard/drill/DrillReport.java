package dev.lifeguard.drill;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A drill, as far as it is.
 *
 * @param plan what it was to do
 * @param progress what became of it
 * @param startedAt when it began, by the server's clock
 * @param endedAt when its last request was done; absent while it runs
 */
public record DrillReport(DrillPlan plan, DrillProgress progress, Instant startedAt, Optional<Instant> endedAt) {

    public DrillReport {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(endedAt, "endedAt");
    }
}
