package dev.lifeguard.diagnosis;

import dev.lifeguard.observation.PoolObservation;
import jakarta.json.JsonValue;

/** Adds to a snapshot what is known of the pool elsewhere, such as its verdict or its series. From memory: it waits for nothing. */
public interface SnapshotPart {

    /** The key that it stands under; unlike those of the snapshot itself. */
    String name();

    JsonValue of(PoolObservation seen);
}
