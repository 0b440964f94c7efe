package dev.lifeguard.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.health.AskedSettings.Figure;
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
        assertThat(deviations(Figure.MIN, "20")).isEmpty();
        assertThat(deviations(Figure.WAIT_SECONDS, " 30 ")).isEmpty();
        assertThat(new AskedSettings(List.of()).deviations(MADE)).isEmpty();
    }

    @Test
    void saysWhatWasAskedAndWhatTheServerMadeOfIt() {
        assertThat(deviations(Figure.MAX, "30"))
                .containsExactly("A_VARIABLE asks for 30, but the server uses 50");
    }

    @Test
    void namesVariableValueAndRangeOfWhatIsNoValue() {
        assertThat(deviations(Figure.MAX, "many"))
                .containsExactly("A_VARIABLE is 'many', which is not a whole number from 1 to 10000; the server uses 50");
        assertThat(deviations(Figure.MAX, "0"))
                .containsExactly("A_VARIABLE is 0, which is not from 1 to 10000; the server uses 50");
    }

    @Test
    void saysSoWhereTheServerTellsNothing() {
        assertThat(deviations(Figure.MAX_AGE_SECONDS, "3600"))
                .containsExactly("A_VARIABLE asks for 3600 s, but the server tells no value");
    }

    @Test
    void tellsEveryDeviationInTheOrderOfTheValues() {
        AskedSettings asked = new AskedSettings(List.of(
                new AskedSettings.Value("B", "7", Figure.MAX, 1, 10), new AskedSettings.Value("A", "8", Figure.MIN, 0, 10)));
        assertThat(asked.deviations(MADE))
                .containsExactly("B asks for 7, but the server uses 50", "A asks for 8, but the server uses 20");
    }

    private static List<String> deviations(Figure figure, String text) {
        return new AskedSettings(List.of(new AskedSettings.Value("A_VARIABLE", text, figure, 1, 10_000))).deviations(MADE);
    }
}
