package dev.lifeguard.web.metrics;

import static dev.lifeguard.web.metrics.Metric.by;
import static dev.lifeguard.web.metrics.Metric.counter;
import static dev.lifeguard.web.metrics.Metric.gauge;

import dev.lifeguard.health.Verdict;
import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.Resize;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.BorrowTotals;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.warden.WardenRule;
import dev.lifeguard.web.report.PoolReport;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Metrics that belong together, of one vocabulary.
 *
 * @param poolLabel the label that has the pool's name
 * @param distributions told in Lifeguard's own text alone: MicroProfile's histograms have other buckets
 */
record MetricSet(String poolLabel, List<Metric> metrics, List<Distribution> distributions) {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final String CONNECTIONS = "connections";
    private static final String REQUESTS = "requests";
    private static final String SECONDS = "seconds";
    private static final String STATE = "0 or 1";

    private enum Use {
        IN_USE,
        IDLE
    }

    /** Lifeguard's own. */
    static final MetricSet LIFEGUARD = new MetricSet(
            "pool",
            List.of(
                    gauge("lifeguard_pool_connections", CONNECTIONS, "Connections of the pool, by state",
                            by("state", Use.values(), MetricSet::word, MetricSet::connections)),
                    gauge("lifeguard_pool_connections_max", CONNECTIONS, "Connections that may be open", usage(PoolUsage::max)),
                    gauge("lifeguard_pool_connections_min", CONNECTIONS, "Connections to keep open", number(PoolUsage::min)),
                    gauge("lifeguard_pool_utilization_ratio", "ratio",
                            "Time-weighted mean of in use divided by max over the last minute", report -> report.seen().utilization()),
                    gauge("lifeguard_pool_requests_waiting", REQUESTS, "Requests queued for a connection now", usage(PoolUsage::waiting)),
                    gauge("lifeguard_pool_acquisition_p50_seconds", SECONDS,
                            "Acquisition time that half of the last minute's borrows did not exceed", acquisition(0.5)),
                    gauge("lifeguard_pool_acquisition_p99_seconds", SECONDS,
                            "Acquisition time that 99 % of the last minute's borrows did not exceed", acquisition(0.99)),
                    gauge("lifeguard_pool_acquisition_p999_seconds", SECONDS,
                            "Acquisition time that 99.9 % of the last minute's borrows did not exceed", acquisition(0.999)),
                    counter("lifeguard_pool_acquisitions_total", "borrows", "Borrows of the applications that got a connection",
                            total(totals -> totals.acquisition().count())),
                    counter("lifeguard_pool_acquisitions_over_10ms_total", "borrows",
                            "Borrows of the applications that took longer than 10 ms to get it", total(BorrowTotals::over10ms)),
                    counter("lifeguard_pool_saturated_seconds_total", SECONDS, "Time with nothing idle, max reached and somebody waiting",
                            report -> OptionalDouble.of(report.seen().saturatedTime().toMillis() / MILLIS_PER_SECOND)),
                    counter("lifeguard_pool_exhaustions_total", REQUESTS,
                            "Requests that ended without a connection because the pool stayed full", failures(FailureKind.EXHAUSTED)),
                    counter("lifeguard_pool_failures_total", REQUESTS, "Requests that ended without a connection, by kind",
                            by("kind", FailureKind.values(), MetricSet::word, (report, kind) -> failures(kind).apply(report))),
                    counter("lifeguard_pool_connections_created_total", CONNECTIONS, "Connections that the pool opened",
                            total(BorrowTotals::opened)),
                    counter("lifeguard_pool_connections_destroyed_total", CONNECTIONS, "Connections that the pool closed",
                            total(BorrowTotals::closed)),
                    gauge("lifeguard_pool_connections_lost", CONNECTIONS,
                            "Connections in use that the server itself has lost, so that nobody can give them back",
                            report -> optional(report.seen().lost())),
                    gauge("lifeguard_pool_leaks_suspected", CONNECTIONS, "Connections that are suspected to be leaked",
                            report -> optional(report.suspectedLeaks())),
                    gauge("lifeguard_pool_verdict", STATE, "1 for the verdict that holds, 0 for the others",
                            by("verdict", Verdict.values(), Verdict::word, (report, verdict) -> one(report.verdict() == verdict))),
                    counter("lifeguard_pool_resizes_total", "changes", "Changes of max since Lifeguard started, by direction and by whom",
                            resizes()),
                    gauge("lifeguard_pool_sizing_feasible", STATE,
                            "1 if some max has few requests wait and the utilization in the band",
                            report -> report.advice().map(advice -> one(advice.feasibility().feasible())).orElse(OptionalDouble.empty())),
                    gauge("lifeguard_pool_sizing_target_max", CONNECTIONS, "The max that the pool should have",
                            report -> report.advice().map(advice -> OptionalDouble.of(advice.max())).orElse(OptionalDouble.empty())),
                    counter("lifeguard_pool_warden_actions_total", "actions",
                            "Requests that the warden woke and connections that it opened or closed, by rule",
                            by("rule", WardenRule.values(), WardenRule::word,
                                    (report, rule) -> OptionalDouble.of(report.deeds().getOrDefault(rule, 0L)))),
                    gauge("lifeguard_pool_timing", STATE, "1 for where the times of borrows come from, 0 for the others",
                            by("timing", Timing.values(), Timing::word, (report, timing) -> one(report.seen().timing() == timing))),
                    counter("lifeguard_pool_own_borrows_total", "borrows", "Connections that Lifeguard borrowed for itself, by why",
                            by("why", OwnBorrow.values(), OwnBorrow::word, MetricSet::ownBorrows))),
            List.of(
                    new Distribution("lifeguard_pool_acquisition_seconds", "Acquisition time of the applications' borrows",
                            times(BorrowTotals::acquisition)),
                    new Distribution("lifeguard_pool_hold_seconds", "Time from having a connection to giving it back",
                            times(BorrowTotals::hold))));

