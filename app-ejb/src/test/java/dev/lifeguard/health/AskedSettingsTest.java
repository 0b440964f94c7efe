package dev.lifeguard.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.PoolSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AskedSettingsTest {

    private static final PoolSettings MADE = new PoolSettings(
            OptionalInt.of(20),
            OptionalInt.of(50),
            Optional.of(Duration.ofSeconds(30)),
            Optional.of(Duration.ofMinutes(5)),
            Optional.empty(),
            Optional.of(true),
            Map.of());

    @Test
    void hasNothingToSayWhenAllIsAsAsked() {
        assertThat(deviations(Map.of("LIFEGUARD_APP_POOL_MIN", "20", "LIFEGUARD_APP_POOL_WAIT_SECONDS", " 30 "))).isEmpty();
        assertThat(deviations(Map.of())).isEmpty();
    }

    @Test
    void saysWhatWasAskedAndWhatTheServerMadeOfIt() {
        assertThat(deviations(Map.of("LIFEGUARD_APP_POOL_MAX", "30")))
                .containsExactly("LIFEGUARD_APP_POOL_MAX asks for 30, but the server uses 50");
    }

    @Test
    void namesVariableValueAndRangeOfWhatIsNoValue() {
        assertThat(deviations(Map.of("LIFEGUARD_APP_POOL_MAX", "many")))
                .containsExactly("LIFEGUARD_APP_POOL_MAX is 'many', which is not a whole number from 1 to 10000; the server uses 50");
        assertThat(deviations(Map.of("LIFEGUARD_APP_POOL_MAX", "0")))
                .containsExactly("LIFEGUARD_APP_POOL_MAX is 0, which is not from 1 to 10000; the server uses 50");
    }

    @Test
    void saysSoWhereTheServerTellsNothing() {
        assertThat(deviations(Map.of("LIFEGUARD_APP_POOL_MAX_AGE_SECONDS", "3600")))
                .containsExactly("LIFEGUARD_APP_POOL_MAX_AGE_SECONDS asks for 3600 s, but the server tells no value");
    }

    @Test
    void knowsFiveVariablesForEachOfItsTwoPools() {
        assertThat(AskedSettings.variables()).hasSize(10)
                .containsEntry("LIFEGUARD_APP_POOL_MAX", "jdbc/app")
                .containsEntry("LIFEGUARD_STORE_POOL_MAX_AGE_SECONDS", "jdbc/lifeguard");
    }

    private static List<String> deviations(Map<String, String> values) {
        return new AskedSettings("jdbc/app", values).deviations(MADE);
    }
}
