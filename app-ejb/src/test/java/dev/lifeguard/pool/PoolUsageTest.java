package dev.lifeguard.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PoolUsageTest {

    @Test
    void utilizationIsOfMaxNotOfOpen() {
        PoolUsage usage = new PoolUsage(3, 1, OptionalInt.of(0), 2, OptionalInt.of(30));
        assertThat(usage.utilization()).hasValue(0.1);
        assertThat(usage.open()).isEqualTo(4);
    }

    @Test
    void isSaturatedOnlyWhenSomebodyWaitsForAFullPool() {
        assertThat(new PoolUsage(5, 0, OptionalInt.of(1), 0, OptionalInt.of(5)).saturated()).isTrue();
        assertThat(new PoolUsage(5, 0, OptionalInt.of(0), 0, OptionalInt.of(5)).saturated()).isFalse();
        assertThat(new PoolUsage(5, 0, OptionalInt.empty(), 0, OptionalInt.of(5)).saturated()).isFalse();
        assertThat(new PoolUsage(4, 1, OptionalInt.of(1), 0, OptionalInt.of(5)).saturated()).isFalse();
        assertThat(new PoolUsage(4, 0, OptionalInt.of(1), 0, OptionalInt.of(5)).saturated()).isFalse();
    }

    @Test
    void withoutAMaxNothingIsAShareOfItAndNothingIsFull() {
        PoolUsage usage = new PoolUsage(5, 0, OptionalInt.of(1), 0, OptionalInt.empty());
        assertThat(usage.utilization()).isEmpty();
        assertThat(usage.saturated()).isFalse();
    }

    @Test
    void refusesNumbersThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PoolUsage(-1, 0, OptionalInt.empty(), 0, OptionalInt.of(1)))
                .withMessage("in use is 0 or more, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PoolUsage(0, 0, OptionalInt.empty(), 0, OptionalInt.of(0)))
                .withMessage("max is 1 or more, not 0");
    }
}
