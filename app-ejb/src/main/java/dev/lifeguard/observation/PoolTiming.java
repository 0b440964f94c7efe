package dev.lifeguard.observation;

import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;

/** Which timing an operator wants, pool by pool. */
public interface PoolTiming {

    /** The best that is wanted of this pool; where the server does not allow it, the next one down is taken. */
    Timing wanted(PoolId pool);
}
