package dev.lifeguard.operations;

import dev.lifeguard.pool.PoolId;

/** What is to be done about which pool's size by configuration, as long as nobody orders something else. */
public interface PoolGovernance {

    GovernorMode mode(PoolId pool);
}
