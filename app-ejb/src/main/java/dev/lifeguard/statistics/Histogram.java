package dev.lifeguard.statistics;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How often each duration occurred, in logarithmic buckets. Immutable and small, two bytes or so for each bucket that has any; two merge
 * without loss, whatever pool, window or server they are of.
 *
 * <p>See {@link Buckets} for the widths. A quantile is the last nanosecond of the bucket that the duration of that rank fell in, but no
 * more than the largest duration: never below the true one, in the same bucket, and so above it by less than 1/18.
 */
public final class Histogram {

    private static final Histogram EMPTY = new Histogram(new byte[0], 0, 0, 0);
    private static final byte VERSION = 1;

    /** Bucket by bucket from the first: twice the number of durations in it, or twice the number of empty buckets in a row plus one. */
    private final byte[] runs;
    private final long count;
    private final long sumNanos;
    private final long maxNanos;

    private Histogram(byte[] runs, long count, long sumNanos, long maxNanos) {
        this.runs = runs;
        this.count = count;
        this.sumNanos = sumNanos;
        this.maxNanos = maxNanos;
    }

    public static Histogram empty() {
        return EMPTY;
    }

    /**
     * @param counts by bucket; not kept
     * @param maxNanos falls in the last bucket that has any, 0 if none has
     */
    static Histogram of(long[] counts, long sumNanos, long maxNanos) {
        Varints.Writer runs = new Varints.Writer();
        long count = 0;
        long empty = 0;
        for (long inBucket : counts) {
            if (inBucket == 0) {
                empty++;
                continue;
            }
            if (empty > 0) {
                runs.write(2 * empty + 1);
                empty = 0;
            }
            runs.write(2 * inBucket);
            count += inBucket;
        }
        return count == 0 ? EMPTY : new Histogram(runs.toBytes(), count, sumNanos, maxNanos);
    }

    /**
     * Reads what {@link #toBytes} gave, of this version or an earlier one.
     *
     * @throws IllegalArgumentException if it is not that; its message says what is wrong
     */
    public static Histogram fromBytes(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new IllegalArgumentException(
                    "A histogram begins with the version, " + VERSION + ", not with " + (bytes.length == 0 ? "nothing" : bytes[0]));
        }
        Varints.Reader head = new Varints.Reader(bytes, 1);
        long sumNanos = head.read();
        long maxNanos = head.read();
        long[] counts = new long[Buckets.COUNT];
        long count = 0;
        int last = 0;
        Walk walk = new Walk(bytes, head.position());
        while (walk.next()) {
            if (walk.bucket >= Buckets.COUNT) {
                throw new IllegalArgumentException("There are " + Buckets.COUNT + " buckets, but one is numbered " + walk.bucket);
            }
            if (walk.count < 1 || walk.count > Long.MAX_VALUE - count) {
                throw new IllegalArgumentException("Bucket " + walk.bucket + " cannot hold " + walk.count);
            }
            counts[walk.bucket] = walk.count;
            count += walk.count;
            last = walk.bucket;
        }
        boolean fits = count == 0 ? sumNanos == 0 && maxNanos == 0 : sumNanos >= 0 && maxNanos >= 0 && Buckets.index(maxNanos) == last;
        if (!fits) {
            throw new IllegalArgumentException("A sum of " + sumNanos + " ns and a largest of " + maxNanos + " ns do not go with "
                    + count + " durations, the largest in bucket " + last);
        }
        return of(counts, sumNanos, maxNanos);
    }

    /** In a compact form that can be kept: about two bytes for each bucket that has any, and up to twenty more. */
    public byte[] toBytes() {
        Varints.Writer bytes = new Varints.Writer();
        bytes.write(VERSION);
        bytes.write(sumNanos);
        bytes.write(maxNanos);
        bytes.write(runs);
        return bytes.toBytes();
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
        // 0.07 × 100 is a little more than 7.
        if ((double) (rank - 1) / count >= share) {
            rank--;
        }
        return OptionalLong.of(Math.min(Buckets.endNanos(bucketOf(rank)) - 1, maxNanos));
    }

    /** The bucket of the duration of this rank, from 1 for the shortest to {@link #count}. */
    int bucketOf(long rank) {
        long seen = 0;
        Walk walk = new Walk(runs, 0);
        while (seen < rank && walk.next()) {
            seen += walk.count;
        }
        return walk.bucket;
    }

    /**
     * How many durations fell in the buckets below this end, exactly.
     *
     * @param endNanos the end of a bucket, as {@link Buckets#endNanos} gives it
     */
    public long countUpTo(long endNanos) {
        long seen = 0;
        Walk walk = new Walk(runs, 0);
        while (walk.next() && Buckets.endNanos(walk.bucket) <= endNanos) {
            seen += walk.count;
        }
        return seen;
    }

    public Histogram plus(Histogram other) {
        return sum(List.of(this, other));
    }

    static Histogram sum(Collection<Histogram> histograms) {
        List<Histogram> some = histograms.stream().filter(any -> any.count > 0).toList();
        if (some.size() < 2) {
            return some.isEmpty() ? EMPTY : some.get(0);
        }
        Tally tally = new Tally();
        some.forEach(any -> any.addTo(tally));
        return tally.histogram();
    }

    private void addTo(Tally tally) {
        Walk walk = new Walk(runs, 0);
        while (walk.next()) {
            tally.count(walk.bucket, walk.count);
        }
        tally.sum(sumNanos);
        tally.atLeast(maxNanos);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that
                && sumNanos == that.sumNanos
                && maxNanos == that.maxNanos
                && Arrays.equals(runs, that.runs);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(runs) + Long.hashCode(sumNanos);
    }

    @Override
    public String toString() {
        return count + " durations, " + sumNanos + " ns in sum, the longest " + maxNanos + " ns";
    }

    /** From one bucket that has any to the next. */
    private static final class Walk {

        private final Varints.Reader runs;
        private int following;
        private int bucket;
        private long count;

        Walk(byte[] bytes, int position) {
            runs = new Varints.Reader(bytes, position);
        }

        boolean next() {
            while (runs.more()) {
                long run = runs.read();
                boolean empty = (run & 1) == 1;
                if (!empty) {
                    bucket = following++;
                    count = run >>> 1;
                    return true;
                }
                // Not beyond the end, lest a corrupt number comes round to a small one again.
                following = (int) Math.min(following + (run >>> 1), Buckets.COUNT);
            }
            return false;
        }
    }
}
