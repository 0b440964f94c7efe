package dev.lifeguard.server;

import java.util.concurrent.TimeUnit;

/**
 * How far apart the connections are closed that a shrink makes too many: each session that ends costs the database's machine a process, and
 * many at once would hold up whoever borrows meanwhile. For one thread at a time.
 */
public final class ClosingPace {

    private static final long LONGEST_BETWEEN = TimeUnit.MILLISECONDS.toNanos(40);
    private static final long CLOSED_WITHIN = TimeUnit.MILLISECONDS.toNanos(700);

    private long closeBy;

    /** More are to be closed: all that are left, within 0.7 s from here. @param nanos now, of {@link System#nanoTime()} */
    public void more(long nanos) {
        closeBy = nanos + CLOSED_WITHIN;
    }

    /**
     * Nanoseconds from one closing to the next, at most 40 ms; 0 or less if they are late.
     *
     * @param nanos now
     * @param left how many are to be closed yet, 1 or more
     */
    public long between(long nanos, int left) {
        return Math.min(LONGEST_BETWEEN, (closeBy - nanos) / left);
    }
}
