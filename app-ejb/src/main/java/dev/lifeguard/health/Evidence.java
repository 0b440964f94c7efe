package dev.lifeguard.health;

import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a pool is judged by, as it is known at one moment.
 *
 * @param nanos the moment, on a monotonic clock
 * @param reading how often it was tried to read the pool so far: the same number is the same reading
 * @param usage as it was read; absent if the pool is not built or could not be read
 * @param lost connections in use that the server itself has lost; absent if that is not known
 * @param trouble why the pool could not be read, for people; absent if it could
 * @param utilization time-weighted mean over the last minute, a ratio of max; absent if too little was measured, or without
 *     a max
 * @param reachability of the database
 * @param exhaustions so far; absent where borrows are not seen
 */
public record Evidence(
        long nanos,
        long reading,
        Optional<PoolUsage> usage,
        OptionalInt lost,
        Optional<String> trouble,
        OptionalDouble utilization,
        Reachability reachability,
        OptionalLong exhaustions) {

    public Evidence {
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(lost, "lost");
        Objects.requireNonNull(trouble, "trouble");
        Objects.requireNonNull(utilization, "utilization");
        Objects.requireNonNull(reachability, "reachability");
        Objects.requireNonNull(exhaustions, "exhaustions");
    }

    /** Whether nothing is idle, max is reached and somebody waits, at this reading. */
    boolean saturated() {
        return usage.map(PoolUsage::saturated).orElse(false);
    }

    /** How many exhaustions there were since then, 0 or more; 0 where that is not told of both. */
    long exhaustionsSince(OptionalLong before) {
        // A pool that was found anew counts from zero again.
        return exhaustions.isPresent() && before.isPresent() ? Math.max(0, exhaustions.getAsLong() - before.getAsLong()) : 0;
    }
}
