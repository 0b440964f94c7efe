package dev.lifeguard.observation;

import java.util.OptionalDouble;

/** The mean of what is known, each value as heavy as the time that it speaks for. */
final class WeightedMean {

    private double sum;
    private long weight;

    void add(OptionalDouble value, long by) {
        if (value.isPresent()) {
            sum += value.getAsDouble() * by;
            weight += by;
        }
    }

    OptionalDouble value() {
        return weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weight);
    }
}
