package dev.lifeguard.warden;

import dev.lifeguard.observation.PoolQueue;
import dev.lifeguard.pool.PoolId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** What the warden knows of a pool, all of it from memory. */
interface Sight {

    /** Empty while the server has not built the pool. */
    Optional<PoolQueue> queue(PoolId pool);

    /** Connections that were had from it until now; absent where that is not seen. */
    OptionalLong acquisitions(PoolId pool);

    /** The most in use over the last so much time; absent where that is not seen. */
    OptionalInt peak(PoolId pool, Duration length);

    /** Those that the server has lost for good. */
    Set<Long> lost(PoolId pool);

    /** Whether it is drained, or being drained. */
    boolean drained(PoolId pool);

    /** Whether somebody ordered it to be warm. */
    boolean warmOrdered(PoolId pool);

    /** How long a connection may be idle, as in force; absent for ever, and where it is not told. */
    Optional<Duration> idleTimeout(PoolId pool);
}
