package dev.lifeguard.server.liberty;

import java.util.Map;

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

    /** The limits that a pool will have once the server builds it. */
    static Limits configured(Map<String, Object> connectionManager) {
        return new Limits(
                number(connectionManager, "minPoolSize", DEFAULTS.min),
                number(connectionManager, "maxPoolSize", DEFAULTS.max),
                number(connectionManager, "connectionTimeout", DEFAULTS.connectionTimeoutSeconds),
                number(connectionManager, "maxIdleTime", DEFAULTS.maxIdleSeconds),
                number(connectionManager, "agedTimeout", DEFAULTS.agedTimeoutSeconds),
                number(connectionManager, "reapTime", DEFAULTS.reapSeconds));
    }

    private static int number(Map<String, Object> properties, String name, int otherwise) {
        return properties.get(name) instanceof Number number ? number.intValue() : otherwise;
    }
}
