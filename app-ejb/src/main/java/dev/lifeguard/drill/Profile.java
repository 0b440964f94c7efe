package dev.lifeguard.drill;

import java.util.Locale;

/** How a drill's rate goes over its time, from the base rate up to the peak rate. */
public enum Profile {
    /** The base rate throughout. */
    STEADY,
    /** The base rate, but the peak rate in the middle third. */
    STEP,
    /** Evenly from the base rate to the peak rate. */
    RAMP,
    /** One wave: the base rate at both ends, the peak rate in the middle, as a cosine goes. */
    DIURNAL,
    /** The base rate, but the peak rate for a twentieth of the time, from the middle on. */
    SPIKE;

    private static final double STEP_BEGIN = 1.0 / 3;
    private static final double STEP_LENGTH = 1.0 / 3;
    private static final double SPIKE_BEGIN = 0.5;
    private static final double SPIKE_LENGTH = 0.05;

    /**
     * How far the rate is from base to peak, averaged over the time so far and multiplied with it: what lies under the curve.
     *
     * @param share how much of the time has gone, 0 to 1
     */
    double area(double share) {
        return switch (this) {
            case STEADY -> 0;
            case STEP -> Math.min(Math.max(share - STEP_BEGIN, 0), STEP_LENGTH);
            case RAMP -> share * share / 2;
            case DIURNAL -> share / 2 - Math.sin(2 * Math.PI * share) / (4 * Math.PI);
            case SPIKE -> Math.min(Math.max(share - SPIKE_BEGIN, 0), SPIKE_LENGTH);
        };
    }

    /** The word as it stands in orders and answers: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
