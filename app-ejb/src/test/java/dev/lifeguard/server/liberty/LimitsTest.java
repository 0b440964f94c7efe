package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Limits LIMITS = new Limits(2, 10, 30, 300, 3600, 15);

    @Test
    void areToldInOurWords() {
        assertThat(LIMITS.inForce()).isEqualTo(new SettingsInForce(
                2, OptionalInt.of(10), Optional.of(Duration.ofSeconds(30)), Optional.of(Duration.ofSeconds(300))));
        assertThat(new Limits(0, 0, -1, -1, -1, 15).inForce()).isEqualTo(new SettingsInForce(
                0, OptionalInt.empty(), Optional.empty(), Optional.empty()));
        assertThat(new Limits(0, 10, 0, 300, -1, -1).inForce()).as("nothing is reaped").isEqualTo(new SettingsInForce(
                0, OptionalInt.of(10), Optional.of(Duration.ZERO), Optional.empty()));
    }

    @Test
    void whatIsNotChangedStays() {
        assertThat(LIMITS.with(SettingsChange.ofMax(12))).isEqualTo(new Limits(2, 12, 30, 300, 3600, 15));
        assertThat(LIMITS.with(new SettingsChange(
                OptionalInt.of(3), OptionalInt.empty(), Optional.of(Duration.ofSeconds(7)), Optional.of(Duration.ofSeconds(77)))))
                .isEqualTo(new Limits(3, 10, 7, 77, 3600, 15));
    }

    @Test
    void anIdleTimeoutIsLookedAfter() {
        SettingsChange change = new SettingsChange(
                OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.of(Duration.ofSeconds(77)));

        assertThat(new Limits(2, 10, 30, 300, 3600, -1).with(change)).isEqualTo(new Limits(2, 10, 30, 77, 3600, 77));
    }

    @Test
    void minAboveMaxIsOutOfOrder() {
        assertThat(LIMITS.areOrdered()).isTrue();
        assertThat(LIMITS.with(SettingsChange.ofMax(1)).areOrdered()).isFalse();
        assertThat(new Limits(5, 0, 30, 300, 3600, 15).areOrdered()).as("without a limit").isTrue();
    }
}
