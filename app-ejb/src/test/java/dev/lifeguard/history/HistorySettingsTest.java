package dev.lifeguard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistorySettingsTest {

    @Test
    void defaults() {
        assertThat(HistorySettings.defaults("host/payara")).isEqualTo(new HistorySettings("host/payara", Duration.ofDays(30), 20_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT59M59S", "P3661D", "-PT1H"})
    void aRetentionOutOfRangeIsRefusedByName(String retention) {
        assertThatThrownBy(() -> new HistorySettings("server", Duration.parse(retention), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lifeguard.history.retention is " + Duration.parse(retention) + "; it must be from PT1H to P3660D");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_000_001})
    void aCapacityOutOfRangeIsRefusedByName(int capacity) {
        assertThatThrownBy(() -> new HistorySettings("server", Duration.ofDays(1), capacity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lifeguard.history.queue-capacity is " + capacity + "; it must be from 1 to 1000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two\nlines"})
    void aServerWithoutAProperNameIsRefused(String server) {
        assertThatThrownBy(() -> HistorySettings.defaults(server))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("lifeguard.history.server is '" + server + "'; it must be");
    }

    @Test
    void rangesIncludeTheirEnds() {
        assertThat(new HistorySettings("a".repeat(400), Duration.ofHours(1), 1)).isNotNull();
        assertThat(new HistorySettings("a", Duration.ofDays(3_660), 1_000_000)).isNotNull();
    }
}
