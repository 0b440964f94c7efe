package dev.lifeguard.history;

import java.time.Duration;
import java.util.Objects;

/**
 * How the history is kept.
 *
 * @param server who writes: the name under which this server's rows are kept, unique among the servers that share the database and the
 *     same after a restart; 1 to 400 characters, none of them a control character
 * @param retention how long rows are kept, 1 hour to 3,660 days; it is applied to the rows of all servers, so where several share
 *     the database the shortest counts
 * @param queueCapacity how many minutes of pools wait in memory at most while the database is away, 1 to 1,000,000; each has about
 *     500 bytes, up to 2 KB of a pool whose times vary much
 */
public record HistorySettings(String server, Duration retention, int queueCapacity) {

    public static final String SERVER_PROPERTY = "lifeguard.history.server";
    public static final String RETENTION_PROPERTY = "lifeguard.history.retention";
    public static final String QUEUE_CAPACITY_PROPERTY = "lifeguard.history.queue-capacity";

    public static final Duration DEFAULT_RETENTION = Duration.ofDays(30);
    /** A day of 13 pools. */
    public static final int DEFAULT_QUEUE_CAPACITY = 20_000;

    private static final int LONGEST_SERVER = 400;
    private static final Duration SHORTEST_RETENTION = Duration.ofHours(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(3_660);
    private static final int LARGEST_QUEUE_CAPACITY = 1_000_000;

    /** @throws IllegalArgumentException naming the property, its value and its range */
    public HistorySettings {
        Objects.requireNonNull(server, SERVER_PROPERTY);
        Objects.requireNonNull(retention, RETENTION_PROPERTY);
        if (server.isBlank() || server.length() > LONGEST_SERVER || server.chars().anyMatch(Character::isISOControl)) {
            throw outOfRange(SERVER_PROPERTY, "'" + server + "'", "1 to " + LONGEST_SERVER + " characters, not blank, none of control");
        }
        if (retention.compareTo(SHORTEST_RETENTION) < 0 || retention.compareTo(LONGEST_RETENTION) > 0) {
            throw outOfRange(RETENTION_PROPERTY, retention, "from " + SHORTEST_RETENTION + " to P" + LONGEST_RETENTION.toDays() + "D");
        }
        if (queueCapacity < 1 || queueCapacity > LARGEST_QUEUE_CAPACITY) {
            throw outOfRange(QUEUE_CAPACITY_PROPERTY, queueCapacity, "from 1 to " + LARGEST_QUEUE_CAPACITY);
        }
    }

    /** The defaults, for the server of this name. */
    public static HistorySettings defaults(String server) {
        return new HistorySettings(server, DEFAULT_RETENTION, DEFAULT_QUEUE_CAPACITY);
    }

    private static IllegalArgumentException outOfRange(String property, Object value, String range) {
        return new IllegalArgumentException(property + " is " + value + "; it must be " + range);
    }
}
