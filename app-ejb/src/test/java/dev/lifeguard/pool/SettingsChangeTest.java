package dev.lifeguard.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SettingsChangeTest {

    private static final OptionalInt AS_IT_IS = OptionalInt.empty();

    @Test
    void aValueOutOfItsRangeIsNamedWithTheRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> SettingsChange.ofMax(0)).withMessage("max is 0; it must be from 1 to 10000");
        assertThatIllegalArgumentException().isThrownBy(() -> SettingsChange.ofMax(10_001)).withMessageContaining("10001");
        assertThatIllegalArgumentException().isThrownBy(() -> SettingsChange.ofSize(-1, 5)).withMessageContaining("min is -1");
        assertThatIllegalArgumentException().isThrownBy(() -> SettingsChange.ofSize(6, 5))
                .withMessage("min is 6; it must be at most max, which is 5");
        assertThatIllegalArgumentException().isThrownBy(() -> times(Optional.of(Duration.ofMillis(1500)), Optional.empty()))
                .withMessage("waitTimeout is PT1.5S; it must be whole seconds, from PT1S to PT1H");
        assertThatIllegalArgumentException().isThrownBy(() -> times(Optional.empty(), Optional.of(Duration.ZERO)))
                .withMessageContaining("idleTimeout is PT0S");
    }

    @Test
    void leavesWhatItDoesNotNameAsItIs() {
        Optional<Duration> two = Optional.of(Duration.ofSeconds(2));
        SettingsInForce inForce = new SettingsInForce(2, OptionalInt.of(10), two, Optional.empty());
        assertThat(inForce.after(SettingsChange.ofMax(9))).isEqualTo(new SettingsInForce(2, OptionalInt.of(9), two, Optional.empty()));
        assertThat(inForce.after(times(Optional.empty(), two))).isEqualTo(new SettingsInForce(2, OptionalInt.of(10), two, two));
        assertThat(inForce.after(SettingsChange.ofSize(0, 3))).isEqualTo(new SettingsInForce(0, OptionalInt.of(3), two, Optional.empty()));
    }

    @Test
    void isMetOnlyByAllThatItAsksFor() {
        SettingsInForce inForce = new SettingsInForce(2, OptionalInt.of(10), Optional.of(Duration.ofSeconds(2)), Optional.empty());
        assertThat(inForce.meets(SettingsChange.ofSize(2, 10))).isTrue();
        assertThat(inForce.meets(SettingsChange.ofSize(2, 9))).isFalse();
        assertThat(inForce.meets(times(Optional.of(Duration.ofSeconds(2)), Optional.empty()))).isTrue();
        assertThat(inForce.meets(times(Optional.empty(), Optional.of(Duration.ofSeconds(2))))).as("it is for ever").isFalse();
        assertThat(times(Optional.empty(), Optional.empty()).isEmpty()).isTrue();
        assertThat(SettingsChange.ofMax(3).isEmpty()).isFalse();
    }

    private static SettingsChange times(Optional<Duration> waitTimeout, Optional<Duration> idleTimeout) {
        return new SettingsChange(AS_IT_IS, AS_IT_IS, waitTimeout, idleTimeout);
    }
}
