package dev.lifeguard.drill;

import java.sql.SQLException;

/** What one request of a drill does with a pool. Called in threads of the drill, in many at once. */
@FunctionalInterface
interface Load {

    /**
     * Has a connection, holds it, and has given it back when it returns. Calls {@link Request#asking} right before it asks for it,
     * {@link Request#had} as soon as it has it, and holds it by {@link Request#holdOn}.
     */
    void send(Request request) throws SQLException;
}
