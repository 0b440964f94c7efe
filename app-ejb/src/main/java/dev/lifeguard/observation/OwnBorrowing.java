package dev.lifeguard.observation;

/** A borrow of Lifeguard's own that is under way in one of its threads, as the tap sees it. */
final class OwnBorrowing {

    private static final long UNSEEN = -1;

    private long acquisitionNanos = UNSEEN;

    void acquired(long nanos) {
        acquisitionNanos = nanos;
    }

    /** From asking to having, as the tap timed it; −1 if it saw nothing. */
    long acquisitionNanos() {
        return acquisitionNanos;
    }
}
