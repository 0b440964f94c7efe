package dev.lifeguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BorrowFiguresTest {

    @Test
    void theUseOfOneWithTheAcquisitionTimesOfAnother() {
        HistogramRecorder times = new HistogramRecorder();
        times.record(20_000_000);
        BorrowFigures probes = new BorrowFigures(Duration.ofSeconds(1), 1, times.drain(), 1, Histogram.empty(), Histogram.empty(),
                Histogram.empty(), Map.of(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty(), OptionalInt.empty());

        BorrowFigures figures = BorrowFigures.ofUse(
                        Duration.ofSeconds(60), OptionalDouble.of(2), OptionalDouble.of(0.2), OptionalInt.of(3), OptionalInt.empty())
                .withAcquisitionOf(probes);

        assertThat(figures.acquisition().count()).isEqualTo(1);
        assertThat(figures.over10ms()).isEqualTo(1);
        assertThat(figures.covered()).isEqualTo(Duration.ofSeconds(60));
        assertThat(figures.utilization()).hasValue(0.2);
    }
}
