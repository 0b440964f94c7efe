package dev.lifeguard.server;

import java.util.Objects;

/** The server did not do what was asked of one of its pools. The category tells an operator whose move it is. */
public final class PoolAccessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Who has to act, and what was left behind. */
    public enum Category {
        /** The server has no such pool, or has it no longer. Nothing was changed. */
        UNKNOWN_POOL,
        /** The server has the pool but did not tell its numbers, or told ones that contradict each other. Nothing was changed. */
        UNREADABLE,
        /** The server has not built the pool yet, which it does at the first borrow. Nothing was changed. */
        NOT_BUILT,
        /** This server cannot do that to this pool. Nothing was changed. */
        UNSUPPORTED,
        /** The server refused. Nothing was changed. */
        NOT_CHANGED,
        /** The server did some of it and then failed. What is in force has to be read. */
        PARTLY_CHANGED
    }

    private final Category category;

    public PoolAccessException(Category category, String message) {
        this(category, message, null);
    }

    public PoolAccessException(Category category, String message, Throwable cause) {
        super(message, cause);
        this.category = Objects.requireNonNull(category, "category");
    }

    /**
     * An {@code UNREADABLE} for what the server threw. A class that is missing or does not fit is the trouble of the pool that needs it;
     * any other {@link Error} is the virtual machine's, and goes through as it is.
     *
     * @param message what was not had, for people; what was thrown is put behind it
     */
    public static PoolAccessException unreadable(String message, Throwable cause) {
        if (cause instanceof Error error && !(cause instanceof LinkageError)) {
            throw error;
        }
        return new PoolAccessException(Category.UNREADABLE, message + ": " + cause, cause);
    }

    public Category category() {
        return category;
    }
}
