package dev.lifeguard.validation;

/**
 * When a connection is too old: at its pool's maximum age, less up to 2.5 % of it, a part that is the connection's own.
 *
 * <p>Connections that were opened together would otherwise reach the limit together, and the pool would open all of them anew under the
 * hands of whoever borrows then. So each goes at
 *
 * <pre>limit = maximum × (1 − 0.025 × u),   0 ≤ u &lt; 1</pre>
 *
 * <p>where u is drawn from the connection's identity, its database process's number and start, by the finaliser of SplitMix64 [1], which
 * turns neighbouring numbers into ones spread evenly. Nothing is random: the same connection gets the same limit at each validation.
 * No connection is handed out above the maximum, and none is retired below 97.5 % of it. n connections opened at once go in a stretch of
 * 0.025 × maximum, on average one in every 0.025 × maximum ÷ n: 30 with an hour, one in every 3 s.
 *
 * <p>[1] G. L. Steele, D. Lea, C. H. Flood: Fast splittable pseudorandom number generators. OOPSLA 2014.
 */
final class Retirement {

    /** A maximum age that is never reached. */
    static final long NEVER = 0;

    /** The largest part of the maximum age by which a connection goes early, a ratio. */
    static final double JITTER = 0.025;

    private Retirement() {}

    /**
     * @param maxAgeSeconds 1 or more
     * @param processId the database process behind the connection
     * @param startedMicros when that process started, microseconds since 1970
     * @return the age above which this connection is retired, seconds, more than 97.5 % and at most 100 % of the maximum
     */
    static double limitSeconds(long maxAgeSeconds, int processId, long startedMicros) {
        return maxAgeSeconds * (1 - JITTER * share(processId, startedMicros));
    }

    /** Evenly spread over the connections, 0 or more and less than 1. */
    private static double share(int processId, long startedMicros) {
        long mixed = startedMicros + processId * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        mixed ^= mixed >>> 31;
        // The upper 53 bits: as many as a double holds.
        return (mixed >>> 11) * 0x1.0p-53;
    }
}
