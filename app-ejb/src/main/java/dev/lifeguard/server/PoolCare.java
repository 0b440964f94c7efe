package dev.lifeguard.server;

import dev.lifeguard.pool.Pool;
import java.sql.SQLException;
import java.util.Set;

/**
 * Looks after a pool's connections and its queue; changes no setting. Called from threads of ours alone: to open a connection waits for the
 * database.
 *
 * <p>Every method throws {@link PoolAccessException}: with category {@code UNKNOWN_POOL} if the pool is gone, {@code NOT_BUILT} if the
 * server has not built it yet, {@code UNSUPPORTED} where the server's inside is not as known.
 */
public interface PoolCare {

    /** Has up to so many queued requests look again whether there is a connection, or room for one. Costs no more than microseconds. */
    void wake(Pool pool, int requests);

    /**
     * Opens one connection more, unless as many as max are open already. It is idle then; a queued request gets it at once.
     *
     * @return whether it was opened
     * @throws SQLException if the database cannot be reached or refuses
     */
    boolean openOne(Pool pool) throws SQLException;

    /**
     * Closes one idle connection for good, whatever min is.
     *
     * @return whether one was idle
     */
    boolean retireIdle(Pool pool);

    /**
     * Has the server close no idle connection of this pool by itself from now on, where its way of doing so keeps borrowers from those that
     * it looks at. To be repeated now and then: a pool that is built anew, or has its idle timeout changed, closes them again.
     *
     * @return whether it is now for the caller to close what is idle for too long; false where the server does so without harm
     */
    default boolean takeOverClosing(Pool pool) {
        return false;
    }

    /** Has the server close idle connections by itself again. */
    default void giveBackClosing(Pool pool) {
        // It never ceased to.
    }

    /**
     * Closes connections that the server itself has lost, so that nobody can give them back.
     *
     * @param lost their keys, as {@link PoolReader#lost} tells them; one that is not lost any longer is left alone
     * @return how many were closed
     */
    default int closeLost(Pool pool, Set<Long> lost) {
        return 0;
    }
}
