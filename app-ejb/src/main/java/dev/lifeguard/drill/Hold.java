package dev.lifeguard.drill;

import java.util.Locale;
import java.util.SplittableRandom;

/** How the times that a drill holds its connections are distributed around their mean. */
public enum Hold {
    CONSTANT,
    /** As long again in the mean, however long it was already. */
    EXPONENTIAL,
    /** Mostly short, with a heavy tail: the logarithm is normally distributed, with a standard deviation of one. */
    LOGNORMAL;

    /** The logarithm's mean, below that of the distribution: exp(−σ²/2) · exp(σz) has the mean one. */
    private static final double LOGNORMAL_SHIFT = -0.5;

    /** One hold, of mean one, 0 or more and without an end. */
    double next(SplittableRandom random) {
        return switch (this) {
            case CONSTANT -> 1;
            case EXPONENTIAL -> Arrivals.exponential(random);
            case LOGNORMAL -> Math.exp(LOGNORMAL_SHIFT + gaussian(random));
        };
    }

    /** By G. E. P. Box and M. E. Muller, A note on the generation of random normal deviates, 1958. */
    private static double gaussian(SplittableRandom random) {
        return Math.sqrt(2 * Arrivals.exponential(random)) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** The word as it stands in orders and answers: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
