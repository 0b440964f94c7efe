package dev.lifeguard.operations;

import java.util.Locale;

/** What is done about a pool's size. */
public enum GovernorMode {
    /** Nothing. */
    OFF,
    /** It is said which size it should have, and why. */
    ADVISE,
    /** That, and it is given this size. */
    GOVERN;

    /** The word as it stands in the configuration, in orders and in answers: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
