package dev.lifeguard.web.metrics;

import dev.lifeguard.statistics.Buckets;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.LongStream;

/**
 * An upper bound of a histogram's buckets. The same on every server and in every version, or histograms of several could not be added
 * up; and each the end of one of our finer buckets, so that the count below it is exact.
 *
 * @param endNanos where it ends, nanoseconds, excluded
 * @param seconds the longest duration that it holds, as written in the label {@code le}
 */
record Bound(long endNanos, String seconds) {

    private static final int NANOS_PER_MICRO = 1_000;
    private static final int PLACES_OF_NANOS = 9;

    /** From about 10 µs to about a minute, and close around the 10 ms that are aimed at. Ascending. */
    static final List<Bound> ALL = LongStream.of(
                    10, 20, 50, 100, 200, 500,
                    1_000, 2_000, 5_000, 7_500, 10_000, 12_500, 15_000, 20_000, 30_000, 50_000, 75_000,
                    100_000, 200_000, 300_000, 500_000, 750_000,
                    1_000_000, 2_000_000, 5_000_000, 10_000_000, 30_000_000, 60_000_000)
            .mapToObj(micros -> near(micros * NANOS_PER_MICRO))
            .toList();

    private static Bound near(long nanos) {
        int bucket = Buckets.index(nanos);
        long before = Buckets.startNanos(bucket);
        long after = Buckets.endNanos(bucket);
        long end = nanos - before < after - nanos ? before : after;
        String seconds = BigDecimal.valueOf(end - 1, PLACES_OF_NANOS).stripTrailingZeros().toPlainString();
        return new Bound(end, seconds);
    }
}
