package dev.lifeguard.sizing;

import dev.lifeguard.statistics.Flow;
import java.util.Objects;
import java.util.Optional;

/**
 * A pool at one instant, as far as its size depends on it.
 *
 * @param nanos on a monotonic clock
 * @param max in force, 1 or more
 * @param inUse connections borrowed
 * @param waiting requests queued
 * @param flow what went through it since it is watched
 * @param frozen why its size is not to be touched now, half a sentence; absent if it may be
 */
public record Look(
        long nanos,
        int max,
        int inUse,
        int waiting,
        Flow flow,
        Optional<Frozen> frozen) {

    /** Why a pool's size is left alone. */
    public enum Frozen {
        UNREACHABLE("the database behind it does not answer"),
        DRAINED("it is drained"),
        PAUSED("somebody changed it by hand"),
        UNMEASURED("its borrows are not all seen");

        private final String because;

        Frozen(String because) {
            this.because = because;
        }

        String because() {
            return because;
        }
    }

    public Look {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(frozen, "frozen");
    }

    /** Whether the next request has to wait, or some do. */
    boolean isShort() {
        return waiting > 0 || inUse >= max;
    }
}
