package dev.lifeguard.background;

import java.time.Duration;
import java.util.Objects;

/**
 * How long to wait before the next attempt at what has just failed: a first delay, doubled after each failure up to a longest one.
 * For one thread.
 */
public final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final Pause pause;
    private Duration next;

    /**
     * @param first the delay after the first failure, above zero
     * @param longest the delay that is never exceeded, at least {@code first}
     * @param pause waits
     */
    public Backoff(Duration first, Duration longest, Pause pause) {
        if (first.isZero() || first.isNegative() || first.compareTo(longest) > 0) {
            throw new IllegalArgumentException("The first delay is above zero and at most the longest, " + longest + ", not " + first);
        }
        this.first = first;
        this.longest = longest;
        this.pause = Objects.requireNonNull(pause, "pause");
        this.next = first;
    }

    /** For a database that is away: 1 s at first, 10 s at most. It may come back in moments, and a refused connection costs little. */
    public static Backoff forDatabase() {
        return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), Pause.REAL);
    }

    /** Waits before the next attempt. */
    public void pause() throws InterruptedException {
        Duration delay = next;
        Duration doubled = delay.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        pause.pause(delay);
    }

    /** An attempt succeeded: the next failure waits for the first delay again. */
    public void reset() {
        next = first;
    }
}
