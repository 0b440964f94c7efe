package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.HistogramRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** With the seconds of a pool whose every borrow is seen; what is sampled is tried in {@link SamplerTest}. */
class MinuteCollectorTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final PoolUsage SAMPLE = new PoolUsage(3, 4, OptionalInt.of(1), 2, OptionalInt.of(20));

    private final MinuteCollector collector =
            new MinuteCollector(Pool.of("jdbc/app", List.of(), "app", Pool.Source.SERVER, Optional.empty()));

    @Test
    void theSecondsOfAMinuteAddUp() {
        collector.turn(NOON);
        collector.sampled(SAMPLE);
        collector.timedBy(Timing.EXACT);
        collector.borrowed(second(
                1_000, 10, histogram(5_000, 7_000), 0, histogram(100_000), Map.of(FailureKind.EXHAUSTED, 2L, FailureKind.OTHER, 1L), 2, 4));
        collector.borrowed(second(500, 1, histogram(20_000_000), 1, Histogram.empty(), Map.of(FailureKind.REFUSED, 3L), 5, 9));

        PoolMinute minute = collector.end().orElseThrow();
        assertThat(minute.timing()).isEqualTo(Timing.EXACT);
        assertThat(minute.borrows()).contains(new PoolMinute.Borrows(
                11, histogram(5_000, 7_000, 20_000_000), 1, histogram(100_000), 2, 4, OptionalDouble.of(3)));
        assertThat(minute.utilizationMean().orElseThrow()).as("weighted with what was watched").isEqualTo(0.15, within(1e-9));
        assertThat(minute.inUsePeak()).isEqualTo(9);
        assertThat(minute.utilizationPeak()).hasValue(0.45);
        assertThat(minute.waitingPeak()).hasValue(9);
    }

    @Test
    void theNextMinuteBeginsWithNothing() {
        collector.turn(NOON);
        collector.sampled(SAMPLE);
        collector.timedBy(Timing.EXACT);
        collector.borrowed(second(1_000, 10, histogram(5_000), 0, histogram(100_000), Map.of(), 2, 9));
        collector.turn(NOON.plusSeconds(60));
        collector.sampled(SAMPLE);

        assertThat(collector.end()).hasValueSatisfying(minute -> {
            assertThat(minute.borrows()).isEmpty();
            assertThat(minute.inUsePeak()).isEqualTo(3);
            assertThat(minute.timing()).isEqualTo(Timing.EXACT);
        });
    }

    @Test
    void aSecondThatNobodyWatchedIsNone() {
        collector.turn(NOON);
        collector.sampled(SAMPLE);
        collector.borrowed(BorrowFigures.none());

        assertThat(collector.end()).hasValueSatisfying(minute -> {
            assertThat(minute.borrows()).isEmpty();
            assertThat(minute.timing()).isEqualTo(Timing.OFF);
        });
    }

    private static BorrowFigures second(
            int coveredMillis,
            long requests,
            Histogram acquisition,
            long over10ms,
            Histogram hold,
            Map<FailureKind, Long> failures,
            double inUseMean,
            int peak) {
        return new BorrowFigures(
                Duration.ofMillis(coveredMillis), requests, acquisition, over10ms, Histogram.empty(), Histogram.empty(), hold, failures,
                OptionalDouble.of(inUseMean), OptionalDouble.of(inUseMean / 20), OptionalInt.of(peak), OptionalInt.of(peak));
    }

    private static Histogram histogram(long... nanos) {
        HistogramRecorder recorder = new HistogramRecorder();
        LongStream.of(nanos).forEach(recorder::record);
        return recorder.drain();
    }
}
