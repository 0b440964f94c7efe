package dev.lifeguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class HistogramTest {

    @Test
    void knowsNothingOfNoDuration() {
        Histogram none = Histogram.empty();
        assertThat(none.count()).isZero();
        assertThat(none.sumNanos()).isZero();
        assertThat(none.maxNanos()).isEmpty();
        assertThat(none.meanNanos()).isEmpty();
        assertThat(none.quantileNanos(0.5)).isEmpty();
        assertThat(none.countUpTo(Long.MAX_VALUE)).isZero();
        assertThat(none.plus(none)).isEqualTo(none);
    }

    @Test
    void aQuantileIsAboveZeroAndUpToOne() {
        for (double share : new double[] {0, -0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Histogram.empty().quantileNanos(share));
        }
    }

    @Test
    void theSeventhOfAHundredIsTheShareOfSevenHundredths() {
        long[] durations = new long[100];
        Arrays.setAll(durations, i -> i < 7 ? 2_000 : 1_000_000);
        long second = Buckets.endNanos(Buckets.index(2_000)) - 1;
        assertThat(of(durations).quantileNanos(0.07)).hasValue(second);
        assertThat(of(durations).quantileNanos(0.0701)).hasValue(1_000_000);
    }

    @Property
    void agreesWithASortedArray(
            @ForAll("durations") long[] durations, @ForAll @DoubleRange(min = 0, minIncluded = false, max = 1) double share) {
        Histogram histogram = of(durations);
        long[] sorted = durations.clone();
        Arrays.sort(sorted);
        assertThat(histogram.count()).isEqualTo(sorted.length);
        assertThat(histogram.sumNanos()).isEqualTo(Arrays.stream(sorted).sum());
        assertThat(histogram.maxNanos()).hasValue(sorted[sorted.length - 1]);
        assertThat(histogram.meanNanos()).hasValue((double) Arrays.stream(sorted).sum() / sorted.length);

        int rank = 1;
        while ((double) rank / sorted.length < share) {
            rank++;
        }
        long told = histogram.quantileNanos(share).getAsLong();
        assertThat(told).isGreaterThanOrEqualTo(sorted[rank - 1]);
        assertThat(Buckets.index(told)).isEqualTo(Buckets.index(sorted[rank - 1]));
    }

    @Property
    void countsUpToEachEdgeExactly(@ForAll("durations") long[] durations) {
        Histogram histogram = of(durations);
        for (int bucket = 0; bucket < Buckets.COUNT; bucket += 7) {
            long end = Buckets.endNanos(bucket);
            assertThat(histogram.countUpTo(end)).isEqualTo(Arrays.stream(durations).filter(duration -> duration < end).count());
        }
    }

    @Property(tries = 300)
    void mergingIsAsIfAllHadBeenRecordedInOne(
            @ForAll("durations") long[] some, @ForAll("durations") long[] more, @ForAll("durations") long[] yetMore) {
        Histogram a = of(some);
        Histogram b = of(more);
        Histogram c = of(yetMore);
        assertThat(a.plus(b)).isEqualTo(of(concat(some, more))).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
        assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
        assertThat(a.plus(Histogram.empty())).isEqualTo(a);
    }

    @Property
    void comesBackFromItsBytes(@ForAll("durations") long[] durations) {
        Histogram histogram = of(durations);
        byte[] bytes = histogram.toBytes();
        assertThat(Histogram.fromBytes(bytes)).isEqualTo(histogram);
        assertThat(bytes).hasSizeLessThan(24 + 4 * durations.length);
    }

    @Test
    void theFormThatIsKeptDoesNotChange() {
        assertThat(of(1_000, 2_000, 2_001).toBytes()).containsExactly(1, 0x89, 0x27, 0xd1, 0x0f, 2, 2 * 17 + 1, 4);
        assertThat(Histogram.fromBytes(Histogram.empty().toBytes())).isEqualTo(Histogram.empty());
    }

    @Test
    void refusesWhatIsNone() {
        assertRefused(bytes(), "begins with the version, 1, not with nothing");
        assertRefused(bytes(7, 0, 0), "begins with the version, 1, not with 7");
        assertRefused(bytes(1, 0x80), "end within a number, after 2");
        assertRefused(bytes(1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0), "ends at byte 11 is longer than 64 bits");
        assertRefused(bytes(1, 0, 0, 0xff, 0xff, 0x7f, 2), "There are 526 buckets, but one is numbered 526");
        assertRefused(bytes(1, 0, 0, 0), "Bucket 0 cannot hold 0");
        assertRefused(bytes(1, 5, 5), "sum of 5 ns and a largest of 5 ns do not go with 0 durations");
        assertRefused(bytes(1, 0x80, 0x10, 0x80, 0x10, 2), "do not go with 1 durations, the largest in bucket 0");
    }

    @Property(tries = 5_000)
    void ofAnyBytesItMakesAHistogramOrSaysWhatIsWrong(@ForAll byte[] any) {
        byte[] bytes = concat(new byte[] {1}, any);
        Histogram read;
        try {
            read = Histogram.fromBytes(bytes);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("[A-Z].{20,}");
            return;
        }
        assertThat(Histogram.fromBytes(read.toBytes())).isEqualTo(read);
    }

    @Provide
    Arbitrary<long[]> durations() {
        Arbitrary<Long> around = Arbitraries.longs().between(0, 5_000);
        Arbitrary<Long> anywhere = Arbitraries.longs().between(0, 700_000_000_000L);
        return Arbitraries.oneOf(List.of(around, anywhere)).array(long[].class).ofMinSize(1).ofMaxSize(200);
    }

    static Histogram of(long... durations) {
        HistogramRecorder recorder = new HistogramRecorder();
        Arrays.stream(durations).forEach(recorder::record);
        return recorder.drain();
    }

    private static void assertRefused(byte[] bytes, String why) {
        assertThatIllegalArgumentException().isThrownBy(() -> Histogram.fromBytes(bytes)).withMessageContaining(why);
    }

    private static byte[] bytes(int... numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return bytes;
    }

    private static long[] concat(long[] first, long[] second) {
        long[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
