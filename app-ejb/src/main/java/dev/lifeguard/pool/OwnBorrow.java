package dev.lifeguard.pool;

import java.util.Locale;

/** What Lifeguard borrows a connection of a pool for. Such borrows are never counted among the applications'. */
public enum OwnBorrow {
    /** To see that the database answers, and how long a borrow takes. */
    PROBE,
    /** To ask the database for the sessions of the pool's connections. */
    SESSIONS,
    /** To ask the database how many connections it allows. */
    LIMITS,
    /** To see, at somebody's order, that a connection is had and answers; and to have the server build a pool that is to be changed. */
    PING,
    /** To keep the history, and to bring a schema up to date. Counted only where every borrow is seen. */
    STORE;

    /** The word as it stands in answers: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
