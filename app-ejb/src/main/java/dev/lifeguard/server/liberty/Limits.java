package dev.lifeguard.server.liberty;

import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The limits of a pool as Liberty counts them, in connections and seconds.
 *
 * @param min 0 or more
 * @param max 0 for no limit
 * @param connectionTimeoutSeconds −1 to wait for ever
 * @param maxIdleSeconds −1 for no limit
 * @param agedTimeoutSeconds −1 for no limit, 0 to use each connection once
 * @param reapSeconds how often idle and old connections are looked for; −1 for never
 */
record Limits(int min, int max, int connectionTimeoutSeconds, int maxIdleSeconds, int agedTimeoutSeconds, int reapSeconds) {

    /** What the server takes for each attribute that is not given; in its documentation and in its code. */
    private static final Limits DEFAULTS = new Limits(0, 50, 30, 1800, -1, 180);

    /** The limits that the server builds a pool with, or puts in force when they are edited. */
    static Limits configured(Map<String, Object> connectionManager) {
        return new Limits(
                number(connectionManager, "minPoolSize", DEFAULTS.min),
                number(connectionManager, "maxPoolSize", DEFAULTS.max),
                number(connectionManager, "connectionTimeout", DEFAULTS.connectionTimeoutSeconds),
                number(connectionManager, "maxIdleTime", DEFAULTS.maxIdleSeconds),
                number(connectionManager, "agedTimeout", DEFAULTS.agedTimeoutSeconds),
                number(connectionManager, "reapTime", DEFAULTS.reapSeconds));
    }

    /** In our words. */
    SettingsInForce inForce() {
        // Nobody looks for idle connections when nothing is reaped.
        Optional<Duration> idleTimeout = reapSeconds > 0 ? duration(maxIdleSeconds) : Optional.empty();
        OptionalInt limit = max > 0 ? OptionalInt.of(max) : OptionalInt.empty();
        return new SettingsInForce(min, limit, duration(connectionTimeoutSeconds), idleTimeout);
    }

    /** These, as changed. */
    Limits with(SettingsChange change) {
        int maxIdle = seconds(change.idleTimeout(), maxIdleSeconds);
        return new Limits(
                change.min().orElse(min),
                change.max().orElse(max),
                seconds(change.waitTimeout(), connectionTimeoutSeconds),
                maxIdle,
                agedTimeoutSeconds,
                // Without it nobody would look for idle connections.
                change.idleTimeout().isPresent() && reapSeconds <= 0 ? maxIdle : reapSeconds);
    }

    /** Whether min is not above max. */
    boolean areOrdered() {
        return max == 0 || min <= max;
    }

    private static int seconds(Optional<Duration> changed, int otherwise) {
        return changed.map(time -> (int) time.toSeconds()).orElse(otherwise);
    }

    Optional<Duration> agedTimeout() {
        return duration(agedTimeoutSeconds);
    }

    private static Optional<Duration> duration(int seconds) {
        return seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private static int number(Map<String, Object> properties, String name, int otherwise) {
        return properties.get(name) instanceof Number number ? number.intValue() : otherwise;
    }
}
