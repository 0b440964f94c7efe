package dev.lifeguard.statistics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts durations from many threads, without a lock, until one thread drains them. A recording is two atomic additions, and a third where
 * it is the longest so far. The buckets come in pages of 32, each made when the first of them is needed: 300 bytes while nothing was
 * recorded, at most 3 KB, usually 1 KB; nothing is allocated once a page is there.
 *
 * <p>A recording adds to the sum, then to the bucket; a drain takes the buckets, then the sum. So each recording is in exactly one drain,
 * and the drains together have the exact count, sum and maximum. While recordings and a drain overlap, the sum may have what is counted in
 * the next drain, and the maximum may be told as the beginning of its bucket.
 */
public final class HistogramRecorder {

    private static final int PAGE_BITS = 5;
    private static final int PAGE_LENGTH = 1 << PAGE_BITS;
    private static final VarHandle PAGES = MethodHandles.arrayElementVarHandle(int[][].class);
    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(int[].class);

    private final int[][] pages = new int[(Buckets.COUNT + PAGE_LENGTH - 1) / PAGE_LENGTH][];
    private final AtomicLong sumNanos = new AtomicLong();
    private final AtomicLong maxNanos = new AtomicLong();

    /** The draining thread's own: the longest of those that are summed and not counted yet, if it is in a bucket of its own. */
    private long uncountedMaxNanos;

    /** @param nanos what is below 0 counts as 0 */
    public void record(long nanos) {
        long duration = Math.max(0, nanos);
        sumNanos.getAndAdd(duration);
        if (duration > maxNanos.get()) {
            maxNanos.accumulateAndGet(duration, Math::max);
        }
        int bucket = Buckets.index(duration);
        int[] page = (int[]) PAGES.getAcquire(pages, bucket >>> PAGE_BITS);
        if (page == null) {
            page = makePage(bucket >>> PAGE_BITS);
        }
        COUNTS.getAndAdd(page, bucket & (PAGE_LENGTH - 1), 1);
    }

    private int[] makePage(int index) {
        int[] made = new int[PAGE_LENGTH];
        int[] other = (int[]) PAGES.compareAndExchange(pages, index, (int[]) null, made);
        return other == null ? made : other;
    }

    /** What was recorded since the last drain, fewer than 2³² in each bucket. By one thread at a time. */
    public Histogram drain() {
        Tally tally = new Tally();
        drainTo(tally);
        return tally.histogram();
    }

    void drainTo(Tally tally) {
        int longest = -1;
        for (int index = 0; index < pages.length; index++) {
            int[] page = (int[]) PAGES.getAcquire(pages, index);
            for (int i = 0; page != null && i < PAGE_LENGTH; i++) {
                if ((int) COUNTS.getAcquire(page, i) != 0) {
                    longest = (index << PAGE_BITS) + i;
                    tally.count(longest, Integer.toUnsignedLong((int) COUNTS.getAndSet(page, i, 0)));
                }
            }
        }
        if (longest < 0) {
            return;
        }
        tally.sum(sumNanos.getAndSet(0));
        long max = Math.max(uncountedMaxNanos, maxNanos.getAndSet(0));
        int bucket = Buckets.index(max);
        tally.atLeast(bucket == longest ? max : Buckets.startNanos(longest));
        uncountedMaxNanos = bucket > longest ? max : 0;
    }
}
