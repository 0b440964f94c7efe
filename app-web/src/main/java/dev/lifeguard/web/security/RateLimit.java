package dev.lifeguard.web.security;

import java.time.Duration;
import java.time.InstantSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * So many a period for each key, evenly refilled: the generic cell rate algorithm (ITU-T I.371), which needs one instant a key.
 *
 * <p>It is the instant at which the key owes nothing any longer. Each event moves it on by period ÷ limit, and a key may owe one period at
 * most. Memory is bounded: of more keys than {@value #MOST_KEYS} the ones longest not seen are forgotten.
 */
final class RateLimit {

    static final int MOST_KEYS = 10_000;

    private final Duration period;
    private final Duration each;
    private final InstantSource clock;
    private final Map<String, Instant> free = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_KEYS;
        }
    };

    /** @param limit events a period, at least 1; as many at once */
    RateLimit(int limit, Duration period, InstantSource clock) {
        this.period = period;
        this.each = period.dividedBy(limit);
        this.clock = clock;
    }

    /** How long until one more is allowed; empty if it is now. Counts nothing. */
    synchronized Optional<Duration> waitFor(String key) {
        Instant now = clock.instant();
        Duration tooMuch = Duration.between(now, owing(key, now)).plus(each).minus(period);
        return tooMuch.isNegative() || tooMuch.isZero() ? Optional.empty() : Optional.of(tooMuch);
    }

    /** Counts one, allowed or not. */
    synchronized void count(String key) {
        free.put(key, owing(key, clock.instant()).plus(each));
    }

    /** Counts one if it is allowed; how long until then, if not. */
    synchronized Optional<Duration> take(String key) {
        Optional<Duration> wait = waitFor(key);
        if (wait.isEmpty()) {
            count(key);
        }
        return wait;
    }

    private Instant owing(String key, Instant now) {
        Instant until = free.getOrDefault(key, now);
        return until.isBefore(now) ? now : until;
    }
}
