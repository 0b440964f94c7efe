package dev.lifeguard.observation;

import java.util.List;

/** Told of all pools after each look for new ones, from the sampler's thread: returns at once, waits for nothing. */
public interface ObservationListener {

    void observed(List<PoolObservation> pools);
}
