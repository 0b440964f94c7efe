package dev.lifeguard.server.liberty;

/** What the server's own code tells of as it does it. Each comes with the pool manager and, where the comment names one, a subject. */
enum PoolEvent {
    /** A thread enters {@code reserve}. */
    REQUESTED,
    /** It leaves with a connection: its wrapper. */
    RESERVED,
    /** It leaves without one: the {@code Throwable}. */
    FAILED,
    /** In between, a connection that was not in use has become so: its wrapper. Does not come for one that is shared. */
    TAKEN,
    /** The request waits until a connection comes back. */
    QUEUED,
    /** It does so no longer, for whatever reason. */
    DEQUEUED,
    /** A physical connection is being opened, nearly always in a request. */
    OPENING,
    /** It was opened: its wrapper. */
    OPENED,
    /** It was not opened: the {@code Throwable}. */
    NOT_OPENED,
    /**
     * A return begins, and whether the connection is to be closed is not decided yet: its wrapper. Not where the server has marked it as
     * being returned: what takes time while it is so marked has the server lose connections.
     */
    RETURNING,
    /** A connection is in use no longer, and not yet where another request could find it: its wrapper. */
    RETURNED,
    /** A physical connection was closed, or the attempt failed, after which the server has none: its wrapper. */
    CLOSED,
    /** Told by nobody in the server: a receiver of one of the others threw, perhaps near the end of the stack: the {@code Throwable}. */
    UNHEARD
}