    /** The names that Micrometer gives HikariCP's. What it has and nobody measures here is absent: the time to open a connection. */
    static final MetricSet HIKARICP = new MetricSet(
            "pool",
            List.of(
                    gauge("hikaricp_connections", CONNECTIONS, "Total connections", number(PoolUsage::open)),
                    gauge("hikaricp_connections_active", CONNECTIONS, "Active connections", number(PoolUsage::inUse)),
                    gauge("hikaricp_connections_idle", CONNECTIONS, "Idle connections", number(PoolUsage::idle)),
                    gauge("hikaricp_connections_max", CONNECTIONS, "Max connections", usage(PoolUsage::max)),
                    gauge("hikaricp_connections_min", CONNECTIONS, "Min connections", number(PoolUsage::min)),
                    gauge("hikaricp_connections_pending", REQUESTS, "Pending threads", usage(PoolUsage::waiting)),
                    counter("hikaricp_connections_timeout_total", REQUESTS, "Connection timeout total count",
                            failures(FailureKind.EXHAUSTED)),
                    gauge("hikaricp_connections_acquire_seconds_max", SECONDS, "Longest connection acquire time of the last minute",
                            exact(report -> seconds(report.seen().lastMinute().acquisition().maxNanos()))),
                    gauge("hikaricp_connections_usage_seconds_max", SECONDS, "Longest connection usage time of the last minute",
                            exact(report -> seconds(report.seen().lastMinute().hold().maxNanos())))),
            List.of(
                    new Distribution("hikaricp_connections_acquire_seconds", "Connection acquire time", times(BorrowTotals::acquisition)),
                    new Distribution("hikaricp_connections_usage_seconds", "Connection usage time", times(BorrowTotals::hold))));

