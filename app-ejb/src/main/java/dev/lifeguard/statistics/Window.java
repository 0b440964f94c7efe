package dev.lifeguard.statistics;

import java.time.Duration;

/** The spans of time that figures are kept for in memory. Each ends at the last whole second that is complete. */
public enum Window {
    SECOND(Duration.ofSeconds(1)),
    TEN_SECONDS(Duration.ofSeconds(10)),
    MINUTE(Duration.ofMinutes(1)),
    FIVE_MINUTES(Duration.ofMinutes(5)),
    HOUR(Duration.ofHours(1));

    private final Duration length;

    Window(Duration length) {
        this.length = length;
    }

    public Duration length() {
        return length;
    }
}
