package dev.lifeguard.observation;

import dev.lifeguard.pool.PoolId;
import java.util.List;

/** Told of all pools after each look for new ones, from the sampler's thread: returns at once, waits for nothing. */
public interface ObservationListener {

    void observed(List<PoolObservation> pools);

    /** A request ended without a connection because the pool stayed full, after a minute or more in which none had. Within a second of it. */
    default void exhausted(PoolId pool) {
        // Of no interest to most.
    }
}
