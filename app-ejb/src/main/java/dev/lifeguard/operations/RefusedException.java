package dev.lifeguard.operations;

import jakarta.ejb.ApplicationException;
import java.util.Objects;

/**
 * An order was refused; nothing was changed. The refusal is in the audit. An application exception, so that it comes through an EJB as it
 * is.
 */
@ApplicationException
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whose move it is. */
    public enum Kind {
        /** The server has no such pool, or has it no longer. */
        UNKNOWN_POOL,
        /** The settings are not of the version any longer that the order is based on: read them, and decide again. */
        STALE,
        /** Another operation runs on this pool: wait for it. */
        BUSY,
        /** Beyond the floor, the ceiling or what the database has left: the message has the numbers. */
        OUT_OF_BOUNDS,
        /** It would cut connections in use, more than were confirmed: the message says how many. */
        UNCONFIRMED,
        /** Not in this state: a drained pool is not drained again, one that is not drained is not resumed. */
        WRONG_STATE,
        /** This server cannot do that to this pool: the message says why. */
        UNSUPPORTED,
        /** Operations are switched off, or another Lifeguard of this server has them. */
        SWITCHED_OFF,
        /** The file of intents cannot be written, so nothing is begun. */
        NO_JOURNAL,
        /** The server has not built the pool, and could not be made to: its database does not answer. */
        NOT_BUILT,
        /** The server does not tell how the pool is. */
        UNREADABLE
    }

    private final Kind kind;

    public RefusedException(Kind kind, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
