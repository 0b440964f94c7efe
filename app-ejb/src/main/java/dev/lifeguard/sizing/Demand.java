package dev.lifeguard.sizing;

import java.time.Duration;

/**
 * What is asked of a pool.
 *
 * @param arrivalRate requests per second, whether they had a connection or wait for one, 0 or more
 * @param hold for how long a connection is held, the mean, above zero
 */
public record Demand(double arrivalRate, Duration hold) {

    public Demand {
        if (!(arrivalRate >= 0 && arrivalRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The arrival rate is 0 or more, not " + arrivalRate);
        }
        if (hold.isZero() || hold.isNegative()) {
            throw new IllegalArgumentException("The hold is above zero, not " + hold);
        }
    }

    /** Connections in use in the mean if nobody had to wait: Little's law, L = λ W (J. D. C. Little, Operations Research 9, 1961). */
    public double load() {
        return arrivalRate * hold.toNanos() / 1e9;
    }
}
