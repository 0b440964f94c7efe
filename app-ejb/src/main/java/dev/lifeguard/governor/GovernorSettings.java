package dev.lifeguard.governor;

import java.time.Duration;

/**
 * How pools are governed.
 *
 * @param pause for how long a pool's size is left alone after somebody has changed its settings, up to 30 days; zero for not at all
 */
public record GovernorSettings(Duration pause) {

    public static final String PAUSE = "lifeguard.governor.pause";
    private static final Duration LONGEST_PAUSE = Duration.ofDays(30);
    public static final GovernorSettings DEFAULTS = new GovernorSettings(Duration.ofMinutes(30));

    /** @throws IllegalArgumentException naming the property, its value and its range */
    public GovernorSettings {
        if (pause.isNegative() || pause.compareTo(LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException(PAUSE + " is " + pause + "; it must be from PT0S to P30D");
        }
    }
}
