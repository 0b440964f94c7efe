package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.Window;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** Figures of a pool's borrows as JSON. What was not seen, or of too few to tell, is left out. */
final class FiguresJson {

    private static final Map<String, Double> QUANTILES = new LinkedHashMap<>();
    /** More places of a ratio, a mean or a rate would only look like precision. */
    private static final double MILLIONTHS = 1e6;

    static {
        QUANTILES.put("p50", 0.5);
        QUANTILES.put("p95", 0.95);
        QUANTILES.put("p99", 0.99);
        QUANTILES.put("p999", 0.999);
    }

    private FiguresJson() {}

    static JsonObjectBuilder of(PoolObservation seen, Window window, BorrowFigures figures) {
        JsonObjectBuilder json = JSON.createObjectBuilder().add("lengthSeconds", Seconds.of(window.length()));
        if (!figures.covered().isZero()) {
            json.add("coveredSeconds", Seconds.of(figures.covered()));
        }
        addUse(json, figures);
        add(json, "inUseMean", figures.inUseMean());
        addTimes(json, seen, figures);
        if (seen.timing() == Timing.EXACT) {
            add(json, "arrivalRate", figures.arrivalRate());
            add(json, "throughput", figures.throughput());
            addFailures(json, figures.failures());
            addSome(json, "queueing", figures.queueing());
            addSome(json, "opening", figures.opening());
        }
        return json;
    }

    /** How the connections were in use. */
    static void addUse(JsonObjectBuilder json, BorrowFigures figures) {
        add(json, "utilization", figures.utilization());
        figures.inUsePeak().ifPresent(peak -> json.add("inUsePeak", peak));
        figures.waitingPeak().ifPresent(peak -> json.add("waitingPeak", peak));
    }

    /** How long it took to have a connection, and for how long it was held. */
    static void addTimes(JsonObjectBuilder json, PoolObservation seen, BorrowFigures figures) {
        if (seen.timing() != Timing.OFF) {
            json.add("acquisition", times(figures.acquisition(), share -> seen.acquisitionNanos(figures, share))
                    .add("over10ms", figures.over10ms()));
        }
        if (seen.timing() == Timing.EXACT) {
            json.add("hold", times(figures.hold()));
        }
    }

    static void addFailures(JsonObjectBuilder json, Map<FailureKind, Long> failures) {
        json.add("exhaustions", failures.getOrDefault(FailureKind.EXHAUSTED, 0L));
        JsonObjectBuilder byKind = JSON.createObjectBuilder();
        for (FailureKind kind : FailureKind.values()) {
            byKind.add(Words.of(kind), failures.getOrDefault(kind, 0L));
        }
        json.add("failures", byKind);
    }

    /** Nobody may have queued, or the server may not tell: both are no number. */
    private static void addSome(JsonObjectBuilder json, String name, Histogram times) {
        if (times.count() > 0) {
            json.add(name, times(times));
        }
    }

    static JsonObjectBuilder times(Histogram times) {
        return times(times, times::quantileNanos);
    }

    private static JsonObjectBuilder times(Histogram times, Function<Double, OptionalLong> quantile) {
        JsonObjectBuilder json = JSON.createObjectBuilder().add("count", times.count());
        QUANTILES.forEach((name, share) -> Seconds.add(json, name, quantile.apply(share)));
        Seconds.add(json, "max", times.maxNanos());
        times.meanNanos().ifPresent(mean -> json.add("mean", Seconds.of(Math.rint(mean))));
        return json;
    }

    static void add(JsonObjectBuilder json, String name, OptionalDouble number) {
        number.ifPresent(value -> json.add(name, rounded(value)));
    }

    static double rounded(double value) {
        return Math.round(value * MILLIONTHS) / MILLIONTHS;
    }
}
