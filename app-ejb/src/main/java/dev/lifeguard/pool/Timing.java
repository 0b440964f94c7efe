package dev.lifeguard.pool;

import java.util.Locale;

/** Where the times of a pool's borrows come from. */
public enum Timing {
    /** Every borrow and every return of every application is seen. */
    EXACT,
    /**
     * Lifeguard's own timed borrows alone are seen: a sample of what an application that came at that moment would have met. None is made
     * while at most one connection is left, so it understates a nearly full pool.
     */
    PROBED,
    /** None: percentiles are absent. */
    OFF;

    /** The word as it stands in answers and in the configuration: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
