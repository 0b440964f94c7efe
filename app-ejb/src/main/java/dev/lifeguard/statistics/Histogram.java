package dev.lifeguard.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How often each duration occurred, in logarithmic buckets. Immutable; two merge without loss, whatever pool, window or server they are of.
 *
 * <p>See {@link Buckets} for the widths. A quantile is the upper end of the bucket that the duration of that rank fell in, but no more
 * than the largest duration: never below the true one, and above it by less than a bucket's width.
 */
public final class Histogram {

    private static final Histogram EMPTY = new Histogram(new long[0], 0, 0);

    /** By bucket; those above the array's end are 0. */
    private final long[] counts;
    private final long sumNanos;
    private final long maxNanos;
    private final long count;

    private Histogram(long[] counts, long sumNanos, long maxNanos) {
        this.counts = counts;
        this.sumNanos = sumNanos;
        this.maxNanos = maxNanos;
        this.count = Arrays.stream(counts).sum();
    }

    public static Histogram empty() {
        return EMPTY;
    }

    /** @param counts by bucket; taken over, not copied */
    static Histogram of(long[] counts, long sumNanos, long maxNanos) {
        return new Histogram(counts, sumNanos, maxNanos);
    }

    /** How many durations there are, 0 or more. */
    public long count() {
        return count;
    }

    /** The exact sum of all durations, nanoseconds. */
    public long sumNanos() {
        return sumNanos;
    }

    /** The longest duration, exactly; absent if there is none. */
    public OptionalLong maxNanos() {
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(maxNanos);
    }

    /** The arithmetic mean, exactly; absent if there is none. */
    public OptionalDouble meanNanos() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sumNanos / count);
    }

    /**
     * The duration that at least this share of all durations do not exceed.
     *
     * @param share above 0, up to 1
     * @return absent if there is no duration
     */
    public OptionalLong quantileNanos(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("A quantile is above 0 and up to 1, not " + share);
        }
        if (count == 0) {
            return OptionalLong.empty();
        }
        long rank = (long) Math.ceil(share * count);
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return OptionalLong.of(Math.min(Buckets.endNanos(bucket), maxNanos));
            }
        }
        return OptionalLong.of(maxNanos);
    }

    /** How many durations fell in the buckets below this end, exactly. @param endNanos the end of a bucket, as {@link Buckets#endNanos} gives it */
    public long countUpTo(long endNanos) {
        long seen = 0;
        for (int bucket = 0; bucket < counts.length && Buckets.endNanos(bucket) <= endNanos; bucket++) {
            seen += counts[bucket];
        }
        return seen;
    }

    public Histogram plus(Histogram other) {
        long[] sum = Arrays.copyOf(counts, Math.max(counts.length, other.counts.length));
        for (int bucket = 0; bucket < other.counts.length; bucket++) {
            sum[bucket] += other.counts[bucket];
        }
        return new Histogram(sum, sumNanos + other.sumNanos, Math.max(maxNanos, other.maxNanos));
    }
}
