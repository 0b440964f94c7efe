package dev.lifeguard.statistics;

/** Adds up histograms and counts. Of one thread, and short-lived: 4 KB once there is anything. */
final class Tally {

    private long[] counts;
    private long sumNanos;
    private long maxNanos;

    void count(int bucket, long number) {
        if (counts == null) {
            counts = new long[Buckets.COUNT];
        }
        counts[bucket] += number;
    }

    void sum(long nanos) {
        sumNanos += nanos;
    }

    void atLeast(long nanos) {
        maxNanos = Math.max(maxNanos, nanos);
    }

    Histogram histogram() {
        return counts == null ? Histogram.empty() : Histogram.of(counts, sumNanos, maxNanos);
    }
}
