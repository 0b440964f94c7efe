package dev.lifeguard.web.metrics;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.web.metrics.Metric.Series;
import dev.lifeguard.web.metrics.Metric.Type;
import dev.lifeguard.web.report.PoolReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The text of one scrape. A metric's lines stand together, under a head of its own; one without any line has no head either. Both
 * formats have the same lines and differ in the heads alone:
 * <a href="https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md">OpenMetrics 1.0</a> and
 * <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus 0.0.4</a>.
 */
final class MetricsText {

    static final String POOL_ID = "pool_id";
    static final String DROPPED_MINUTES = "lifeguard_history_rows_dropped_total";
    static final String DROPPED_MINUTES_HELP = "Minutes of pools that the history could not keep";

    private static final String TOTAL = "_total";
    private static final double NANOS_PER_SECOND = 1e9;
    /** Beyond it a double tells whole numbers no longer apart. */
    private static final double MOST_EXACT = 1L << 53;

    private final StringBuilder text = new StringBuilder();
    private final MetricsFormat format;

    private MetricsText(MetricsFormat format) {
        this.format = format;
    }

    /** @param droppedMinutes pools' minutes that the history could not keep, 0 or more */
    static String of(MetricsFormat format, List<MetricSet> sets, List<PoolReport> reports, long droppedMinutes) {
        MetricsText metrics = new MetricsText(format);
        for (MetricSet set : sets) {
            List<Labelled> pools = reports.stream().map(report -> new Labelled(report, labels(set.poolLabel(), report))).toList();
            set.metrics().forEach(metric -> metrics.write(metric, pools));
            set.distributions().forEach(distribution -> metrics.write(distribution, pools));
        }
        metrics.head(DROPPED_MINUTES, "counter", DROPPED_MINUTES_HELP);
        metrics.line(DROPPED_MINUTES, "", droppedMinutes);
        if (format == MetricsFormat.OPEN_METRICS) {
            metrics.text.append("# EOF\n");
        }
        return metrics.text.toString();
    }

    /** @param labels that name the pool, as they stand between the braces */
    private record Labelled(PoolReport report, String labels) {}

    private void write(Metric metric, List<Labelled> pools) {
        boolean headed = false;
        for (Labelled pool : pools) {
            for (Series series : metric.series()) {
                OptionalDouble value = series.value().apply(pool.report());
                if (value.isPresent()) {
                    if (!headed) {
                        head(metric.name(), metric.type() == Type.COUNTER ? "counter" : "gauge", metric.help());
                        headed = true;
                    }
                    line(metric.name(), pool.labels() + further(series.labels()), value.getAsDouble());
                }
            }
        }
    }

    private void write(Distribution distribution, List<Labelled> pools) {
        boolean headed = false;
        for (Labelled pool : pools) {
            Optional<Histogram> durations = distribution.durations().apply(pool.report());
            if (durations.isPresent()) {
                if (!headed) {
                    head(distribution.name(), "histogram", distribution.help());
                    headed = true;
                }
                write(distribution.name(), pool.labels(), durations.get());
            }
        }
    }

    private void write(String name, String labels, Histogram durations) {
        for (Bound bound : Bound.ALL) {
            line(name + "_bucket", labels + ",le=\"" + bound.seconds() + '"', durations.countUpTo(bound.endNanos()));
        }
        line(name + "_bucket", labels + ",le=\"+Inf\"", durations.count());
        line(name + "_sum", labels, durations.sumNanos() / NANOS_PER_SECOND);
        line(name + "_count", labels, durations.count());
    }

    private void head(String name, String type, String help) {
        String family = name;
        if (format == MetricsFormat.OPEN_METRICS && name.endsWith(TOTAL)) {
            family = name.substring(0, name.length() - TOTAL.length());
        }
        text.append("# TYPE ").append(family).append(' ').append(type).append('\n');
        text.append("# HELP ").append(family).append(' ').append(help).append('\n');
        if (format == MetricsFormat.OPEN_METRICS && family.endsWith("_seconds")) {
            text.append("# UNIT ").append(family).append(" seconds\n");
        }
    }

    private void line(String name, String labels, double value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ');
        if (value == Math.rint(value) && Math.abs(value) < MOST_EXACT) {
            text.append((long) value);
        } else {
            text.append(value);
        }
        text.append('\n');
    }

    private static String labels(String poolLabel, PoolReport report) {
        Pool pool = report.seen().pool();
        return label(poolLabel, pool.name()) + ',' + label(POOL_ID, pool.id().value());
    }

    private static String further(Map<String, String> labels) {
        StringBuilder further = new StringBuilder();
        labels.forEach((name, value) -> further.append(',').append(label(name, value)));
        return further.toString();
    }

    private static String label(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