    /**
     * OpenTelemetry's for a client of a database, semantic conventions 1.44, as they are written for Prometheus. What they have and nobody
     * measures here is absent: the time to open a connection; and so are their bounds for idle connections, which no server's pool has.
     */
    static final MetricSet OPENTELEMETRY = new MetricSet(
            "db_client_connection_pool_name",
            List.of(
                    gauge("db_client_connection_count", CONNECTIONS, "Connections that are in the state that the label tells",
                            by("db_client_connection_state", Use.values(), use -> use == Use.IDLE ? "idle" : "used",
                                    MetricSet::connections)),
                    gauge("db_client_connection_max", CONNECTIONS, "Open connections allowed at most", usage(PoolUsage::max)),
                    gauge("db_client_connection_pending_requests", REQUESTS, "Pending requests for an open connection",
                            usage(PoolUsage::waiting)),
                    counter("db_client_connection_timeouts_total", REQUESTS, "Timeouts of requests for a connection",
                            failures(FailureKind.EXHAUSTED))),
            List.of(
                    new Distribution("db_client_connection_wait_time_seconds", "Time to obtain an open connection from the pool",
                            times(BorrowTotals::acquisition)),
                    new Distribution("db_client_connection_use_time_seconds", "Time between borrowing a connection and returning it",
                            times(BorrowTotals::hold))));

    private static OptionalDouble connections(PoolReport report, Use use) {
        return number(use == Use.IDLE ? PoolUsage::idle : PoolUsage::inUse).apply(report);
    }

    private static OptionalDouble ownBorrows(PoolReport report, OwnBorrow why) {
        Long borrows = report.seen().ownBorrows().get(why);
        return borrows == null ? OptionalDouble.empty() : OptionalDouble.of(borrows);
    }

    private static Function<PoolReport, OptionalDouble> number(Function<PoolUsage, Integer> number) {
        return usage(usage -> OptionalInt.of(number.apply(usage)));
    }

    private static Function<PoolReport, OptionalDouble> usage(Function<PoolUsage, OptionalInt> number) {
        return report -> optional(report.seen().usage().map(number).orElse(OptionalInt.empty()));
    }

    private static OptionalDouble optional(OptionalInt number) {
        return number.isPresent() ? OptionalDouble.of(number.getAsInt()) : OptionalDouble.empty();
    }

    private static Function<PoolReport, OptionalDouble> acquisition(double share) {
        return report -> seconds(report.seen().acquisitionNanos(share));
    }

    private static Function<PoolReport, OptionalDouble> total(ToLongFunction<BorrowTotals> total) {
        return report -> report.seen()
                .totals()
                .map(totals -> OptionalDouble.of(total.applyAsLong(totals)))
                .orElse(OptionalDouble.empty());
    }

    private static Function<PoolReport, OptionalDouble> failures(FailureKind kind) {
        return total(totals -> totals.failures().getOrDefault(kind, 0L));
    }

    private static Function<PoolReport, Optional<Histogram>> times(Function<BorrowTotals, Histogram> times) {
        return report -> report.seen().totals().map(times);
    }

    private static Function<PoolReport, OptionalDouble> exact(Function<PoolReport, OptionalDouble> value) {
        return report -> report.seen().timing() == Timing.EXACT ? value.apply(report) : OptionalDouble.empty();
    }

    private static OptionalDouble seconds(OptionalLong nanos) {
        return nanos.isPresent() ? OptionalDouble.of(nanos.getAsLong() / NANOS_PER_SECOND) : OptionalDouble.empty();
    }

    private static List<Metric.Series> resizes() {
        return Arrays.stream(Resize.Direction.values())
                .flatMap(direction -> Arrays.stream(Actor.Kind.values()).map(kind -> new Resize(direction, kind)))
                .map(resize -> new Metric.Series(
                        Map.of("direction", word(resize.direction()), "by", word(resize.by())),
                        report -> OptionalDouble.of(report.resizes().getOrDefault(resize, 0L))))
                .toList();
    }

    private static OptionalDouble one(boolean holds) {
        return OptionalDouble.of(holds ? 1 : 0);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
