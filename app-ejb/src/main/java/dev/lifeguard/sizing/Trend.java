package dev.lifeguard.sizing;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How the use of a pool moves.
 *
 * @param inUse connections in use now, as the line through the last seconds has it
 * @param perSecond how many more there are each second; below zero where they become fewer, 0 where there is nothing but chance
 */
public record Trend(double inUse, double perSecond) {

    /** Beyond which a trend of half a minute says nothing. */
    static final Duration HORIZON = Duration.ofHours(1);

    /**
     * When all of so many connections are in use if it goes on like that: {@code (connections − inUse) / perSecond} seconds.
     *
     * @return 0 if they are already; absent if it does not lead there, or not within an hour
     */
    public OptionalDouble secondsUntil(int connections) {
        double missing = connections - inUse;
        if (missing <= 0) {
            return OptionalDouble.of(0);
        }
        double seconds = missing / perSecond;
        return perSecond > 0 && seconds <= HORIZON.toSeconds() ? OptionalDouble.of(seconds) : OptionalDouble.empty();
    }
}
