package dev.lifeguard.server;

import java.util.Objects;

/**
 * All that one application server is asked for.
 *
 * @param reader its pools and their state
 * @param tap every borrow and return
 * @param connections what Lifeguard itself borrows
 */
public record ServerAdapter(PoolReader reader, BorrowTap tap, OwnConnections connections) {

    public ServerAdapter {
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(tap, "tap");
        Objects.requireNonNull(connections, "connections");
    }
}
