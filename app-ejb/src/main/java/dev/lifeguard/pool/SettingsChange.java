package dev.lifeguard.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to become of a pool's settings. What is absent stays as it is.
 *
 * @param min the least number of connections to keep open, 0 to 10,000, at most {@code max} if both are given
 * @param max the most connections that may be open, 1 to 10,000
 * @param waitTimeout how long a request waits for a connection, 1 s to 1 h in whole seconds
 * @param idleTimeout how long a connection above min may be idle, 1 s to 24 h in whole seconds
 */
public record SettingsChange(OptionalInt min, OptionalInt max, Optional<Duration> waitTimeout, Optional<Duration> idleTimeout) {

    public static final int MOST_CONNECTIONS = 10_000;
    public static final Duration LONGEST_WAIT_TIMEOUT = Duration.ofHours(1);
    public static final Duration LONGEST_IDLE_TIMEOUT = Duration.ofHours(24);

    /** @throws IllegalArgumentException that names what is out of its range, the value and the range */
    public SettingsChange {
        Objects.requireNonNull(min, "min");
        Objects.requireNonNull(max, "max");
        requireWithin("min", min, 0);
        requireWithin("max", max, 1);
        requireWithin("waitTimeout", waitTimeout, LONGEST_WAIT_TIMEOUT);
        requireWithin("idleTimeout", idleTimeout, LONGEST_IDLE_TIMEOUT);
        if (min.isPresent() && max.isPresent() && min.getAsInt() > max.getAsInt()) {
            throw new IllegalArgumentException("min is " + min.getAsInt() + "; it must be at most max, which is " + max.getAsInt());
        }
    }

    /** Both sizes, the timeouts as they are. */
    public static SettingsChange ofSize(int min, int max) {
        return new SettingsChange(OptionalInt.of(min), OptionalInt.of(max), Optional.empty(), Optional.empty());
    }

    public static SettingsChange ofMax(int max) {
        return new SettingsChange(OptionalInt.empty(), OptionalInt.of(max), Optional.empty(), Optional.empty());
    }

    /** Whether it changes nothing, whatever the settings are. */
    public boolean isEmpty() {
        return min.isEmpty() && max.isEmpty() && waitTimeout.isEmpty() && idleTimeout.isEmpty();
    }

    private static void requireWithin(String what, OptionalInt number, int least) {
        if (number.isPresent() && (number.getAsInt() < least || number.getAsInt() > MOST_CONNECTIONS)) {
            throw new IllegalArgumentException(what + " is " + number.getAsInt() + "; it must be from " + least + " to " + MOST_CONNECTIONS);
        }
    }

    private static void requireWithin(String what, Optional<Duration> time, Duration longest) {
        time.ifPresent(value -> {
            boolean whole = value.equals(Duration.ofSeconds(value.toSeconds()));
            if (!whole || value.isZero() || value.isNegative() || value.compareTo(longest) > 0) {
                throw new IllegalArgumentException(
                        what + " is " + value + "; it must be whole seconds, from PT1S to " + longest);
            }
        });
    }
}
