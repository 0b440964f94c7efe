package dev.lifeguard.health;

import java.util.Locale;

/** How a pool is, in a word. */
public enum Verdict {
    /** The database answers and the pool has room. */
    HEALTHY,
    /** More of the pool is in use than aimed at; nobody has to wait yet. */
    BUSY,
    /** Nothing is idle, max is reached and somebody waits: the pool's trouble. */
    SATURATED,
    /** The database cannot be reached, or refuses: not the pool's trouble. */
    UNREACHABLE,
    /** The database answers again, but not for long yet; or that it is starting up, shutting down or read-only for now. */
    RECOVERING,
    /** Too little was measured, or nobody asked the database. */
    UNKNOWN;

    /** The word as it stands in answers: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a borrow from this pool can be expected to fail for the database's sake. */
    public boolean databaseAway() {
        return this == UNREACHABLE || this == RECOVERING;
    }

    /** How bad it is, 0 for well; the higher the worse. */
    private int badness() {
        return switch (this) {
            case HEALTHY -> 0;
            case BUSY -> 1;
            case UNKNOWN -> 2;
            case RECOVERING -> 3;
            case SATURATED -> 4;
            case UNREACHABLE -> 5;
        };
    }

    public boolean worseThan(Verdict other) {
        return badness() > other.badness();
    }
}
