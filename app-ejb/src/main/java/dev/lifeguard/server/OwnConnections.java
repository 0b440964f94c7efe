package dev.lifeguard.server;

import dev.lifeguard.pool.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Connections that Lifeguard uses itself. Every method may wait for the pool and the database for as long as their timeouts allow: only
 * called from threads of ours, which run in no transaction and no request.
 */
public interface OwnConnections {

    /**
     * Borrows as an application would, but in no transaction and unshared: the pool has it back when it is closed. Works for every kind
     * of pool, and builds one that was never used.
     *
     * @param asking run right before the pool is asked; before that the server looks it up, which is no part of a borrow
     * @throws SQLException as the server's data source throws it; {@link PoolReader#kindOf} tells its kind
     * @throws PoolAccessException with category {@code UNKNOWN_POOL} if the pool is gone, {@code UNREADABLE} if the server does not lend
     */
    Connection borrow(Pool pool, Runnable asking) throws SQLException;

    /** The same, for those who do not time it. */
    default Connection borrow(Pool pool) throws SQLException {
        return borrow(pool, () -> {});
    }

    /**
     * Opens a physical connection to the pool's database, with the pool's own address and credentials, beside the pool: it is not among
     * the pool's connections, waits in no queue, and is physically closed when it is closed. Empty if the server allows none at the moment,
     * as for a pool that was never used.
     *
     * @throws SQLException if the database cannot be reached or refuses
     * @throws PoolAccessException as {@link #borrow}
     */
    Optional<Connection> openBeside(Pool pool) throws SQLException;
}
