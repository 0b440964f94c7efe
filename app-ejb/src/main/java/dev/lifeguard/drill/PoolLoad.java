package dev.lifeguard.drill;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.server.OwnConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Load on any pool: borrows of it as an application does, in no transaction. */
final class PoolLoad implements Load {

    private static final double NANOS_PER_SECOND = 1e9;
    /**
     * A statement can be cancelled, but the cancellation may meet the next one on its connection, which would be an application's. So a long
     * hold is several statements, and a stop waits for no more than one.
     */
    private static final long LONGEST_STATEMENT_NANOS = 100_000_000;

    private final OwnConnections connections;
    private final Pool pool;
    private final boolean inDatabase;

    /** @param inDatabase whether it is the database that sleeps */
    PoolLoad(OwnConnections connections, Pool pool, boolean inDatabase) {
        this.connections = connections;
        this.pool = pool;
        this.inDatabase = inDatabase;
    }

    @Override
    public void send(Request request) throws SQLException {
        try (Connection connection = connections.borrow(pool, request::asking)) {
            request.had();
            if (inDatabase) {
                sleepInDatabase(connection, request);
            } else {
                // Open Liberty loses connections that are given back unused.
                try (Statement statement = connection.createStatement()) {
                    statement.execute("select 1");
                }
                request.holdOn();
            }
        }
    }

    private static void sleepInDatabase(Connection connection, Request request) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_sleep(?)")) {
            long left = request.leftNanos();
            do {
                statement.setDouble(1, Math.min(left, LONGEST_STATEMENT_NANOS) / NANOS_PER_SECOND);
                statement.execute();
                left = request.leftNanos();
            } while (left > 0);
        }
    }
}
