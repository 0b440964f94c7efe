package dev.lifeguard.drill;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a drill does. Checks its own ranges, by {@link IllegalArgumentException}.
 *
 * @param arrivals how requests are spread around the rate
 * @param profile how the rate goes over the time
 * @param baseRate requests a second, 0.1 to 2,000
 * @param peakRate requests a second, from {@code baseRate} to 2,000; the base rate itself where the profile is {@code STEADY}
 * @param hold how the holds are distributed
 * @param meanHold their mean, 0.1 ms to 10 s. The product with the peak rate is at most 200, the threads that a drill has
 * @param mode what is done while a connection is held
 * @param duration for how long requests come, 1 s to 1 h
 * @param seed two drills of the same plan have the same requests, to the nanosecond
 */
public record DrillPlan(
        Arrivals arrivals,
        Profile profile,
        double baseRate,
        double peakRate,
        Hold hold,
        Duration meanHold,
        DrillMode mode,
        Duration duration,
        long seed) {

    public static final double LEAST_RATE = 0.1;
    public static final double MOST_RATE = 2_000;
    public static final Duration SHORTEST_HOLD = Duration.ofNanos(100_000);
    public static final Duration LONGEST_HOLD = Duration.ofSeconds(10);
    public static final Duration SHORTEST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofHours(1);
    /** A request that comes while so many are under way is shed. */
    public static final int MOST_THREADS = 200;

    private static final double NANOS_PER_SECOND = 1e9;

    public DrillPlan {
        Objects.requireNonNull(arrivals, "arrivals");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(hold, "hold");
        Objects.requireNonNull(mode, "mode");
        peakRate = profile == Profile.STEADY ? baseRate : peakRate;
        requireWithin("baseRate", baseRate, LEAST_RATE, MOST_RATE);
        requireWithin("peakRate", peakRate, baseRate, MOST_RATE);
        requireWithin("holdSeconds", seconds(meanHold), seconds(SHORTEST_HOLD), seconds(LONGEST_HOLD));
        requireWithin("durationSeconds", seconds(duration), seconds(SHORTEST), seconds(LONGEST));
        if (peakRate * seconds(meanHold) > MOST_THREADS) {
            throw new IllegalArgumentException("The load is " + number(peakRate * seconds(meanHold)) + " connections, rate × holdSeconds; it"
                    + " must be at most " + MOST_THREADS + ", the threads of a drill");
        }
    }

    private static void requireWithin(String what, double value, double least, double most) {
        // Not by its negation: a value that is no number is in no range.
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    what + " is " + number(value) + "; it must be from " + number(least) + " to " + number(most));
        }
    }

    /** How many requests are expected in the first so many seconds. */
    double expected(double seconds) {
        double all = seconds(duration);
        return baseRate * seconds + (peakRate - baseRate) * all * profile.area(seconds / all);
    }

    /** How many requests are expected in all; where arrivals are constant, how many there are, less than one more or fewer. */
    public double offered() {
        return expected(seconds(duration));
    }

    /** Connections that are in use in the mean at the base rate: rate × hold, by Little's law, if nobody has to wait. */
    public double load() {
        return baseRate * seconds(meanHold);
    }

    /** The same at the peak rate. */
    public double peakLoad() {
        return peakRate * seconds(meanHold);
    }

    /** In the words of the API. */
    public Map<String, String> words() {
        return Map.of(
                "arrivals", arrivals.word(),
                "profile", profile.word(),
                "baseRate", number(baseRate),
                "peakRate", number(peakRate),
                "hold", hold.word(),
                "holdSeconds", number(seconds(meanHold)),
                "mode", mode.word(),
                "durationSeconds", number(seconds(duration)),
                "seed", Long.toString(seed));
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }

    private static String number(double value) {
        return Double.isFinite(value) ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString() : String.format(Locale.ROOT, "%s", value);
    }
}
