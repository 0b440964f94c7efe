package dev.lifeguard.web.rest;

import dev.lifeguard.operations.GovernorMode;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.Order;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.web.rest.Fields.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Orders as they come in bodies: which fields each has, and what holds where one is not there. */
final class Orders {

    static final String DRY_RUN = "dryRun";

    static final String REASON = "reason";
    private static final String MODE = "mode";
    private static final String TIMEOUT = "timeout";
    private static final String DEADLINE = "deadline";
    private static final String CONFIRM_CUT = "confirmCut";
    private static final String MODES = Arrays.stream(GovernorMode.values()).map(GovernorMode::word).collect(Collectors.joining(", "));
    private static final Duration STANDARD_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STANDARD_DEADLINE = Duration.ofSeconds(5);

    private Orders() {}

    static Map<String, Type> fields(Operation operation) {
        Map<String, Type> fields = new HashMap<>(Map.of(REASON, Type.TEXT, DRY_RUN, Type.FLAG));
        switch (operation) {
            case SETTINGS -> fields.putAll(Map.of(
                    "min", Type.WHOLE_NUMBER,
                    "max", Type.WHOLE_NUMBER,
                    "waitTimeoutSeconds", Type.WHOLE_NUMBER,
                    "idleTimeoutSeconds", Type.WHOLE_NUMBER,
                    "revertAfter", Type.DURATION,
                    "persist", Type.FLAG));
            case RECYCLE, DRAIN -> fields.put(TIMEOUT, Type.DURATION);
            case FLUSH -> fields.put(CONFIRM_CUT, Type.WHOLE_NUMBER);
            case PING -> fields.put(DEADLINE, Type.DURATION);
            case GOVERN -> fields.put(MODE, Type.TEXT);
            case WARM, RESUME -> { }
            case DRILL -> fields.putAll(DrillOrders.FIELDS);
        }
        return fields;
    }

    /** @param version of the settings that a change of them is based on; of no interest to anything else */
    static Order of(Operation operation, PoolId pool, Optional<String> version, Fields fields) {
        Optional<String> reason = fields.text(REASON);
        return withinRanges(() -> switch (operation) {
            case SETTINGS -> new Order.Settings(
                    pool,
                    new SettingsChange(
                            fields.whole("min"),
                            fields.whole("max"),
                            fields.seconds("waitTimeoutSeconds"),
                            fields.seconds("idleTimeoutSeconds")),
                    version,
                    fields.duration("revertAfter"),
                    fields.flag("persist"),
                    reason);
            case RECYCLE -> new Order.Recycle(pool, fields.duration(TIMEOUT).orElse(STANDARD_TIMEOUT), reason);
            case FLUSH -> new Order.Flush(pool, fields.whole(CONFIRM_CUT), reason);
            case PING -> new Order.Ping(pool, fields.duration(DEADLINE).orElse(STANDARD_DEADLINE), reason);
            case WARM -> new Order.Warm(pool, reason);
            case DRAIN -> new Order.Drain(pool, fields.duration(TIMEOUT).orElse(STANDARD_TIMEOUT), reason);
            case RESUME -> new Order.Resume(pool, reason);
            case GOVERN -> new Order.Govern(pool, mode(fields), reason);
            case DRILL -> throw new IllegalArgumentException("A drill is begun at an address of its own");
        });
    }

    private static GovernorMode mode(Fields fields) {
        String word = fields.text(MODE).orElseThrow(() -> ApiError.invalid("mode is missing; it must be one of " + MODES));
        return Arrays.stream(GovernorMode.values())
                .filter(mode -> mode.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ApiError.badParameter(MODE, word, "one of " + MODES));
    }

    static <T> T withinRanges(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(e.getMessage());
        }
    }
}
