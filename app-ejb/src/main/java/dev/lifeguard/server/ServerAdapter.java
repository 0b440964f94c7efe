package dev.lifeguard.server;

import java.util.Objects;

/**
 * All that one application server is asked for.
 *
 * @param reader its pools and their state
 * @param tap every borrow and return
 * @param connections what Lifeguard itself borrows
 * @param control changes settings
 * @param care looks after connections and queues
 */
public record ServerAdapter(PoolReader reader, BorrowTap tap, OwnConnections connections, PoolControl control, PoolCare care) {

    public ServerAdapter {
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(tap, "tap");
        Objects.requireNonNull(connections, "connections");
        Objects.requireNonNull(control, "control");
        Objects.requireNonNull(care, "care");
    }
}
