package dev.lifeguard.server.liberty;

import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Tells what the database calls the session of a connection, by the driver's own object deep in the wrapper. Slow, and asks the database
 * nothing.
 */
final class DatabaseSessions implements Function<Object, OptionalInt> {

    /** PostgreSQL's driver has it from when the connection was opened. */
    private static final String SESSION = "getBackendPID";

    /** Empty for another driver, and where the server keeps the driver's connections otherwise. */
    @Override
    public OptionalInt apply(Object wrapper) {
        try {
            Object connection = Fields.value(Fields.value(wrapper, "mc"), "sqlConn");
            return OptionalInt.of((int) connection.getClass().getMethod(SESSION).invoke(connection));
        } catch (ReflectiveOperationException e) {
            return OptionalInt.empty();
        }
    }
}
