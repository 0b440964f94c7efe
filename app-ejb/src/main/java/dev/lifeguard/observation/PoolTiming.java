package dev.lifeguard.observation;

import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;

/** Which timing an operator wants, pool by pool. */
public interface PoolTiming {

    /** The best that is wanted of this pool; where the server does not allow it, the next one down is taken. */
    Timing wanted(PoolId pool);

    /** Why nothing better is wanted of this pool, a sentence for people. */
    default String reason(PoolId pool) {
        return "It is set to " + wanted(pool).word();
    }
}
