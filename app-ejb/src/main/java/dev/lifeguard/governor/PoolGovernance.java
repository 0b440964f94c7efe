package dev.lifeguard.governor;

import dev.lifeguard.pool.PoolId;

/** What is to be done about which pool's size. */
public interface PoolGovernance {

    GovernorMode mode(PoolId pool);
}
