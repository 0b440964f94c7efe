package dev.lifeguard.statistics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;

/** Which max was in force when. Of one thread. */
final class Limits {

    /** @param max empty from where nothing is known, inside it empty without a limit */
    private record Change(long nanos, Optional<OptionalInt> max) {}

    /**
     * How a span of time was watched.
     *
     * @param coveredNanos how much of it
     * @param limitedNanos how much of that had a max
     * @param nanosPerMax Σ Δt ÷ max over what had one
     */
    record Cover(long coveredNanos, long limitedNanos, double nanosPerMax) {}

    /** In order of time. The first is in force at the end of what was asked for. */
    private final Deque<Change> changes = new ArrayDeque<>();

    Limits(long nanos) {
        changes.add(new Change(nanos, Optional.empty()));
    }

    /** @param nanos not before that of the previous change */
    void change(long nanos, Optional<OptionalInt> max) {
        if (!changes.getLast().max().equals(max)) {
            changes.add(new Change(nanos, max));
        }
    }

    /** @param startNanos not before the end of what was asked for the last time */
    Cover cover(long startNanos, long endNanos) {
        long coveredNanos = 0;
        long limitedNanos = 0;
        double nanosPerMax = 0;
        long from = startNanos;
        while (from < endNanos) {
            Change inForce = changes.removeFirst();
            long until = changes.isEmpty() ? endNanos : Math.max(from, Math.min(endNanos, changes.getFirst().nanos()));
            if (inForce.max().isPresent()) {
                coveredNanos += until - from;
                if (inForce.max().get().isPresent()) {
                    limitedNanos += until - from;
                    nanosPerMax += (double) (until - from) / inForce.max().get().getAsInt();
                }
            }
            if (until == endNanos) {
                changes.addFirst(inForce);
            }
            from = until;
        }
        return new Cover(coveredNanos, limitedNanos, nanosPerMax);
    }
}
