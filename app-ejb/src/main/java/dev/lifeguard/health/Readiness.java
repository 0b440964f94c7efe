package dev.lifeguard.health;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import java.util.Optional;

/** Whether a pool's state keeps the server from taking requests. */
public final class Readiness {

    /** Lifeguard's own store: without it only history waits. */
    private static final String OWN_POOL = "jdbc/lifeguard";

    private Readiness() {}

    /**
     * Whether the server is not ready because of this pool. One whose database has yet to give its first answer denies it too, unless it
     * has connections already: who starts beside a database that is away must not be ready for a moment.
     *
     * @param drained whether an operator has taken the pool out of service; that counts for every pool, as it was asked for
     * @param optional whether an operator said that the server is ready without this pool
     */
    public static boolean denied(
            Pool pool,
            Optional<PoolUsage> usage,
            Verdict verdict,
            Reachability.State reachability,
            boolean drained,
            boolean optional,
            ReadinessSettings settings) {
        boolean unheard = reachability == Reachability.State.PENDING && usage.map(PoolUsage::open).orElse(0) == 0;
        boolean away = verdict.databaseAway() || unheard;
        boolean full = settings.onSaturation() && verdict == Verdict.SATURATED;
        // Which pools an application refers to cannot be told: a look-up in code is in no descriptor. So all that could be are needed.
        boolean needed = switch (pool.source()) {
            case SERVER, APPLICATION -> !pool.goesBy(OWN_POOL);
            case BUILT_IN, ABANDONED -> false;
        };
        return drained || (away || full) && needed && !optional;
    }
}
