package dev.lifeguard.observation;

import java.time.Duration;

/**
 * How pools are observed.
 *
 * @param sampleInterval from one reading of all pools to the next, 10 ms to 10 s; default 100 ms
 * @param discoveryInterval from one look for new pools and changed settings to the next, 100 ms to 5 s; default 1 s
 * @param probeInterval from one timed borrow to the next, in the mean of an exponential distribution, 1 ms to 1 min; default 500 ms
 * @param probeDeadline after which an unanswered borrow means that the database is unreachable, 100 ms to 1 min; default 2 s
 */
public record ObservationSettings(Duration sampleInterval, Duration discoveryInterval, Duration probeInterval, Duration probeDeadline) {

    public static final String SAMPLE_INTERVAL = "lifeguard.observation.sample-interval";
    public static final String DISCOVERY_INTERVAL = "lifeguard.observation.discovery-interval";
    public static final String PROBE_INTERVAL = "lifeguard.observation.probe-interval";
    public static final String PROBE_DEADLINE = "lifeguard.observation.probe-deadline";

    public static final ObservationSettings DEFAULTS =
            new ObservationSettings(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(2));

    public ObservationSettings {
        requireBetween(SAMPLE_INTERVAL, sampleInterval, Duration.ofMillis(10), Duration.ofSeconds(10));
        requireBetween(DISCOVERY_INTERVAL, discoveryInterval, Duration.ofMillis(100), Duration.ofSeconds(5));
        requireBetween(PROBE_INTERVAL, probeInterval, Duration.ofMillis(1), Duration.ofMinutes(1));
        requireBetween(PROBE_DEADLINE, probeDeadline, Duration.ofMillis(100), Duration.ofMinutes(1));
    }

    private static void requireBetween(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(property + " is " + value + "; it must be from " + least + " to " + most);
        }
    }
}
