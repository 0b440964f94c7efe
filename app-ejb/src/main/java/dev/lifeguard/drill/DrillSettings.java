package dev.lifeguard.drill;

import java.util.Objects;
import java.util.Optional;

/**
 * Whether there may be drills, and whether one begins by itself.
 *
 * @param enabled off by default: a drill writes to the application's database, which is not ours
 * @param start the one that begins by itself
 */
public record DrillSettings(boolean enabled, Start start) {

    public static final String ENABLED_PROPERTY = "lifeguard.drill";
    public static final String START_PROPERTY = "lifeguard.drill.start";

    /** A gentle drill on {@code jdbc/app} that begins by itself, again and again, by its profile. */
    public enum Start {
        NONE,
        STEADY,
        STEP,
        RAMP,
        DIURNAL,
        SPIKE;

        Optional<Profile> profile() {
            return this == NONE ? Optional.empty() : Optional.of(Profile.valueOf(name()));
        }
    }

    public DrillSettings {
        Objects.requireNonNull(start, "start");
    }

    /** The defaults. */
    public static DrillSettings defaults() {
        return new DrillSettings(false, Start.NONE);
    }
}
