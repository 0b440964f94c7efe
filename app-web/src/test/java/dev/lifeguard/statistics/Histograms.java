package dev.lifeguard.statistics;

import java.util.Arrays;

/** Histograms of known durations. */
public final class Histograms {

    private Histograms() {}

    /** @param nanos one for each duration, 0 or more */
    public static Histogram of(long... nanos) {
        long[] counts = new long[Buckets.COUNT];
        Arrays.stream(nanos).forEach(each -> counts[Buckets.index(each)]++);
        return Histogram.of(counts, Arrays.stream(nanos).sum(), Arrays.stream(nanos).max().orElse(0));
    }
}
