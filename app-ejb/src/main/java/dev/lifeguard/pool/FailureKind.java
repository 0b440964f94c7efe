package dev.lifeguard.pool;

/** Why a borrow ended without a connection. */
public enum FailureKind {
    /** The pool stayed full for the whole wait timeout: the pool's trouble. */
    EXHAUSTED,
    /** The database could not be reached, or broke the connection off: the database's or the network's trouble. */
    UNREACHABLE,
    /** The database answers and asks for patience: starting up, shutting down, or read-only for now. */
    RECOVERING,
    /** The database answers and refuses: wrong password, unknown database, or no slot left. */
    REFUSED,
    /** None of these. */
    OTHER
}
