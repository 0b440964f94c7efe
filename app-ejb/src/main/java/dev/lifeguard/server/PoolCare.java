package dev.lifeguard.server;

import dev.lifeguard.pool.Pool;
import java.sql.SQLException;

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
}
