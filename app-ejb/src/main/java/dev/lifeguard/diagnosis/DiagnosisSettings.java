package dev.lifeguard.diagnosis;

import java.time.Duration;

/**
 * How closely holders are looked at.
 *
 * @param sessions whether the databases are asked for their sessions; default true
 * @param sessionsInterval from one reading of the sessions to the next, 1 s to 5 min; default 5 s
 * @param stackAfter how long a connection is held before its holder's stack is taken, 10 ms to 1 h; default 1 s
 * @param leaksAfter how long a connection is held, and not used, before it can be suspected to be leaked, 1 s to 1 day; default 30 s
 */
public record DiagnosisSettings(boolean sessions, Duration sessionsInterval, Duration stackAfter, Duration leaksAfter) {

    public static final String SESSIONS = "lifeguard.sessions";
    public static final String SESSIONS_INTERVAL = "lifeguard.sessions.interval";
    public static final String STACK_AFTER = "lifeguard.holders.stack-after";
    public static final String LEAKS_AFTER = "lifeguard.leaks.after";

    public static final DiagnosisSettings DEFAULTS =
            new DiagnosisSettings(true, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** @throws IllegalArgumentException naming the property, its value and its range */
    public DiagnosisSettings {
        requireBetween(SESSIONS_INTERVAL, sessionsInterval, Duration.ofSeconds(1), Duration.ofMinutes(5));
        requireBetween(STACK_AFTER, stackAfter, Duration.ofMillis(10), Duration.ofHours(1));
        requireBetween(LEAKS_AFTER, leaksAfter, Duration.ofSeconds(1), Duration.ofHours(24));
    }

    private static void requireBetween(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(property + " is " + value + "; it must be from " + least + " to " + most);
        }
    }
}
