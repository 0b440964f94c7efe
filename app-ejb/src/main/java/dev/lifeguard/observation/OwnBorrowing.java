package dev.lifeguard.observation;

import java.util.OptionalLong;

/** A borrow of Lifeguard's own in one of its threads, as the borrower timed it and as the tap saw it. */
final class OwnBorrowing {

    private static final long UNSEEN = -1;

    private long beginNanos;
    private long endNanos;
    private long seenNanos = UNSEEN;

    void begin() {
        beginNanos = System.nanoTime();
    }

    void end() {
        endNanos = System.nanoTime();
    }

    /** The tap saw it: this is how long it took. */
    void seen(long nanos) {
        seenNanos = nanos;
    }

    /** From asking to having, in nanoseconds. */
    long nanos() {
        return endNanos - beginNanos;
    }

    /** The same as the tap timed it; empty if it saw nothing. */
    OptionalLong seenNanos() {
        return seenNanos == UNSEEN ? OptionalLong.empty() : OptionalLong.of(seenNanos);
    }
}
