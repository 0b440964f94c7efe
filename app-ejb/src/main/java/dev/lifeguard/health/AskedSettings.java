package dev.lifeguard.health;

import dev.lifeguard.pool.PoolSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What an operator asks of one pool, to be held against what the server made of it: a server takes some bad values without a word.
 *
 * @param values what was set; what was not is the server's own business
 */
public record AskedSettings(List<Value> values) {

    private static final String WHOLE_NUMBER = "-?[0-9]{1,9}";

    /** What can be asked for. */
    public enum Figure {
        MIN("", made -> boxed(made.min())),
        MAX("", made -> boxed(made.max())),
        WAIT_SECONDS(" s", made -> seconds(made.waitTimeout())),
        IDLE_SECONDS(" s", made -> seconds(made.idleTimeout())),
        MAX_AGE_SECONDS(" s", made -> seconds(made.maxAge()));

        private final String unit;
        private final Function<PoolSettings, Optional<Long>> reader;

        Figure(String unit, Function<PoolSettings, Optional<Long>> reader) {
            this.unit = unit;
            this.reader = reader;
        }

        private static Optional<Long> boxed(OptionalInt number) {
            return number.isPresent() ? Optional.of((long) number.getAsInt()) : Optional.empty();
        }

        private static Optional<Long> seconds(Optional<Duration> duration) {
            return duration.map(Duration::toSeconds);
        }
    }

    /**
     * One number that was asked for.
     *
     * @param source where it was set, as the operator knows it: the name of a variable
     * @param text as it was written
     * @param least the least that may be asked for
     * @param most the most that may be asked for
     */
    public record Value(String source, String text, Figure figure, int least, int most) {

        private Optional<String> deviation(PoolSettings made) {
            Optional<Long> actual = figure.reader.apply(made);
            String does = actual.map(number -> "the server uses " + number + figure.unit).orElse("the server tells no value");
            String range = "from " + least + " to " + most;
            String asked = text.strip();
            if (!asked.matches(WHOLE_NUMBER)) {
                return Optional.of(source + " is '" + asked + "', which is not a whole number " + range + "; " + does);
            }
            int wanted = Integer.parseInt(asked);
            if (wanted < least || wanted > most) {
                return Optional.of(source + " is " + wanted + ", which is not " + range + "; " + does);
            }
            if (actual.isEmpty() || actual.get() != wanted) {
                return Optional.of(source + " asks for " + wanted + figure.unit + ", but " + does);
            }
            return Optional.empty();
        }
    }

    public AskedSettings {
        values = List.copyOf(values);
    }

    /**
     * Where the server does something else than was asked, one sentence each; empty if all is as asked.
     *
     * @param made what was read back from the server
     */
    public List<String> deviations(PoolSettings made) {
        return values.stream().flatMap(value -> value.deviation(made).stream()).toList();
    }
}
