package dev.lifeguard.health;

/**
 * What the server has to be for its requests.
 *
 * @param onSaturation whether a saturated pool denies readiness. Off by default: all replicas under one load would go at once, and the
 *     rest would get their load too
 */
public record ReadinessSettings(boolean onSaturation) {

    public static final String ON_SATURATION_PROPERTY = "lifeguard.ready-on-saturation";

    public static ReadinessSettings defaults() {
        return new ReadinessSettings(false);
    }
}
