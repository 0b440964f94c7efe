package dev.lifeguard.health;

import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** How a pool is, in a word. */
public enum Verdict {
    /** The database answers and the pool has room. */
    HEALTHY,
    /** More of the pool is in use than aimed at; nobody has to wait yet. */
    BUSY,
    /** Nothing is idle, max is reached and somebody waits: the pool's trouble. */
    SATURATED,
    /** The database cannot be reached, or refuses: not the pool's trouble. */
    UNREACHABLE,
    /** The database answers that it is starting up, shutting down or read-only for now. */
    RECOVERING,
    /** Too little was measured, or nobody asked the database. */
    UNKNOWN;

    /** Upper edge of the band of utilisation that is aimed at, a ratio of max. */
    public static final double BUSY_ABOVE = 0.80;

    /**
     * Judges a pool. The database's trouble comes first: behind a database that is away every pool fills up sooner or later, and
     * whoever reads "saturated" would look in the wrong place.
     *
     * @param usage a present reading; absent if the pool is not built or could not be read
     * @param utilization over the last minute, a ratio of max; absent if nothing was measured, or without a max
     */
    public static Verdict of(Optional<PoolUsage> usage, OptionalDouble utilization, Reachability.State reachability) {
        return switch (reachability) {
            case UNREACHABLE, REFUSED -> UNREACHABLE;
            case RECOVERING -> RECOVERING;
            case REACHABLE, PENDING, UNKNOWN -> ofReading(usage, utilization, reachability);
        };
    }

    private static Verdict ofReading(Optional<PoolUsage> usage, OptionalDouble utilization, Reachability.State reachability) {
        if (usage.isEmpty()) {
            return UNKNOWN;
        }
        if (usage.get().saturated()) {
            return SATURATED;
        }
        OptionalDouble inUse = utilization.isPresent() ? utilization : usage.get().utilization();
        if (inUse.isPresent() && inUse.getAsDouble() > BUSY_ABOVE) {
            return BUSY;
        }
        return reachability == Reachability.State.REACHABLE ? HEALTHY : UNKNOWN;
    }

    /** The word as it stands in answers: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a borrow from this pool can be expected to fail for the database's sake. */
    public boolean databaseAway() {
        return this == UNREACHABLE || this == RECOVERING;
    }
}
