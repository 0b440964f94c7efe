package dev.lifeguard.web.rest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Parameters of addresses: absent if they are not there, and 400 if they are not what they have to be. */
final class Parameters {

    private static final int LONGEST = 100;

    private Parameters() {}

    static int limit(String text, int standard, int most) {
        return parse("limit", text, "from 1 to " + most, Integer::parseInt).map(number -> {
            if (number < 1 || number > most) {
                throw ApiError.badParameter("limit", text, "from 1 to " + most);
            }
            return number;
        }).orElse(standard);
    }

    static Optional<Instant> instant(String name, String text) {
        return parse(name, text, "an instant such as 2026-11-24T12:00:00Z", Instant::parse);
    }

    static Optional<Duration> duration(String name, String text) {
        return parse(name, text, "a duration such as PT5M", Duration::parse);
    }

    static Optional<UUID> id(String name, String text) {
        // Java takes a shorter form too.
        return parse(name, text, "an id", UUID::fromString).filter(id -> {
            if (!id.toString().equalsIgnoreCase(text)) {
                throw ApiError.badParameter(name, text, "an id");
            }
            return true;
        });
    }

    /** One of these words, in lower case. */
    static <E extends Enum<E>> Optional<E> word(String name, String text, Class<E> words) {
        return parse(name, text, "one of its words in lower case", word -> {
            for (E constant : words.getEnumConstants()) {
                if (Words.of(constant).equals(word)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException(word);
        });
    }

    /** @param parser throws what a number, a time or an id throws that is none */
    static <T> Optional<T> parse(String name, String text, String range, Function<String, T> parser) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            if (text.length() <= LONGEST) {
                return Optional.of(parser.apply(text));
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw ApiError.badParameter(name, text, range);
        }
        throw ApiError.badParameter(name, text.substring(0, LONGEST) + "…", range);
    }
}
