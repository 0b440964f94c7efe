package dev.lifeguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BucketsTest {

    @Test
    void everyEdgeBelongsToTheBucketItOpens() {
        for (int bucket = 1; bucket < Buckets.COUNT; bucket++) {
            long start = Buckets.startNanos(bucket);
            assertThat(Buckets.index(start)).isEqualTo(bucket);
            assertThat(Buckets.index(start - 1)).isEqualTo(bucket - 1);
            assertThat(Buckets.endNanos(bucket - 1)).isEqualTo(start);
        }
    }

    @Test
    void allButTheFirstAndTheLastAreAtMostAnEighteenthWide() {
        for (int bucket = 1; bucket < Buckets.COUNT - 1; bucket++) {
            long start = Buckets.startNanos(bucket);
            // The edges are whole nanoseconds: a nanosecond's rounding is in the width.
            assertThat(Buckets.endNanos(bucket) - start).isBetween(1L, 1 + start / 18);
            assertThat((double) (Buckets.endNanos(bucket) - start) / start).isLessThan(0.06);
        }
    }

    @Test
    void reachesFromAMicrosecondToTenMinutes() {
        assertThat(Buckets.startNanos(1)).isEqualTo(1_024);
        assertThat(Buckets.index(TimeUnit.MINUTES.toNanos(10))).isEqualTo(Buckets.COUNT - 2);
        assertThat(Buckets.startNanos(Buckets.COUNT - 1)).isBetween(600_000_000_000L, 612_000_000_000L);
    }

    @Test
    void whatIsShorterIsInTheFirstAndWhatIsLongerInTheLast() {
        assertThat(Buckets.index(0)).isZero();
        assertThat(Buckets.index(1_023)).isZero();
        assertThat(Buckets.startNanos(0)).isZero();
        assertThat(Buckets.index(Long.MAX_VALUE)).isEqualTo(Buckets.COUNT - 1);
        assertThat(Buckets.endNanos(Buckets.COUNT - 1)).isEqualTo(Long.MAX_VALUE);
    }

    @Property
    void eachDurationLiesInItsBucket(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 1) long nanos) {
        int bucket = Buckets.index(nanos);
        assertThat(nanos).isBetween(Buckets.startNanos(bucket), Buckets.endNanos(bucket) - 1);
    }
}
