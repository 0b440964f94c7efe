package dev.lifeguard.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.benchmarks.load.Outcome;
import dev.lifeguard.benchmarks.report.Series.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final long START = 1_000_000;
    private static final int SECONDS = 40;
    private static final double[] CHANGE = {21};

    /** 600 a second that hold 20 ms: 12 in use, for which 17 is right. */
    @Test
    void countsTheSettledWindowsThatAreInTheBand() {
        Figures right = Figures.of(outcome(12), CHANGE, seen(17));
        assertThat(right.windows()).as("not the one with the change").isEqualTo(3);
        assertThat(right.feasible()).isEqualTo(3);
        assertThat(right.inBand()).hasValue(3);
        assertThat(Figures.of(outcome(12), CHANGE, seen(30)).inBand()).hasValue(0);
        assertThat(Figures.of(outcome(12), new double[] {19}, seen(17)).windows())
                .as("nor the one that begins less than 2 s later").isEqualTo(2);
    }

    @Test
    void aLoadThatNoSizeSuitsIsNotFeasible() {
        assertThat(Figures.of(outcome(1), new double[0], seen(2)).feasible()).isZero();
    }

    @Test
    void countsConnectionsWhileRequestsCameAndChangesOfMax() {
        List<Point> points = new ArrayList<>(seen(17).points());
        points.add(0, new Point(START - 500, 50, OptionalInt.of(50)));
        points.add(new Point(START + SECONDS * 1_000, 50, OptionalInt.of(50)));
        points.set(100, new Point(points.get(100).millis(), 17, OptionalInt.of(18)));
        Figures figures = Figures.of(outcome(12), CHANGE, new Series(points));
        assertThat(figures.connectionSeconds().orElseThrow()).isCloseTo(17 * SECONDS, within(1e-6));
        assertThat(figures.resizes()).isEqualTo(2);
    }

    @Test
    void whatWasNotSeenIsAbsent() {
        Figures figures = Figures.of(outcome(12), CHANGE, new Series(List.of()));
        assertThat(figures.inBand()).isEmpty();
        assertThat(figures.connectionSeconds()).isEmpty();
    }

    @Test
    void tellsWaitsInMillisecondsAndWhoWentWithout() {
        Figures figures = Figures.of(outcome(12), CHANGE, seen(17));
        assertThat(figures.p50()).isCloseTo(1, within(0.01));
        assertThat(figures.max()).isCloseTo(20, within(0.1));
        assertThat(figures.over10ms()).isCloseTo(0.01, within(1e-9));
        assertThat(figures.without()).isEqualTo(1 + 2 + 3);
        assertThat(figures.throughput()).isEqualTo(600);
    }

    @Test
    void aMedianComesWithItsSpread() {
        assertThat(Median.of(List.of(3.0, 1.0, 2.0), "%.1f")).isEqualTo("2.0 (1.0–3.0)");
        assertThat(Median.of(List.of(1.0, 2.0), "%.1f")).isEqualTo("1.5 (1.0–2.0)");
        assertThat(Median.of(List.of(1.0), "%.0f")).isEqualTo("1");
        assertThat(Median.of(List.of(), "%.0f")).isEqualTo("–");
    }

    @Test
    void aPlotIsAWholeDocument() {
        String svg = Plot.svg("step & <more>",
                List.of(new Plot.Panel("a", outcome(12), seen(17)), new Plot.Panel("b", outcome(1), seen(2))));
        assertThat(svg).startsWith("<svg ").endsWith("</svg>\n").contains("step &amp; &lt;more>").doesNotContain("NaN");
    }

    /** 99 waits of 1 ms and one of 20. */
    private static Outcome outcome(int inUse) {
        Histogram waits = new Histogram(3);
        waits.recordValueWithCount(1_000_000, 99);
        waits.recordValue(20_000_000);
        long arrivals = inUse * 500L;
        short[] samples = new short[SECONDS * 1_000 / Outcome.SAMPLE_MILLIS];
        Arrays.fill(samples, (short) inUse);
        return new Outcome(START, SECONDS, waits, waits, new Histogram(3), 600L * SECONDS, 1, 2, 3, Optional.empty(), windows(arrivals),
                windows(arrivals), windows(arrivals * 20_000_000), samples);
    }

    private static long[] windows(long number) {
        long[] windows = new long[SECONDS / Outcome.WINDOW_SECONDS];
        Arrays.fill(windows, number);
        return windows;
    }

    private static Series seen(int max) {
        List<Point> points = new ArrayList<>();
        for (int tenth = 0; tenth < SECONDS * 10; tenth++) {
            points.add(new Point(START + tenth * 100L, max, OptionalInt.of(max)));
        }
        return new Series(points);
    }
}
