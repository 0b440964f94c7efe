package dev.lifeguard.statistics;

/**
 * Logarithmic buckets of durations, 1 µs (1,024 ns) to 10 min, each at most 1/18 (5.6 %) wide: every doubling is cut into 18 equal parts.
 * What is shorter is in the first bucket, what is longer in the last.
 */
public final class Buckets {

    private static final int PARTS = 18;
    private static final int SHORTEST_EXPONENT = 10;
    private static final long SHORTEST_NANOS = 1L << SHORTEST_EXPONENT;
    private static final long TEN_MINUTES = 600_000_000_000L;

    /** How many buckets there are. */
    public static final int COUNT = indexInside(TEN_MINUTES) + 2;

    private Buckets() {}

    /** The bucket that a duration falls in, from 0 to {@link #COUNT} − 1. */
    public static int index(long nanos) {
        if (nanos < SHORTEST_NANOS) {
            return 0;
        }
        return Math.min(COUNT - 1, indexInside(nanos));
    }

    private static int indexInside(long nanos) {
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        long part = ((nanos - (1L << exponent)) * PARTS) >>> exponent;
        return 1 + (exponent - SHORTEST_EXPONENT) * PARTS + (int) part;
    }

    /** Where a bucket begins, nanoseconds, included. */
    public static long startNanos(int bucket) {
        if (bucket == 0) {
            return 0;
        }
        int exponent = SHORTEST_EXPONENT + (bucket - 1) / PARTS;
        int part = (bucket - 1) % PARTS;
        // Rounded up: the least number that index() puts there.
        return (1L << exponent) + (((long) part << exponent) + PARTS - 1) / PARTS;
    }

    /** How wide the bucket of a duration is; for those in the last bucket as for the one before. */
    public static long widthNanos(long nanos) {
        int bucket = Math.min(index(nanos), COUNT - 2);
        return endNanos(bucket) - startNanos(bucket);
    }

    /** Where a bucket ends, nanoseconds, excluded; {@link Long#MAX_VALUE} for the last. */
    public static long endNanos(int bucket) {
        return bucket == COUNT - 1 ? Long.MAX_VALUE : startNanos(bucket + 1);
    }
}
