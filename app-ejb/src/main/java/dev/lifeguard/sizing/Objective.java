package dev.lifeguard.sizing;

import java.time.Duration;

/**
 * What a pool is sized for, in this order: that no request ends without a connection, that few of them wait long, and that the connections
 * which are there are used.
 *
 * @param acquisition that a request may wait without being one of those that wait long
 * @param share of all requests that may wait longer, above 0 and below 1
 * @param bandFrom the least utilization aimed at, a ratio of max
 * @param bandTo the highest
 */
public record Objective(Duration acquisition, double share, double bandFrom, double bandTo) {

    /** 99 % within 10 ms, and 60 to 80 % in use. */
    public static final Objective STANDARD = new Objective(Duration.ofMillis(10), 0.01, 0.6, 0.8);

    public Objective {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share is " + share + "; it must be above 0 and below 1");
        }
        if (!(bandFrom > 0 && bandFrom < bandTo && bandTo < 1)) {
            throw new IllegalArgumentException("The band is from " + bandFrom + " to " + bandTo + "; it must lie between 0 and 1");
        }
    }
}
