package dev.lifeguard.server.payara;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** The connections themselves, as the driver made them. */
final class PhysicalConnections {

    private final ServerClasses classes;
    private final ServerCall managed;
    /** By the class of managed connections: Payara has the same four times over, one for each way to connect. */
    private final Map<Class<?>, ServerCall> physical = new ConcurrentHashMap<>();

    PhysicalConnections(ServerClasses classes) {
        this.classes = classes;
        managed = classes.method(classes.find("com.sun.enterprise.resource.ResourceHandle"), Object.class, "getResource");
    }

    /** @param handle Payara's; of a connection that was closed, null */
    Connection of(Object handle) {
        Object connection = managed.of(handle);
        return (Connection) physical
                .computeIfAbsent(connection.getClass(), type -> classes.inner(type, Connection.class, "getActualConnection"))
                .of(connection);
    }

    /** What the database calls the session, without asking it; empty if the driver is not PostgreSQL's. */
    OptionalInt session(Object handle) {
        try {
            Connection connection = of(handle);
            Class<?> type = Class.forName("org.postgresql.PGConnection", false, connection.getClass().getClassLoader());
            return connection.isWrapperFor(type)
                    ? OptionalInt.of((int) type.getMethod("getBackendPID").invoke(connection.unwrap(type)))
                    : OptionalInt.empty();
        } catch (SQLException | ReflectiveOperationException | RuntimeException | LinkageError e) {
            // Another driver, or closed by a flush at this moment: what it is called is a matter for people only.
            return OptionalInt.empty();
        }
    }
}
