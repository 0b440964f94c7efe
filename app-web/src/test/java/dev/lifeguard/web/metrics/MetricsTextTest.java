package dev.lifeguard.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.BorrowTotals;
import dev.lifeguard.statistics.Buckets;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.web.report.PoolReport;
import dev.lifeguard.web.report.Reports;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MetricsTextTest {

    private static final List<MetricSet> EVERY_SET = List.of(MetricSet.LIFEGUARD, MetricSet.HIKARICP, MetricSet.OPENTELEMETRY);
    private static final Histogram TIMES = Reports.times(5_000, 9_000_000, 11_000_000, 3_000_000_000L, 100_000_000_000L);
    /** 200 ms is the promise; these machines are noisy. */
    private static final long PROMISED_MILLIS = 5 * 200;
    private static final Pattern BUCKET =
            Pattern.compile("(?m)^lifeguard_pool_acquisition_seconds_bucket\\{.*,le=\"(?<le>[^\"]+)\"} (?<count>\\d+)$");

    @Test
    void writesOpenMetrics() {
        String text = openMetrics(borrowed("jdbc/app"));
        assertThat(text.lines()).containsSequence(
                "# TYPE lifeguard_pool_acquisitions counter",
                "# HELP lifeguard_pool_acquisitions Borrows of the applications that got a connection",
                "lifeguard_pool_acquisitions_total{pool=\"jdbc/app\",pool_id=\"jdbc-app-fa3309\"} 5",
                "# TYPE lifeguard_pool_acquisitions_over_10ms counter");
        assertThat(text.lines()).containsSequence(
                "# TYPE lifeguard_pool_saturated_seconds counter",
                "# HELP lifeguard_pool_saturated_seconds Time with nothing idle, max reached and somebody waiting",
                "# UNIT lifeguard_pool_saturated_seconds seconds",
                "lifeguard_pool_saturated_seconds_total{pool=\"jdbc/app\",pool_id=\"jdbc-app-fa3309\"} 1.5");
        assertThat(text.lines()).contains(
                "lifeguard_pool_connections{pool=\"jdbc/app\",pool_id=\"jdbc-app-fa3309\",state=\"in_use\"} 3",
                "lifeguard_pool_failures_total{pool=\"jdbc/app\",pool_id=\"jdbc-app-fa3309\",kind=\"exhausted\"} 2",
                "lifeguard_pool_failures_total{pool=\"jdbc/app\",pool_id=\"jdbc-app-fa3309\",kind=\"refused\"} 0",
                "lifeguard_pool_timing{pool=\"jdbc/app\",pool_id=\"jdbc-app-fa3309\",timing=\"exact\"} 1",
                "lifeguard_pool_timing{pool=\"jdbc/app\",pool_id=\"jdbc-app-fa3309\",timing=\"probed\"} 0",
                "lifeguard_pool_own_borrows_total{pool=\"jdbc/app\",pool_id=\"jdbc-app-fa3309\",why=\"probe\"} 7",
                "lifeguard_history_rows_dropped_total 4");
        assertThat(text).as("not counted").doesNotContain("why=\"store\"");
        assertThat(text).endsWith("\n# EOF\n");
    }

    @Test
    void writesPrometheusText() {
        String text = MetricsText.of(MetricsFormat.PROMETHEUS, EVERY_SET, List.of(borrowed("jdbc/app")), 4);
        assertThat(text.lines()).containsSequence(
                "# TYPE lifeguard_pool_acquisitions_total counter",
                "# HELP lifeguard_pool_acquisitions_total Borrows of the applications that got a connection",
                "lifeguard_pool_acquisitions_total{pool=\"jdbc/app\",pool_id=\"jdbc-app-fa3309\"} 5");
        assertThat(text).doesNotContain("# UNIT", "# EOF").endsWith("\n");
    }

    @Test
    void aHistogramCountsUpToEachBoundAndAddsUp() {
        String text = openMetrics(borrowed("jdbc/app"));
        Map<Double, Long> buckets = buckets(text);
        assertThat(buckets).hasSize(Bound.ALL.size() + 1).containsEntry(Double.POSITIVE_INFINITY, 5L);
        buckets.forEach((bound, count) -> assertThat(count).isEqualTo(
                LongStream.of(5_000, 9_000_000, 11_000_000, 3_000_000_000L, 100_000_000_000L).filter(nanos -> nanos <= bound * 1e9).count()));
        assertThat(text.lines()).contains(
                "# TYPE lifeguard_pool_acquisition_seconds histogram",
                "lifeguard_pool_acquisition_seconds_sum{pool=\"jdbc/app\",pool_id=\"jdbc-app-fa3309\"} 103.020005",
                "lifeguard_pool_acquisition_seconds_count{pool=\"jdbc/app\",pool_id=\"jdbc-app-fa3309\"} 5");
    }

    @Test
    void whatIsNotKnownHasNoLineAndNoHead() {
        String text = openMetrics(Reports.unknown(pool("jdbc/app")));
        assertThat(text)
                .contains("lifeguard_pool_verdict{", "lifeguard_pool_timing{", "lifeguard_pool_own_borrows_total{")
                .doesNotContain("lifeguard_pool_connections", "acquisition", "_hold_", "_failures", "exhaustions", "ratio", "NaN", "hikaricp",
                        "db_client");
    }

    @Test
    void theProbesPercentilesAreToldButAreNobodysBorrows() {
        long[] probes = LongStream.range(0, 500).map(probe -> 1_000_000).toArray();
        String text = openMetrics(Reports.probed(pool("jdbc/app"), acquisitions(Reports.times(probes))));
        assertThat(text)
                .contains("lifeguard_pool_acquisition_p50_seconds{")
                .as("ten samples have to lie above a quantile")
                .doesNotContain("_p99_", "_p999_", "lifeguard_pool_acquisitions_total", "lifeguard_pool_acquisition_seconds", "_max_seconds",
                        "hikaricp_connections_acquire");
    }

    @Test
    void aNameThatMeansHarmIsOnlyAName() {
        String evil = "a\"} 1\nlifeguard_pool_connections{pool=\"b\\<img src=x onerror=alert(1)>\u00fc";
        String text = openMetrics(Reports.known(pool(evil)));
        assertThat(text.lines()).allMatch(line -> line.startsWith("# ")
                || line.matches("[a-z0-9_]+(\\{([a-z_]+=\"([^\"\\\\]|\\\\[\\\\n\"])*\",?)+})? [0-9.E-]+"));
        assertThat(text).contains("pool=\"a\\\"} 1\\nlifeguard_pool_connections{pool=\\\"b\\\\<img src=x onerror=alert(1)>\u00fc\"");
    }

    @Test
    void everyFamilyStandsTogetherAndEverySeriesOnce() {
        String text = openMetrics(borrowed("jdbc/app"), borrowed("jdbc/other"), Reports.unknown(pool("jdbc/unknown")));
        Set<String> heads = new HashSet<>();
        Set<String> series = new HashSet<>();
        String family = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ")[2];
                assertThat(heads.add(family)).as(line).isTrue();
            } else if (!line.startsWith("#")) {
                assertThat(line).matches(family + "(_total|_bucket|_sum|_count)?[{ ].*");
                assertThat(series.add(line.substring(0, line.lastIndexOf(' ')))).as(line).isTrue();
            }
        }
        assertThat(heads).contains("hikaricp_connections_active", "db_client_connection_count");
    }

    @Test
    void histogramsOfTwoServersAddUpToThatOfBoth() {
        Random random = new Random(7);
        long[] one = LongStream.generate(() -> (long) (2e6 * Math.exp(random.nextGaussian()))).limit(20_000).toArray();
        long[] other = LongStream.generate(() -> (long) (30e6 * Math.exp(random.nextGaussian()))).limit(5_000).toArray();
        Map<Double, Long> merged = new TreeMap<>(buckets(openMetrics(borrowed("jdbc/app", Reports.times(one)))));
        buckets(openMetrics(borrowed("jdbc/app", Reports.times(other)))).forEach((bound, count) -> merged.merge(bound, count, Long::sum));
        long[] both = LongStream.concat(LongStream.of(one), LongStream.of(other)).sorted().toArray();
        for (double share : new double[] {0.5, 0.9, 0.95, 0.99, 0.999}) {
            double truly = both[(int) Math.ceil(share * both.length) - 1] / 1e9;
            double read = quantile(merged, share);
            assertThat(bucketOf(merged, read)).as("quantile %s: %s for %s", share, read, truly).isEqualTo(bucketOf(merged, truly));
        }
    }

    @Test
    void aScrapeOfTwoHundredPoolsTakesNoTime() {
        Histogram full = Reports.times(IntStream.range(0, Buckets.COUNT).mapToLong(Buckets::startNanos).toArray());
        List<PoolReport> pools = IntStream.range(0, 200).mapToObj(pool -> borrowed("jdbc/pool" + pool, full)).toList();
        List<Long> millis = new ArrayList<>();
        for (int scrape = 0; scrape < 3; scrape++) {
            long start = System.nanoTime();
            String text = MetricsText.of(MetricsFormat.OPEN_METRICS, EVERY_SET, pools, 0);
            millis.add((System.nanoTime() - start) / 1_000_000);
            assertThat(text).contains("pool=\"jdbc/pool199\"");
        }
        assertThat(millis).anyMatch(taken -> taken < PROMISED_MILLIS);
    }

    private static String openMetrics(PoolReport... reports) {
        return MetricsText.of(MetricsFormat.OPEN_METRICS, EVERY_SET, List.of(reports), 4);
    }

    private static PoolReport borrowed(String name) {
        return borrowed(name, TIMES);
    }

    private static PoolReport borrowed(String name, Histogram times) {
        BorrowTotals totals = new BorrowTotals(times, 3, times, Map.of(FailureKind.EXHAUSTED, 2L), 6, 1);
        return Reports.known(pool(name), acquisitions(times), totals);
    }

    private static BorrowFigures acquisitions(Histogram times) {
        BorrowFigures none = BorrowFigures.none();
        return new BorrowFigures(none.covered(), times.count(), times, 3, none.queueing(), none.opening(), times, none.failures(),
                none.inUseMean(), none.utilization(), none.inUsePeak(), none.waitingPeak());
    }

    private static Pool pool(String name) {
        return Pool.of(name, List.of(), name, Pool.Source.SERVER, Optional.empty());
    }

    private static Map<Double, Long> buckets(String text) {
        Map<Double, Long> buckets = new TreeMap<>();
        Matcher matcher = BUCKET.matcher(text);
        while (matcher.find()) {
            buckets.put(Double.valueOf(matcher.group("le").replace("+Inf", "Infinity")), Long.valueOf(matcher.group("count")));
        }
        return buckets;
    }

    /** As Prometheus' {@code histogram_quantile}: linear within the bucket. */
    private static double quantile(Map<Double, Long> buckets, double share) {
        double rank = share * buckets.get(Double.POSITIVE_INFINITY);
        double lower = 0;
        long before = 0;
        for (Map.Entry<Double, Long> bucket : buckets.entrySet()) {
            if (bucket.getValue() >= rank) {
                return lower + (bucket.getKey() - lower) * (rank - before) / (bucket.getValue() - before);
            }
            lower = bucket.getKey();
            before = bucket.getValue();
        }
        throw new AssertionError("The last bucket has them all");
    }

    private static long bucketOf(Map<Double, Long> buckets, double seconds) {
        return buckets.keySet().stream().filter(bound -> bound < seconds).count();
    }
}
