package dev.lifeguard.drill;

/**
 * Whether there may be drills.
 *
 * @param enabled off by default: a drill writes to the application's database, which is not ours
 */
public record DrillSettings(boolean enabled) {

    public static final String ENABLED_PROPERTY = "lifeguard.drill";

    /** The defaults. */
    public static DrillSettings defaults() {
        return new DrillSettings(false);
    }
}
