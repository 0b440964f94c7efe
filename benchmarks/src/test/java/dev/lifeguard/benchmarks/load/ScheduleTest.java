package dev.lifeguard.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {

    @ParameterizedTest
    @EnumSource
    void comesAsOftenAsTheTraceSaysAndHoldsTwentyMillisecondsInTheMean(Trace trace) {
        Schedule schedule = Schedule.of(trace, trace.seconds(), 1);
        double expected = 0;
        for (double at = 0.005; at < trace.seconds(); at += 0.01) {
            expected += 0.01 * trace.rate(at);
        }
        assertThat((double) schedule.size()).isCloseTo(expected, within(4 * Math.sqrt(expected)));
        assertThat(schedule.arrivalNanos()).isSorted();
        assertThat(Arrays.stream(schedule.holdNanos()).average().orElseThrow() / 1e6).isCloseTo(20, within(2.0));
    }

    @Test
    void theSameSeedGivesTheSameRequests() {
        Schedule one = Schedule.of(Trace.SPIKE, 60, 3);
        Schedule other = Schedule.of(Trace.SPIKE, 60, 3);
        assertThat(one.arrivalNanos()).isEqualTo(other.arrivalNanos());
        assertThat(one.holdNanos()).isEqualTo(other.holdNanos());
        assertThat(Schedule.of(Trace.SPIKE, 60, 4).arrivalNanos()).isNotEqualTo(one.arrivalNanos());
    }

    @Test
    void aShorterPlayHasTheSameRatesAndItsChangesEarlier() {
        Schedule schedule = Schedule.of(Trace.STEP, 14, 1);
        assertThat(schedule.changes()).containsExactly(4, 10);
        long atTheTop = Arrays.stream(schedule.arrivalNanos()).filter(at -> at >= 4e9 && at < 10e9).count();
        assertThat(atTheTop / 6.0).isCloseTo(1_200, within(60.0));
    }

    @Test
    void aBeginningStandsStill() {
        Schedule schedule = Schedule.beginning(Trace.SLOW_DATABASE, 60, 1);
        assertThat(schedule.changes()).isEmpty();
        assertThat(schedule.slowness(50_000_000_000L, 12)).isEqualTo(1);
        assertThat(Schedule.of(Trace.SLOW_DATABASE, 60, 1).slowness(50_000_000_000L, 12)).isEqualTo(3);
    }

    @Test
    void refusesATimeThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.of(Trace.STEP, 0, 1)).withMessageContaining("not in 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Trace.of("stairs")).withMessageContaining("slow-database");
    }
}
