package dev.lifeguard.sizing;

import dev.lifeguard.statistics.ErlangC;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What a pool of another size would do with the present demand.
 *
 * @param max the size
 * @param utilization the share of it in use in the mean, a ratio of max; above 1 where the demand is larger than the pool
 * @param waitSeconds what 99 % of the requests would wait at most, seconds; absent where the queue would grow for ever
 */
public record Prediction(int max, double utilization, OptionalDouble waitSeconds) {

    private static final double SHARE = 0.99;

    /** For every size within the bounds, the smallest first. */
    public static List<Prediction> all(Demand demand, Bounds bounds) {
        return IntStream.rangeClosed(bounds.floor(), bounds.ceiling()).mapToObj(size -> of(size, demand)).toList();
    }

    public static Prediction of(int size, Demand demand) {
        return new Prediction(size, demand.load() / size, ErlangC.waitSeconds(size, demand.load(), demand.hold(), SHARE));
    }
}
