package dev.lifeguard.operations;

import java.util.Objects;

/**
 * Who did something to a pool.
 *
 * @param kind how it came about
 * @param name of a person, the one that the server's realm knows; of Lifeguard, the part that acts, such as {@code revert}; of what came
 *     from outside, {@code external}
 */
public record Actor(Kind kind, String name) {

    /** How a change comes about. */
    public enum Kind {
        /** A person, through the API. */
        OPERATOR,
        /** Lifeguard itself. */
        SYSTEM,
        /** Somebody past Lifeguard, by the server's own means. */
        EXTERNAL
    }

    /** What puts a change back when its time is over. */
    public static final Actor REVERT = new Actor(Kind.SYSTEM, "revert");
    /** What puts everything back when Lifeguard ends. */
    public static final Actor UNDEPLOYMENT = new Actor(Kind.SYSTEM, "undeployment");
    /** What mends at the start what was left undone. */
    public static final Actor HEALING = new Actor(Kind.SYSTEM, "healing");
    /** What puts back in force what a refresh of the server's configuration undid. */
    public static final Actor UPKEEP = new Actor(Kind.SYSTEM, "upkeep");
    /** What gives pools the size that they should have. */
    public static final Actor GOVERNOR = new Actor(Kind.SYSTEM, "governor");
    public static final Actor EXTERNAL = new Actor(Kind.EXTERNAL, "external");

    public Actor {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }
}
