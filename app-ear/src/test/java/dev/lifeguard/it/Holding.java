package dev.lifeguard.it;

/** Ways to keep a connection for long, good and bad. */
enum Holding {
    /** Borrows in a thread of a pool, forgets the connection, and the thread rests. */
    FORGOTTEN,
    /** Borrows in a thread that ends without giving back. */
    THREAD_DIED,
    /** Waits for another system meanwhile, which does not answer. */
    REMOTE_CALL,
    /** Runs one statement for long. */
    REPORT,
    /** Runs short statements and commits each second. */
    BATCH;

    /** Whether the connection will not come back by itself. */
    boolean leaks() {
        return this == FORGOTTEN || this == THREAD_DIED;
    }
}
