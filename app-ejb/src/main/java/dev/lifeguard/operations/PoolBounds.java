package dev.lifeguard.operations;

import dev.lifeguard.pool.PoolId;

/** Between which an operator may set the max of a pool, whatever its database allows. */
public interface PoolBounds {

    /** 1 to 10,000; 1 is no floor. */
    int floor(PoolId pool);

    /** 1 to 10,000; 10,000 is no ceiling. */
    int ceiling(PoolId pool);
}
