package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.HistogramRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MinuteStepsTest {

    private static final PoolId POOL = PoolId.of("jdbc/app", "app");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void meansAreWeightedPeaksAreTheHighestAndTimesAreMerged() {
        PoolMinute full = minute(1, 600, 0, 0.9, 1.0, 30, OptionalInt.of(4), 500, OptionalInt.of(30),
                new PoolMinute.Borrows(100, times(1_000, 3_000_000), 0, times(5_000_000), 2, 1, OptionalDouble.of(27)));
        PoolMinute brief = minute(3, 200, 400, 0.1, 0.2, 4, OptionalInt.empty(), 0, OptionalInt.of(20),
                new PoolMinute.Borrows(10, times(20_000_000), 1, times(7_000_000), 0, 3, OptionalDouble.of(3)));
        List<PoolMinute> steps = steps(Duration.ofMinutes(5), full, brief);
        assertThat(steps).singleElement().satisfies(step -> {
            assertThat(step.minute()).isEqualTo(NOON);
            assertThat(step.samples()).isEqualTo(800);
            assertThat(step.gaps()).isEqualTo(400);
            assertThat(step.utilizationMean().orElseThrow()).isEqualTo((600 * 0.9 + 200 * 0.1) / 800, within(1e-9));
            assertThat(step.utilizationPeak()).hasValue(1.0);
            assertThat(step.inUsePeak()).isEqualTo(30);
            assertThat(step.waitingPeak()).hasValue(4);
            assertThat(step.saturatedMillis()).isEqualTo(500);
            assertThat(step.max()).as("what was in force last").hasValue(20);
            assertThat(step.borrows()).contains(new PoolMinute.Borrows(
                    110, times(1_000, 3_000_000, 20_000_000), 1, times(5_000_000, 7_000_000), 2, 4, OptionalDouble.of(21)));
        });
    }

    @Test
    void stepsBeginAtTheirMultiplesAndThoseWithoutAMinuteAreNotThere() {
        List<PoolMinute> steps = steps(Duration.ofMinutes(5), plain(4), plain(5), plain(9), plain(20));
        assertThat(steps).extracting(PoolMinute::minute)
                .containsExactly(NOON, NOON.plusSeconds(300), NOON.plusSeconds(1_200));
        assertThat(steps).extracting(PoolMinute::samples).containsExactly(600, 1_200, 600);
    }

    @Test
    void whatNoMinuteKnowsIsAbsent() {
        assertThat(steps(Duration.ofMinutes(5), plain(1), plain(2))).singleElement().satisfies(step -> {
            assertThat(step.utilizationMean()).isEmpty();
            assertThat(step.utilizationPeak()).isEmpty();
            assertThat(step.waitingPeak()).isEmpty();
            assertThat(step.borrows()).isEmpty();
        });
    }

    @Property
    void stepsOfAMinuteAreTheMinutes(@ForAll @Size(max = 50) List<@IntRange(min = 1, max = 600) Integer> samples) {
        List<PoolMinute> minutes = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            minutes.add(minute(i, samples.get(i), 0, 0.5, 0.75, 3, OptionalInt.of(i), i, OptionalInt.of(4),
                    new PoolMinute.Borrows(i, times(i + 1), 0, times(), 0, 0, OptionalDouble.of(2))));
        }
        assertThat(steps(Duration.ofMinutes(1), minutes.toArray(PoolMinute[]::new))).isEqualTo(minutes);
    }

    private static List<PoolMinute> steps(Duration step, PoolMinute... minutes) {
        MinuteSteps steps = new MinuteSteps(step);
        for (PoolMinute minute : minutes) {
            steps.add(minute);
        }
        return steps.end();
    }

    private static PoolMinute plain(int minutesAfterNoon) {
        return new PoolMinute(POOL, "jdbc/app", NOON.plusSeconds(60L * minutesAfterNoon), 600, 0, OptionalDouble.empty(), OptionalDouble.empty(), 3,
                OptionalInt.empty(), 0, 2, OptionalInt.empty(), Timing.OFF, Optional.empty());
    }

    private static PoolMinute minute(
            int minutesAfterNoon, int samples, int gaps, double mean, double peak, int inUsePeak, OptionalInt waitingPeak, int saturatedMillis,
            OptionalInt max, PoolMinute.Borrows borrows) {
        return new PoolMinute(
                POOL, "jdbc/app", NOON.plusSeconds(60L * minutesAfterNoon), samples, gaps, OptionalDouble.of(mean), OptionalDouble.of(peak),
                inUsePeak, waitingPeak, saturatedMillis, 2, max, Timing.EXACT, Optional.of(borrows));
    }

    private static Histogram times(long... nanos) {
        HistogramRecorder recorder = new HistogramRecorder();
        LongStream.of(nanos).forEach(recorder::record);
        return recorder.drain();
    }
}
