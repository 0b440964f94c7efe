package dev.lifeguard.server;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import java.util.Optional;

/**
 * Changes the settings of the server's pools, and has their connections replaced. May be called from any thread, for every kind of pool
 * that {@link PoolReader#pools} tells of. Waits for no borrower and, but for {@link #persist}, for no database; one call at a time for a
 * pool is the caller's care.
 *
 * <p>Every method throws {@link PoolAccessException}: with category {@code UNKNOWN_POOL} if the pool is gone, {@code NOT_BUILT} if the
 * server has not built it yet, {@code UNSUPPORTED} if {@link #lacks} says so, {@code NOT_CHANGED} if the server refused, all four with
 * nothing changed; {@code PARTLY_CHANGED} if some of it was done.
 */
public interface PoolControl {

    /** What not every server can do to every pool. */
    enum Capability {
        /** To change settings in memory. */
        CHANGE,
        /** To write settings to the server's configuration. */
        PERSIST,
        /** To have connections replaced without cutting one. */
        RECYCLE,
        /** To close all connections, those in use too. */
        FLUSH
    }

    /** Why this cannot be done to this pool, a sentence for people; empty if it can. Changes nothing. */
    Optional<String> lacks(Pool pool, Capability capability);

    /** What the pool goes by now, read from the running pool itself; empty if it is not built yet. */
    Optional<SettingsInForce> inForce(Pool pool);

    /**
     * Puts settings in force, in the server's memory alone: a restart of the server undoes them. In force when it returns. No connection
     * in use is cut, no borrow fails for it. Requests that are queued for room that a larger max makes are served at once; after a smaller
     * one, idle connections above it are closed within a second, and ones in use at their return.
     */
    void change(Pool pool, SettingsChange change);

    /** The same, and writes it to the server's configuration, so that it outlives the server. May take up to a second or so. */
    void persist(Pool pool, SettingsChange change);

    /**
     * Has every connection that is open now replaced, an idle one at once, one in use when it is returned. None is cut. Those opened later
     * are left alone.
     */
    Recycling recycle(Pool pool);

    /** Connections on their way out. */
    interface Recycling {

        /** How many were open when it began, 0 or more. */
        int begun();

        /** How many of them are still open, 0 or more. */
        int left();
    }

    /**
     * Closes every connection of the pool, those in use too, under their borrowers.
     *
     * @return how many of them were in use, 0 or more
     */
    int flush(Pool pool);

    /** Ends what still goes on for an earlier call, such as a recycling; called once, when nobody asks anything any more. */
    default void leave() {}
}
