package dev.lifeguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantileIntervalTest {

    private static final double MEAN_NANOS = 2_000_000;

    /** Of 1,000 samples of an exponential distribution; three standard deviations of that count are allowed for. */
    @ParameterizedTest
    @CsvSource({"0.50, 0.99, 500", "0.95, 0.99, 500", "0.50, 0.90, 500", "0.95, 0.90, 2000", "0.99, 0.99, 2000"})
    void hasTheTrueQuantileInItAsOftenAsItSays(double share, double confidence, int size) {
        Random random = new Random(42);
        double truth = -MEAN_NANOS * Math.log(1 - share);
        int samples = 1_000;
        int right = 0;
        for (int i = 0; i < samples; i++) {
            HistogramRecorder sample = new HistogramRecorder();
            for (int j = 0; j < size; j++) {
                sample.record((long) (-MEAN_NANOS * Math.log(1 - random.nextDouble())));
            }
            QuantileInterval interval = QuantileInterval.of(sample.drain(), share, confidence);
            right += interval.lowNanos() <= truth && truth <= interval.highNanos() ? 1 : 0;
        }
        double deviation = Math.sqrt(samples * confidence * (1 - confidence));
        assertThat(right).isGreaterThanOrEqualTo((int) (samples * confidence - 3 * deviation));
    }

    /** z = 2.5758 for 99 %: of 10,000, the ranks of the median are 5,000 ± 128.8 rounded outwards. */
    @Test
    void itsEndsAreDurationsOfTheSample() {
        long[] durations = LongStream.rangeClosed(1, 10_000).map(i -> i * 1_000_000).toArray();
        QuantileInterval interval = QuantileInterval.of(HistogramTest.of(durations), 0.5, 0.99);
        assertThat(interval.lowNanos()).isEqualTo(Buckets.startNanos(Buckets.index(4_871_000_000L)));
        assertThat(interval.highNanos()).isEqualTo(Buckets.endNanos(Buckets.index(5_130_000_000L)));
    }

    @Test
    void isNarrowerWhereTheSampleIsLarger() {
        long[] few = new Random(1).longs(100, 0, 1_000_000_000).toArray();
        long[] many = new Random(1).longs(20_000, 0, 1_000_000_000).toArray();
        assertThat(width(QuantileInterval.of(HistogramTest.of(many), 0.5, 0.99)))
                .isLessThan(width(QuantileInterval.of(HistogramTest.of(few), 0.5, 0.99)) / 2);
    }

    @Test
    void aSampleThatIsTooSmallTellsNothing() {
        QuantileInterval interval = QuantileInterval.of(HistogramTest.of(5_000_000), 0.5, 0.99);
        assertThat(interval).isEqualTo(new QuantileInterval(0, Long.MAX_VALUE));
        assertThat(QuantileInterval.of(Histogram.empty(), 0.5, 0.99)).isEqualTo(interval);
    }

    @Test
    void twoOverlapIfTheyShareADuration() {
        QuantileInterval middle = new QuantileInterval(10, 20);
        assertThat(Arrays.asList(new QuantileInterval(0, 10), new QuantileInterval(20, 30), new QuantileInterval(12, 13), middle))
                .allMatch(other -> middle.overlaps(other) && other.overlaps(middle));
        assertThat(middle.overlaps(new QuantileInterval(21, 30))).isFalse();
        assertThat(new QuantileInterval(21, 30).overlaps(middle)).isFalse();
    }

    @Test
    void refusesWhatIsNoShare() {
        Histogram sample = HistogramTest.of(1);
        assertThatIllegalArgumentException().isThrownBy(() -> QuantileInterval.of(sample, 1, 0.99)).withMessageContaining("share");
        assertThatIllegalArgumentException().isThrownBy(() -> QuantileInterval.of(sample, 0.5, 0)).withMessageContaining("confidence");
    }

    private static long width(QuantileInterval interval) {
        return interval.highNanos() - interval.lowNanos();
    }
}
