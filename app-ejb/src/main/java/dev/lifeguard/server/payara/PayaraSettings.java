package dev.lifeguard.server.payara;

import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.server.TellableProperties;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pool's attributes and properties in Payara's words, put into ours. Pure. */
final class PayaraSettings {

    /** The class of server-config's validation jar. It retires by age; a name only, since the jar is the server's. */
    private static final String RETIRES_BY_AGE = "dev.lifeguard.validation.AgeAndHealthValidation";

    /** Where that class finds the maximum age: a run-time parameter among the driver's {@code options}, whole seconds. */
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|\\s)(?:-c\\s*|--)lifeguard\\.max_age_seconds=(\\d{1,15})(?=\\s|$)");

    /** auto-commit and meta-data, the other two, are answered by PostgreSQL's driver itself: nothing is sent, so nothing is checked. */
    private static final Set<String> METHODS_THAT_ASK_THE_DATABASE = Set.of("custom-validation", "table");

    private PayaraSettings() {}

    /**
     * @param attributes by Payara's names, for example {@code steady-pool-size}; those that are not set are missing or blank
     * @param properties the driver's, by name
     * @param visible whether a class of that name is there; one that is not there validates nothing, and Payara does not say so
     */
    static PoolSettings of(Map<String, String> attributes, Map<String, String> properties, Predicate<String> visible) {
        Optional<Boolean> validated = validated(attributes, visible);
        return new PoolSettings(
                atLeast(0, attributes, "steady-pool-size"),
                max(attributes),
                // To Payara, 0 is to wait for ever and never to be idle for too long.
                positive(attributes, "max-wait-time-in-millis").stream().mapToObj(Duration::ofMillis).findFirst(),
                positive(attributes, "idle-timeout-in-seconds").stream().mapToObj(Duration::ofSeconds).findFirst(),
                validated.orElse(false) ? maxAge(attributes, properties) : Optional.empty(),
                validated,
                serverTerms(attributes, properties));
    }

    /** Of a min above max Payara makes both the larger of the two, and says so nowhere. */
    private static OptionalInt max(Map<String, String> attributes) {
        OptionalInt max = atLeast(1, attributes, "max-pool-size");
        int min = atLeast(0, attributes, "steady-pool-size").orElse(0);
        return max.isPresent() && max.getAsInt() < min ? OptionalInt.of(min) : max;
    }

    private static Optional<Boolean> validated(Map<String, String> attributes, Predicate<String> visible) {
        String method = attributes.getOrDefault("connection-validation-method", "");
        if (!Boolean.parseBoolean(attributes.get("is-connection-validation-required")) || !METHODS_THAT_ASK_THE_DATABASE.contains(method)) {
            return Optional.of(false);
        }
        if (method.equals("custom-validation") && !visible.test(attributes.getOrDefault("validation-classname", ""))) {
            // Perhaps it is in the library of another application, where the borrowers see it and we do not.
            return Optional.empty();
        }
        return Optional.of(true);
    }

    private static Optional<Duration> maxAge(Map<String, String> attributes, Map<String, String> properties) {
        if (!RETIRES_BY_AGE.equals(attributes.get("validation-classname"))) {
            return Optional.empty();
        }
        Matcher matcher = MAX_AGE.matcher(properties.getOrDefault("options", ""));
        long seconds = 0;
        while (matcher.find()) {
            // As PostgreSQL does: the last one counts.
            seconds = Long.parseLong(matcher.group(1));
        }
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private static Map<String, String> serverTerms(Map<String, String> attributes, Map<String, String> properties) {
        Map<String, String> terms = new TreeMap<>();
        attributes.forEach((name, value) -> {
            if (value != null && !value.isBlank()) {
                terms.put(name, value);
            }
        });
        properties.forEach((name, value) -> {
            if (value != null) {
                TellableProperties.told(name, value).ifPresent(told -> terms.put("property." + name, told));
            }
        });
        return terms;
    }

    /** Payara takes a size that makes no sense without a word, and uses another: then there is none to tell, but in its own terms. */
    private static OptionalInt atLeast(int least, Map<String, String> attributes, String name) {
        String value = attributes.getOrDefault(name, "").strip();
        return value.matches("\\d{1,9}") && Integer.parseInt(value) >= least
                ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
    }

    private static OptionalLong positive(Map<String, String> attributes, String name) {
        String value = attributes.getOrDefault(name, "").strip();
        return value.matches("\\d{1,15}") && Long.parseLong(value) > 0 ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }
}
