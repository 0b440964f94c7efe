package dev.lifeguard.web.metrics;

import dev.lifeguard.health.Verdict;
import dev.lifeguard.observation.ObservationListener;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.web.report.PoolReports;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Keeps a set of metrics for each pool. A metric is there only while its value is: what is not measured is absent, not zero.
 * Reconciled after each look for pools, on the sampler's thread.
 */
public final class PoolMetrics implements ObservationListener {

    private static final String DROPPED_MINUTES = "lifeguard_history_rows_dropped_total";
    private static final String DROPPED_MINUTES_DESCRIPTION = "Minutes of pools that the history could not keep";
    private static final List<PoolCounter> COUNTERS = List.of(
            new PoolCounter(
                    "lifeguard_pool_saturated_seconds_total",
                    "Time with nothing idle, max reached and somebody waiting, in whole seconds",
                    seen -> seen.saturatedTime().toSeconds()),
            new PoolCounter(
                    "lifeguard_pool_own_borrows_total",
                    "Connections that Lifeguard borrowed for itself, by why",
                    seen -> seen.ownBorrows().getOrDefault(OwnBorrow.PROBE, 0L),
                    new Tag("why", "probe")));

    private final MetricRegistry registry;
    private final Observatory observatory;
    private final Set<MetricID> registered = new HashSet<>();
    private final Map<MetricID, Long> counted = new HashMap<>();
    private final List<PoolGauge> gauges;
    private boolean closed;

    public PoolMetrics(MetricRegistry registry, Observatory observatory, PoolReports reports) {
        this.registry = registry;
        this.observatory = observatory;
        this.gauges = gauges(reports);
    }

    @Override
    public synchronized void observed(List<PoolObservation> pools) {
        if (closed) {
            // A pass of the sampler was under way when the web module left: what it registered now would stay for ever.
            return;
        }
        Set<MetricID> present = new HashSet<>();
        for (PoolObservation seen : pools) {
            gauges.forEach(gauge -> reconcile(gauge, seen, present));
            COUNTERS.forEach(counter -> reconcile(counter, seen, present));
        }
        count(DROPPED_MINUTES, DROPPED_MINUTES_DESCRIPTION, observatory.droppedMinutes(), present);
        List<MetricID> gone = registered.stream().filter(id -> !present.contains(id)).toList();
        gone.forEach(this::remove);
    }

    /** Takes all metrics back out of the registry, for good. */
    public synchronized void close() {
        closed = true;
        List.copyOf(registered).forEach(this::remove);
    }

    private void reconcile(PoolGauge gauge, PoolObservation seen, Set<MetricID> present) {
        if (gauge.value().apply(seen).isEmpty()) {
            return;
        }
        PoolId pool = seen.pool().id();
        MetricID id = new MetricID(gauge.name(), tags(seen, gauge.tags()));
        present.add(id);
        if (!registered.contains(id)) {
            Metadata metadata = Metadata.builder().withName(gauge.name()).withDescription(gauge.description()).build();
            // The registry holds the object weakly and the function strongly; this one lives as long as its metrics.
            registry.gauge(metadata, this, self -> self.current(pool, gauge), id.getTagsAsArray());
            registered.add(id);
        }
    }

    private void reconcile(PoolCounter counter, PoolObservation seen, Set<MetricID> present) {
        count(counter.name(), counter.description(), counter.total().applyAsLong(seen), present, tags(seen, counter.tags()));
    }

    private void count(String name, String description, long total, Set<MetricID> present, Tag... tags) {
        MetricID id = new MetricID(name, tags);
        present.add(id);
        Metadata metadata = Metadata.builder().withName(name).withDescription(description).build();
        long before = counted.getOrDefault(id, 0L);
        // A pool that was found anew counts from zero again, while the metric goes on.
        registry.counter(metadata, tags).inc(total >= before ? total - before : total);
        registered.add(id);
        counted.put(id, total);
    }

    /** The value now; not a number in the moment between its going and the metric's removal. */
    private double current(PoolId pool, PoolGauge gauge) {
        return observatory.observation(pool).map(gauge.value()).orElse(OptionalDouble.empty()).orElse(Double.NaN);
    }

    private void remove(MetricID id) {
        registry.remove(id);
        registered.remove(id);
        counted.remove(id);
    }

    private static Tag[] tags(PoolObservation seen, List<Tag> further) {
        Stream<Tag> identity = Stream.of(
                new Tag("pool", seen.pool().name()), new Tag("pool_id", seen.pool().id().value()));
        return Stream.concat(identity, further.stream()).toArray(Tag[]::new);
    }

    private static List<PoolGauge> gauges(PoolReports reports) {
        String connections = "Connections of the pool, by state";
        List<PoolGauge> gauges = new ArrayList<>(List.of(
                new PoolGauge("lifeguard_pool_connections", connections, ofUsage(PoolUsage::inUse), new Tag("state", "in_use")),
                new PoolGauge("lifeguard_pool_connections", connections, ofUsage(PoolUsage::idle), new Tag("state", "idle")),
                new PoolGauge("lifeguard_pool_connections_max", "The most connections that may be open", ofOptional(PoolUsage::max)),
                new PoolGauge("lifeguard_pool_connections_min", "The least connections to keep open", ofUsage(PoolUsage::min)),
                new PoolGauge(
                        "lifeguard_pool_utilization_ratio",
                        "Time-weighted mean of in use divided by max over the last minute",
                        PoolObservation::utilization),
                new PoolGauge("lifeguard_pool_requests_waiting", "Requests queued for a connection", ofOptional(PoolUsage::waiting))));
        for (Verdict verdict : Verdict.values()) {
            gauges.add(new PoolGauge(
                    "lifeguard_pool_verdict",
                    "1 for the verdict that holds, 0 for the others",
                    seen -> OptionalDouble.of(reports.of(seen).verdict() == verdict ? 1 : 0),
                    new Tag("verdict", verdict.word())));
        }
        return List.copyOf(gauges);
    }

    private static Function<PoolObservation, OptionalDouble> ofUsage(Function<PoolUsage, Integer> number) {
        return seen -> seen.usage().map(usage -> OptionalDouble.of(number.apply(usage))).orElse(OptionalDouble.empty());
    }

    private static Function<PoolObservation, OptionalDouble> ofOptional(Function<PoolUsage, OptionalInt> number) {
        return seen -> {
            OptionalInt told = seen.usage().map(number).orElse(OptionalInt.empty());
            return told.isPresent() ? OptionalDouble.of(told.getAsInt()) : OptionalDouble.empty();
        };
    }

    private record PoolGauge(String name, String description, Function<PoolObservation, OptionalDouble> value, List<Tag> tags) {

        PoolGauge(String name, String description, Function<PoolObservation, OptionalDouble> value, Tag... tags) {
            this(name, description, value, Arrays.asList(tags));
        }
    }

    private record PoolCounter(String name, String description, ToLongFunction<PoolObservation> total, List<Tag> tags) {

        PoolCounter(String name, String description, ToLongFunction<PoolObservation> total, Tag... tags) {
            this(name, description, total, Arrays.asList(tags));
        }
    }
}
