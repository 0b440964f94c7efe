package dev.lifeguard.server;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the pools of the server that we run in. Changes nothing, opens no connection and never waits for the database;
 * may be called from any thread.
 */
public interface PoolReader {

    /** The server by product and version, for example {@code Payara Server 6.2025.9}; on one that is not supported, why it is not. */
    String server();

    /**
     * Names this server among those of its host, for example {@code domain1-server-3f09ac}: the same after a restart, and after an upgrade
     * that leaves the server's own directory where it is. Of the form of {@link InstanceName}.
     */
    String instance();

    /** The server's own directory, which stays over restarts and that the server may write to; absolute. */
    Path directory();

    /**
     * Every pool of the server as it is now, used or not, application-defined ones included, sorted by name and then by key.
     *
     * @throws PoolAccessException with category {@code UNREADABLE} if the server does not answer
     */
    List<Pool> pools();

    /**
     * How the pool is used now; empty while the server has not built it yet, which both servers do at the first borrow.
     *
     * @throws PoolAccessException with category {@code UNKNOWN_POOL} if the pool is gone, {@code UNREADABLE} if its numbers cannot be had
     */
    Optional<PoolUsage> usage(Pool pool);

    /**
     * How the pool is configured now.
     *
     * @throws PoolAccessException with category {@code UNKNOWN_POOL} if the pool is gone, {@code UNREADABLE} if its settings cannot be had
     */
    PoolSettings settings(Pool pool);

    /**
     * The connections that the server has lost: they are in use, and nobody has a handle of them any more by which to give them back. A
     * look at this moment; among them may be one that is only just being given back. Empty if this server loses none or does not show it,
     * and while the pool is not built.
     *
     * @return their keys, as {@link BorrowListener} is told them
     *
     * @throws PoolAccessException as {@link #usage}
     */
    default Optional<Set<Long>> lost(Pool pool) {
        return Optional.empty();
    }

    /** Why a borrow from one of this server's pools failed. */
    FailureKind kindOf(Throwable failure);
}
