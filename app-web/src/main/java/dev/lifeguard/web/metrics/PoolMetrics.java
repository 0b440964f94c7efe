package dev.lifeguard.web.metrics;

import dev.lifeguard.observation.ObservationListener;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.web.metrics.Metric.Series;
import dev.lifeguard.web.metrics.Metric.Type;
import dev.lifeguard.web.report.PoolReport;
import dev.lifeguard.web.report.PoolReports;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Keeps a set of MicroProfile metrics for each pool. A metric is there only while its value is: what is not measured is absent, not zero.
 * Reconciled after each look for pools, on the sampler's thread.
 */
public final class PoolMetrics implements ObservationListener {

    private final MetricRegistry registry;
    private final Observatory observatory;
    private final PoolReports reports;
    private final Latest latest;
    private final Map<Pool, Map<Series, Registered>> registered = new HashMap<>();
    private final Registered dropped;
    private boolean closed;

    public PoolMetrics(MetricRegistry registry, Observatory observatory, PoolReports reports) {
        this.registry = registry;
        this.observatory = observatory;
        this.reports = reports;
        this.latest = new Latest(reports::all, System::nanoTime);
        this.dropped = counter(MetricsText.DROPPED_MINUTES, MetricsText.DROPPED_MINUTES_HELP);
    }

    @Override
    public synchronized void observed(List<PoolObservation> pools) {
        if (closed) {
            // A pass of the sampler was under way when the web module left: what it registered now would stay for ever.
            return;
        }
        Set<Pool> present = pools.stream().map(PoolObservation::pool).collect(Collectors.toSet());
        // First, as one that came back with other names may have the same tags.
        registered.entrySet().removeIf(pool -> {
            boolean gone = !present.contains(pool.getKey());
            if (gone) {
                pool.getValue().values().forEach(this::remove);
            }
            return gone;
        });
        pools.forEach(seen -> reconcile(reports.of(seen)));
        dropped.countTo(observatory.droppedMinutes());
    }

    /** Takes all metrics back out of the registry, for good. */
    public synchronized void close() {
        closed = true;
        registered.values().forEach(ofPool -> ofPool.values().forEach(this::remove));
        registered.clear();
        remove(dropped);
    }

    private void reconcile(PoolReport report) {
        Pool pool = report.seen().pool();
        Map<Series, Registered> ofPool = registered.computeIfAbsent(pool, unseen -> new IdentityHashMap<>());
        for (Metric metric : MetricSet.LIFEGUARD.metrics()) {
            for (Series series : metric.series()) {
                OptionalDouble value = series.value().apply(report);
                if (value.isEmpty()) {
                    Registered before = ofPool.remove(series);
                    if (before != null) {
                        remove(before);
                    }
                } else {
                    Registered now = ofPool.computeIfAbsent(series, unseen -> register(metric, series, pool));
                    now.countTo((long) value.getAsDouble());
                }
            }
        }
    }

    private Registered register(Metric metric, Series series, Pool pool) {
        Stream<Tag> identity = Stream.of(
                new Tag(MetricSet.LIFEGUARD.poolLabel(), pool.name()), new Tag(MetricsText.POOL_ID, pool.id().value()));
        Stream<Tag> own = series.labels().entrySet().stream().map(label -> new Tag(label.getKey(), label.getValue()));
        Tag[] tags = Stream.concat(identity, own).toArray(Tag[]::new);
        if (metric.type() == Type.COUNTER) {
            return counter(metric.name(), metric.help(), tags);
        }
        // The registry holds the object weakly and the function strongly; this one lives as long as its metrics.
        registry.gauge(metadata(metric.name(), metric.help()), this, self -> self.current(pool, series), tags);
        return new Registered(new MetricID(metric.name(), tags), null);
    }

    private Registered counter(String name, String help, Tag... tags) {
        return new Registered(new MetricID(name, tags), registry.counter(metadata(name, help), tags));
    }

    private static Metadata metadata(String name, String help) {
        return Metadata.builder().withName(name).withDescription(help).build();
    }

    /** The value now; not a number in the moment between its going and the metric's removal. */
    private double current(Pool pool, Series series) {
        return latest.find(pool).map(series.value()).orElse(OptionalDouble.empty()).orElse(Double.NaN);
    }

    private void remove(Registered metric) {
        registry.remove(metric.id);
    }

    /** A metric in the registry. */
    private static final class Registered {

        private final MetricID id;
        /** Null for a gauge. */
        private final Counter counter;
        private long counted;

        private Registered(MetricID id, Counter counter) {
            this.id = id;
            this.counter = counter;
        }

        private void countTo(long total) {
            if (counter != null) {
                // A pool that was found anew counts from zero again, while the metric goes on.
                counter.inc(total >= counted ? total - counted : total);
                counted = total;
            }
        }
    }
}
