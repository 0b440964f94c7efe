package dev.lifeguard.drill;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request of a drill under way. Of the thread that sends it. */
final class Request {

    private static final long NOT_YET = Long.MIN_VALUE;

    private final long intendedNanos;
    private final long holdNanos;
    private final CountDownLatch cut;
    private long askedNanos = NOT_YET;
    private long hadNanos = NOT_YET;
    private boolean wasCut;

    /**
     * @param intendedNanos when it was to come, by {@link System#nanoTime}
     * @param cut open from when nothing is to be held any longer
     */
    Request(long intendedNanos, long holdNanos, CountDownLatch cut) {
        this.intendedNanos = intendedNanos;
        this.holdNanos = holdNanos;
        this.cut = cut;
    }

    void asking() {
        askedNanos = System.nanoTime();
    }

    void had() {
        hadNanos = System.nanoTime();
    }

    boolean hasConnection() {
        return hadNanos != NOT_YET;
    }

    boolean hasAsked() {
        return askedNanos != NOT_YET;
    }

    /** How much later than intended the pool was asked. */
    long latenessNanos() {
        return askedNanos - intendedNanos;
    }

    /** From when it was intended to having the connection: what a user waits, who does not know that the drill was late. */
    long acquisitionNanos() {
        return hadNanos - intendedNanos;
    }

    /** How much is left of the hold, 0 or more; 0 as soon as it is cut. */
    long leftNanos() {
        wasCut |= cut.getCount() == 0;
        return wasCut ? 0 : Math.max(0, hadNanos + holdNanos - System.nanoTime());
    }

    /** Returns when the hold is over, or cut. */
    void holdOn() {
        try {
            for (long left = leftNanos(); left > 0; left = leftNanos()) {
                cut.await(left, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            wasCut = true;
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it gave the connection back before its time. */
    boolean wasCut() {
        return wasCut;
    }
}
