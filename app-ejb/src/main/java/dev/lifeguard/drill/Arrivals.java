package dev.lifeguard.drill;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How a drill's requests are spread around their rate. Each is a process of rate one, whose time is then stretched by the {@link Profile}:
 * a process of rate one, read at the number of requests that are expected until then, has the rate wanted at each moment (E. Çinlar,
 * Introduction to Stochastic Processes, 1975, section 4.7).
 */
public enum Arrivals {
    /** One after the other, at equal distances. */
    CONSTANT,
    /** Independently of each other, as those of many users are: distances are exponentially distributed. */
    POISSON,
    /** In bursts at one instant: a Poisson process of bursts, of 5 requests in the mean, geometrically distributed from 1 up. */
    BURSTY;

    static final double MEAN_BURST = 5;

    /** The distances of one drill, in a row. */
    final class Distances {

        private final SplittableRandom random;
        private long leftOfBurst;

        private Distances(SplittableRandom random) {
            this.random = random;
        }

        /** From one request to the next where the rate is one, 0 or more, one in the mean. */
        double next() {
            return switch (Arrivals.this) {
                case CONSTANT -> 1;
                case POISSON -> exponential(random);
                case BURSTY -> inBursts();
            };
        }

        private double inBursts() {
            if (leftOfBurst > 0) {
                leftOfBurst--;
                return 0;
            }
            leftOfBurst = (long) (Math.log(1 - random.nextDouble()) / Math.log(1 - 1 / MEAN_BURST));
            return MEAN_BURST * exponential(random);
        }
    }

    Distances distances(SplittableRandom random) {
        return new Distances(random);
    }

    /** Of mean one. */
    static double exponential(SplittableRandom random) {
        return -Math.log(1 - random.nextDouble());
    }

    /** The word as it stands in orders and answers: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
