package dev.lifeguard.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lifeguard.benchmarks.contender.Contender;
import dev.lifeguard.benchmarks.load.Trace;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchmarkSettingsTest {

    private static final Path PROJECT = Path.of("project");

    @Test
    void byDefaultEverybodyPlaysEverythingFiveTimes() {
        BenchmarkSettings settings = of(Map.of("benchmark.rounds", "", "benchmark.traces", " "));
        assertThat(settings.rounds()).isEqualTo(5);
        assertThat(settings.traces()).containsExactly(Trace.values());
        assertThat(settings.contenders()).extracting(Contender::id).containsExactly(
                "payara-defaults", "payara-fixed", "payara-watched", "payara-governed",
                "liberty-defaults", "liberty-fixed", "liberty-watched", "liberty-governed",
                "hikaricp-10", "hikaricp-30", "hikaricp-cores", "agroal", "flexypool", "oracle");
        assertThat(settings.seconds()).isEmpty();
        assertThat(settings.results()).isEqualTo(PROJECT.resolve("benchmarks"));
    }

    @Test
    void takesWhatIsGiven() {
        BenchmarkSettings settings = of(Map.of("benchmark.rounds", "1", "benchmark.traces", "step, slow-database",
                "benchmark.contenders", "agroal", "benchmark.seconds", "20", "benchmark.warm-up", "0", "benchmark.cost-seconds", "1",
                "benchmark.barrier-rounds", "0", "benchmark.results", "target/smoke"));
        assertThat(settings.rounds()).isEqualTo(1);
        assertThat(settings.traces()).containsExactly(Trace.STEP, Trace.SLOW_DATABASE);
        assertThat(settings.contenders()).extracting(Contender::id).containsExactly("agroal");
        assertThat(settings.seconds()).hasValue(20);
        assertThat(settings.warmUpSeconds()).isZero();
        assertThat(settings.costSeconds()).isEqualTo(1);
        assertThat(settings.barrierRounds()).isZero();
        assertThat(settings.results()).isEqualTo(PROJECT.resolve("target/smoke"));
        assertThat(of(Map.of("benchmark.traces", "none")).traces()).isEmpty();
    }

    @Test
    void refusesWhatItCannotTakeAndSaysWhatItMayBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("benchmark.rounds", "0")))
                .withMessage("-Dbenchmark.rounds=0: it must be a whole number from 1 to 100");
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("benchmark.traces", "steps")))
                .withMessageContaining("\"steps\"").withMessageContaining("step, ramp, diurnal");
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("benchmark.contenders", "c3p0")))
                .withMessageContaining("\"c3p0\"").withMessageContaining("payara-governed");
        assertThatIllegalArgumentException().isThrownBy(() -> of(Map.of("benchmark.contenders", "none")))
                .withMessageContaining("nobody takes part");
    }

    private static BenchmarkSettings of(Map<String, String> properties) {
        return BenchmarkSettings.of(properties::get, PROJECT);
    }
}
