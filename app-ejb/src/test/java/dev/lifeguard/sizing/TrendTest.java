package dev.lifeguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.statistics.Flow;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class TrendTest {

    private final UseHistory history = new UseHistory();
    private double inUseSeconds;

    @Test
    void tellsWhenAllAreInUseIfItGoesOn() {
        Trend trend = new Trend(12, 0.5);
        assertThat(trend.secondsUntil(20)).hasValue(16);
        assertThat(trend.secondsUntil(12)).as("they are already").hasValue(0);
        assertThat(trend.secondsUntil(2_000)).as("not within an hour").isEmpty();
        assertThat(new Trend(12, 0).secondsUntil(20)).isEmpty();
        assertThat(new Trend(12, -0.5).secondsUntil(20)).isEmpty();
    }

    @Test
    void aRampIsALine() {
        see(20, seconds -> 2 + 0.5 * seconds);

        Trend trend = history.trend().orElseThrow();
        assertThat(trend.perSecond()).isCloseTo(0.5, within(0.01));
        assertThat(trend.inUse()).isCloseTo(12, within(0.6));
        assertThat(trend.secondsUntil(22).orElseThrow()).isCloseTo(20, within(2.0));
    }

    @Test
    void whatIsOnlyChanceLeadsNowhere() {
        Random random = new Random(7);
        for (int second = 10; second <= 300; second++) {
            see(second, seconds -> 8 + random.nextGaussian());
        }
        assertThat(history.trend().orElseThrow().secondsUntil(50)).isEmpty();
    }

    @Test
    void tenSecondsHaveToBeSeen() {
        see(9.5, seconds -> 2 + seconds);
        assertThat(history.trend()).isEmpty();
        see(11, seconds -> 2 + seconds);
        assertThat(history.trend()).isPresent();
        history.forget();
        assertThat(history.trend()).isEmpty();
    }

    @Test
    void aStepIsForgottenAfterHalfAMinute() {
        see(40, seconds -> seconds < 5 ? 3 : 24);
        assertThat(history.trend().orElseThrow().perSecond()).isCloseTo(0, within(1e-3));
    }

    private double seconds;

    private void see(double until, DoubleUnaryOperator inUse) {
        while (seconds < until) {
            history.add((long) (seconds * 1e9), new Flow(0, 0, (long) (inUseSeconds * 1e9)));
            inUseSeconds += 0.1 * inUse.applyAsDouble(seconds);
            seconds += 0.1;
        }
    }
}
