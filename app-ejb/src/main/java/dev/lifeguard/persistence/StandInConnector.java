package dev.lifeguard.persistence;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import org.eclipse.persistence.sessions.Connector;
import org.eclipse.persistence.sessions.Session;

/** Hands out connections that can be closed and nothing else, in the place of another connector. */
final class StandInConnector implements Connector {

    private static final long serialVersionUID = 1L;

    private final transient Connector original;

    StandInConnector(Connector original) {
        this.original = original;
    }

    Connector original() {
        return original;
    }

    @Override
    public Connection connect(Properties properties, Session session) {
        return (Connection) Proxy.newProxyInstance(
                StandInConnector.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "isClosed" -> false;
                            case "close" -> null;
                            case "toString" -> "stand-in while the persistence unit starts";
                            default -> throw new SQLNonTransientConnectionException(
                                    "A persistence unit that is starting has no database connection, but calls " + method.getName());
                        });
    }

    @Override
    public Object clone() {
        return new StandInConnector(original);
    }

    @Override
    public String getConnectionDetails() {
        return original.getConnectionDetails();
    }

    @Override
    public void toString(PrintWriter writer) {
        original.toString(writer);
    }
}
