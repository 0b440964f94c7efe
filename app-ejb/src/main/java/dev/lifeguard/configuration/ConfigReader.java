package dev.lifeguard.configuration;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** Reads single properties. What is not set is the default; what cannot be read is refused by name, value and form. */
final class ConfigReader {

    private final Config config;

    ConfigReader(Config config) {
        this.config = config;
    }

    Duration duration(String property, Duration standard) {
        return read(property, standard, "an ISO 8601 duration such as PT5S", ConfigReader::parseDuration);
    }

    int wholeNumber(String property, int standard) {
        return read(property, standard, "a whole number", ConfigReader::parseWholeNumber);
    }

    /** @param least and {@code most} are the range of what may be set */
    int wholeNumber(String property, int standard, int least, int most) {
        return read(property, standard, "from " + least + " to " + most,
                text -> parseWholeNumber(text).filter(number -> number >= least && number <= most));
    }

    boolean flag(String property, boolean standard) {
        return read(property, standard, "true or false", ConfigReader::parseFlag);
    }

    /** One of the constants of an enumeration, written in lower case with dashes. */
    <T extends Enum<T>> T choice(String property, T standard) {
        Map<String, T> byWord = new LinkedHashMap<>();
        for (T constant : standard.getDeclaringClass().getEnumConstants()) {
            byWord.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return read(property, standard, "one of " + String.join(", ", byWord.keySet()), text -> Optional.ofNullable(byWord.get(text)));
    }

    String text(String property, String standard) {
        return value(property).orElse(standard);
    }

    private Optional<String> value(String property) {
        return config.getOptionalValue(property, String.class).map(String::strip).filter(text -> !text.isEmpty());
    }

    private <T> T read(String property, T standard, String form, Function<String, Optional<T>> parser) {
        Optional<String> text = value(property);
        if (text.isEmpty()) {
            return standard;
        }
        return parser.apply(text.get())
                .orElseThrow(() -> new IllegalArgumentException(property + " is '" + text.get() + "'; it must be " + form));
    }

    private static Optional<Duration> parseDuration(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> parseWholeNumber(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> parseFlag(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
