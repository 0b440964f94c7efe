package dev.lifeguard.server;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.server.PoolAccessException.Category;
import java.sql.Connection;
import java.util.Optional;

/** Of a server that lends Lifeguard none. */
public final class NoOwnConnections implements OwnConnections {

    private final String reason;

    /** @param reason why, a sentence for people */
    public NoOwnConnections(String reason) {
        this.reason = reason;
    }

    @Override
    public Connection borrow(Pool pool, Runnable asking) {
        throw new PoolAccessException(Category.UNREADABLE, reason);
    }

    @Override
    public Optional<Connection> openBeside(Pool pool) {
        return Optional.empty();
    }
}
