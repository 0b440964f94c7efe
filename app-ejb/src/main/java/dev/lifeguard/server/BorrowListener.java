package dev.lifeguard.server;

import java.util.OptionalInt;

/**
 * Told of what happens at one pool, in the thread that it happens in and inside the server's pool: each method returns in well under a
 * microsecond, takes no lock that threads share, allocates nothing in the steady state and throws nothing.
 *
 * <p>A borrow begins with {@link #requested} and ends with {@link #acquired}, {@link #reacquired} or {@link #failed}, in one thread, exactly
 * one of them. All times are of {@link System#nanoTime()}.
 *
 * <p>A connection is named by a {@code key} and an {@code identity}: the same for the same physical connection as long as it is open, and
 * different for any two that are open at once. Where the key alone is unique the identity is null; else the key is the identity's hash.
 * The listener does not keep an identity from being collected.
 */
public interface BorrowListener {

    /** A thread asks the pool for a connection; told before it may have to wait. */
    void requested(long requestedNanos);

    /** The request that is under way in this thread has to queue. May come several times in one request. */
    void queued();

    /** The request that is under way in this thread does not queue any longer. Follows each {@link #queued}, and comes before the end of the request. */
    void dequeued();

    /**
     * The request ended with a connection that was not in use before.
     *
     * @param requestedNanos when it began
     * @param acquiredNanos when it ended
     * @param queuedNanos how much of that it queued, 0 if it did not; −1 if the server does not tell
     * @param openingNanos how much of that the pool spent on opening connections in this thread, 0 if it opened none; −1 if the server does
     *     not tell
     * @param application the name of the application that runs in this thread; null if none does, or the server does not tell
     * @return whether the connection was not met before, so that {@link #identified} is wanted
     */
    boolean acquired(
            long key, Object identity, long requestedNanos, long acquiredNanos, long queuedNanos, long openingNanos, String application);

    /** The request ended with a connection that the same transaction or request had already: no borrow. */
    void reacquired();

    /** What the database calls the session of a connection, PostgreSQL its backend pid; empty if that cannot be had without asking it. */
    void identified(long key, Object identity, OptionalInt session);

    /** The request ended without a connection. */
    void failed(long requestedNanos, long failedNanos, Throwable failure);

    /**
     * The pool gets the connection back: told before any other request can have it. Of one that was borrowed before the tap was put on, or
     * that is not in use, nothing follows.
     */
    void returned(long key, Object identity, long nanos);

    /** A physical connection was opened; in whatever thread. */
    void opened();

    /** The physical connection was closed, in use or not; in whatever thread. One in use counts as returned. */
    void closed(long key, Object identity, long nanos);
}
