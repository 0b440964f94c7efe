package dev.lifeguard.web.metrics;

import dev.lifeguard.web.report.PoolReport;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One metric that every pool has.
 *
 * @param name as it is scraped, a counter's with {@code _total}
 * @param unit of its values, in base units
 * @param help one sentence without its full stop, free of quotes, backslashes and line breaks
 * @param series one, or one for each value of a label
 */
record Metric(String name, Type type, String unit, String help, List<Series> series) {

    enum Type {
        GAUGE,
        COUNTER
    }

    /**
     * @param labels its own, besides the pool's
     * @param value absent where it is not measured: absent is not zero
     */
    record Series(Map<String, String> labels, Function<PoolReport, OptionalDouble> value) {}

    static Metric gauge(String name, String unit, String help, Function<PoolReport, OptionalDouble> value) {
        return gauge(name, unit, help, alone(value));
    }

    static Metric gauge(String name, String unit, String help, List<Series> series) {
        return new Metric(name, Type.GAUGE, unit, help, series);
    }

    static Metric counter(String name, String unit, String help, Function<PoolReport, OptionalDouble> value) {
        return counter(name, unit, help, alone(value));
    }

    static Metric counter(String name, String unit, String help, List<Series> series) {
        return new Metric(name, Type.COUNTER, unit, help, series);
    }

    /** A series for each of these values of a label. */
    static <T> List<Series> by(
            String label, T[] values, Function<T, String> word, BiFunction<PoolReport, T, OptionalDouble> value) {
        return Arrays.stream(values)
                .map(each -> new Series(Map.of(label, word.apply(each)), report -> value.apply(report, each)))
                .toList();
    }

    private static List<Series> alone(Function<PoolReport, OptionalDouble> value) {
        return List.of(new Series(Map.of(), value));
    }

    /** The names of the labels that tell the series apart, in their order; empty if there is one series. */
    List<String> labels() {
        return series.get(0).labels().keySet().stream().sorted().toList();
    }
}
