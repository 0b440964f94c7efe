package dev.lifeguard.web.rest;

import dev.lifeguard.drill.Arrivals;
import dev.lifeguard.drill.DrillMode;
import dev.lifeguard.drill.DrillPlan;
import dev.lifeguard.drill.Hold;
import dev.lifeguard.drill.Profile;
import dev.lifeguard.web.rest.Fields.Type;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans of drills as they come in bodies: which fields there are, and what holds where one is not there. */
final class DrillOrders {

    private static final String ARRIVALS = "arrivals";
    private static final String PROFILE = "profile";
    private static final String BASE_RATE = "baseRate";
    private static final String PEAK_RATE = "peakRate";
    private static final String HOLD = "hold";
    private static final String HOLD_SECONDS = "holdSeconds";
    private static final String MODE = "mode";
    private static final String DURATION_SECONDS = "durationSeconds";
    private static final String SEED = "seed";
    private static final double NANOS_PER_SECOND = 1e9;
    /** What fits a field. */
    private static final int MOST_SEED = 999_999_999;

    /** Beside those that every order has. */
    static final Map<String, Type> FIELDS = Map.of(
            ARRIVALS, Type.TEXT,
            PROFILE, Type.TEXT,
            BASE_RATE, Type.NUMBER,
            PEAK_RATE, Type.NUMBER,
            HOLD, Type.TEXT,
            HOLD_SECONDS, Type.NUMBER,
            MODE, Type.TEXT,
            DURATION_SECONDS, Type.WHOLE_NUMBER,
            SEED, Type.WHOLE_NUMBER);

    private DrillOrders() {}

    static DrillPlan plan(Fields fields) {
        Profile profile = choice(fields, PROFILE, Profile.STEADY);
        double base = required(BASE_RATE, fields.number(BASE_RATE));
        double peak = profile == Profile.STEADY ? base : required(PEAK_RATE, fields.number(PEAK_RATE));
        double hold = required(HOLD_SECONDS, fields.number(HOLD_SECONDS));
        OptionalInt duration = fields.whole(DURATION_SECONDS);
        if (duration.isEmpty()) {
            throw ApiError.invalid(DURATION_SECONDS + " is missing");
        }
        OptionalInt seed = fields.whole(SEED);
        return Orders.withinRanges(() -> new DrillPlan(
                choice(fields, ARRIVALS, Arrivals.POISSON),
                profile,
                base,
                peak,
                choice(fields, HOLD, Hold.EXPONENTIAL),
                Duration.ofNanos(Math.round(hold * NANOS_PER_SECOND)),
                choice(fields, MODE, DrillMode.SLEEP),
                Duration.ofSeconds(duration.getAsInt()),
                seed.orElseGet(() -> ThreadLocalRandom.current().nextInt(MOST_SEED))));
    }

    private static double required(String name, OptionalDouble value) {
        return value.orElseThrow(() -> ApiError.invalid(name + " is missing"));
    }

    private static <T extends Enum<T>> T choice(Fields fields, String name, T standard) {
        Map<String, T> byWord = Stream.of(standard.getDeclaringClass().getEnumConstants()).collect(Collectors.toMap(Words::of, each -> each));
        return fields.text(name).map(word -> {
            T chosen = byWord.get(word);
            if (chosen == null) {
                throw ApiError.invalid(name + " must be one of "
                        + Stream.of(standard.getDeclaringClass().getEnumConstants()).map(Words::of).collect(Collectors.joining(", ")));
            }
            return chosen;
        }).orElse(standard);
    }
}
