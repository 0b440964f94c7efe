package dev.lifeguard.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DrillPlanTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0.05|1|PT0.02S|PT1M|baseRate is 0.05; it must be from 0.1 to 2000",
        "NaN|1|PT0.02S|PT1M|baseRate is NaN; it must be from 0.1 to 2000",
        "10|5|PT0.02S|PT1M|peakRate is 5; it must be from 10 to 2000",
        "10|2001|PT0.02S|PT1M|peakRate is 2001; it must be from 10 to 2000",
        "10|20|PT0S|PT1M|holdSeconds is 0; it must be from 0.0001 to 10",
        "10|20|PT11S|PT1M|holdSeconds is 11; it must be from 0.0001 to 10",
        "10|20|PT0.02S|PT0.5S|durationSeconds is 0.5; it must be from 1 to 3600",
        "10|20|PT0.02S|PT61M|durationSeconds is 3660; it must be from 1 to 3600",
        "10|50|PT5S|PT1M|The load is 250 connections, rate × holdSeconds; it must be at most 200, the threads of a drill"
    })
    void whatIsOutOfRangeIsRefusedByName(double base, double peak, Duration hold, Duration duration, String why) {
        assertThatThrownBy(() -> plan(Profile.RAMP, base, peak, hold, duration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    @Test
    void aSteadyDrillHasNoOtherPeak() {
        DrillPlan plan = plan(Profile.STEADY, 10, 1_000, Duration.ofMillis(20), Duration.ofMinutes(1));

        assertThat(plan.peakRate()).isEqualTo(10);
        assertThat(plan.offered()).isCloseTo(600, within(1e-9));
        assertThat(plan.load()).isCloseTo(0.2, within(1e-9));
        assertThat(plan.peakLoad()).isEqualTo(plan.load());
    }

    @Test
    void loadIsRateTimesHold() {
        DrillPlan plan = plan(Profile.STEP, 150, 1_200, Duration.ofMillis(20), Duration.ofSeconds(30));

        assertThat(plan.load()).isCloseTo(3, within(1e-9));
        assertThat(plan.peakLoad()).isCloseTo(24, within(1e-9));
        assertThat(plan.offered()).isCloseTo(10 * 150 + 10 * 1_200 + 10 * 150, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(value = DrillSettings.Start.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatBeginsByItselfIsGentle(DrillSettings.Start start) {
        DrillPlan plan = GentleDrill.plan(start.profile().orElseThrow());

        assertThat(plan.load()).isCloseTo(0.5, within(1e-9));
        assertThat(plan.peakLoad()).isLessThanOrEqualTo(5 + 1e-9);
    }

    private static DrillPlan plan(Profile profile, double base, double peak, Duration hold, Duration duration) {
        return new DrillPlan(Arrivals.POISSON, profile, base, peak, Hold.EXPONENTIAL, hold, DrillMode.SLEEP, duration, 1);
    }
}
