package dev.lifeguard.web.rest;

import dev.lifeguard.web.problem.ProblemException;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The body of an order: one flat object, each field known, there at most once, and of its type. Whatever else it is, is a problem of the
 * one who sent it. Read as a stream and left at the first thing that does not belong there, so that neither depth nor length costs
 * anything.
 */
final class Fields {

    static final int MOST_BYTES = 16 * 1024;

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
    /** Fits an int. The ranges of the fields are narrower. */
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");
    /** Without an exponent, which could make a short text a huge number. The ranges of the fields are narrower. */
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,12})?");
    /** More than any duration has that is in a range. */
    private static final int LONGEST_DURATION = 40;

    /** Of what type a field is. */
    enum Type {
        WHOLE_NUMBER("a whole number"),
        NUMBER("a number without an exponent"),
        TEXT("a text"),
        DURATION("a text such as \"PT30S\""),
        FLAG("true or false");

        private final String words;

        Type(String words) {
            this.words = words;
        }
    }

    private final Map<String, Object> values;

    private Fields(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * @param body as it came; nothing at all is an object without a field
     * @param known every field that may be there
     */
    static Fields read(InputStream body, Map<String, Type> known) throws IOException {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new ProblemException(ProblemType.TOO_LARGE, "A body has at most " + MOST_BYTES + " bytes");
        }
        return bytes.length == 0 ? new Fields(Map.of()) : parse(text(bytes), known);
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw ApiError.invalid("The body is not UTF-8");
        }
    }

    private static Fields parse(String text, Map<String, Type> known) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            if (parser.next() != Event.START_OBJECT) {
                throw ApiError.invalid("The body is not a JSON object");
            }
            Map<String, Object> values = new HashMap<>();
            while (parser.next() == Event.KEY_NAME) {
                String name = parser.getString();
                Type type = known.get(name);
                if (type == null) {
                    // Not by its name, which may be anything.
                    throw ApiError.invalid("The body has a field that is not known here; those known are "
                            + String.join(", ", new TreeSet<>(known.keySet())));
                }
                if (values.put(name, value(parser, name, type)) != null) {
                    throw ApiError.invalid(name + " is there twice");
                }
            }
            if (parser.hasNext()) {
                throw ApiError.invalid("Something follows the JSON object");
            }
            return new Fields(values);
        } catch (JsonException | NoSuchElementException | IllegalStateException e) {
            throw ApiError.invalid("The body is not JSON");
        }
    }

    private static Object value(JsonParser parser, String name, Type type) {
        Event event = parser.next();
        return switch (type) {
            case WHOLE_NUMBER -> {
                if (event != Event.VALUE_NUMBER || !WHOLE.matcher(parser.getString()).matches()) {
                    throw mustBe(name, type);
                }
                yield Integer.valueOf(parser.getString());
            }
            case NUMBER -> {
                if (event != Event.VALUE_NUMBER || !DECIMAL.matcher(parser.getString()).matches()) {
                    throw mustBe(name, type);
                }
                yield Double.valueOf(parser.getString());
            }
            case TEXT -> {
                if (event != Event.VALUE_STRING) {
                    throw mustBe(name, type);
                }
                yield parser.getString();
            }
            case DURATION -> {
                if (event != Event.VALUE_STRING) {
                    throw mustBe(name, type);
                }
                yield duration(name, parser.getString());
            }
            case FLAG -> {
                if (event != Event.VALUE_TRUE && event != Event.VALUE_FALSE) {
                    throw mustBe(name, type);
                }
                yield event == Event.VALUE_TRUE;
            }
        };
    }

    static Duration duration(String name, String text) {
        try {
            if (text.length() <= LONGEST_DURATION) {
                return Duration.parse(text);
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw mustBe(name, Type.DURATION);
        }
        throw mustBe(name, Type.DURATION);
    }

    OptionalInt whole(String name) {
        return values.get(name) instanceof Integer number ? OptionalInt.of(number) : OptionalInt.empty();
    }

    OptionalDouble number(String name) {
        return values.get(name) instanceof Double number ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    Optional<String> text(String name) {
        return Optional.ofNullable((String) values.get(name));
    }

    Optional<Duration> duration(String name) {
        return Optional.ofNullable((Duration) values.get(name));
    }

    /** Of whole seconds. */
    Optional<Duration> seconds(String name) {
        OptionalInt seconds = whole(name);
        return seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsInt())) : Optional.empty();
    }

    /** Where it is not there, no. */
    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    private static RuntimeException mustBe(String name, Type type) {
        return ApiError.invalid(name + " must be " + type.words);
    }
}
