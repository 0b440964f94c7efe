package dev.lifeguard.schema;

import java.util.Objects;
import java.util.Optional;

/**
 * How far a schema is.
 *
 * @param phase pending, ready or failed
 * @param failure why the last attempt failed, on one line; present exactly if {@code phase} is {@link Phase#FAILED}
 */
public record SchemaState(Phase phase, Optional<String> failure) {

    /** A schema is pending, then perhaps failed for a while, then ready for good. */
    public enum Phase {
        /** The first attempt has not ended. */
        PENDING,
        /** The last attempt failed, and the next is to come. */
        FAILED,
        /** The schema is up to date, and stays it. */
        READY
    }

    public SchemaState {
        Objects.requireNonNull(phase, "phase");
        if (failure.isPresent() != (phase == Phase.FAILED)) {
            throw new IllegalArgumentException("A failure is told exactly in phase FAILED, not in " + phase);
        }
    }

    /** Before the first attempt has ended. */
    public static SchemaState pending() {
        return new SchemaState(Phase.PENDING, Optional.empty());
    }

    static SchemaState ready() {
        return new SchemaState(Phase.READY, Optional.empty());
    }

    static SchemaState failed(String why) {
        return new SchemaState(Phase.FAILED, Optional.of(why));
    }

    /** Whether the first attempt has ended, well or not. */
    public boolean attempted() {
        return phase != Phase.PENDING;
    }

    /** Why nothing can be read or written yet: the failure, or that the first attempt has not ended. Nothing to say once ready. */
    public String whyNotReady() {
        return failure.orElse(attempted() ? "" : "the first attempt has not ended");
    }

    public boolean isReady() {
        return phase == Phase.READY;
    }
}
