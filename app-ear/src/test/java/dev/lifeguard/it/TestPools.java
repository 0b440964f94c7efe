package dev.lifeguard.it;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The pools as a test inside the server borrows from them. */
@ApplicationScoped
@DataSourceDefinition(
        name = "java:app/jdbc/unused",
        className = "org.postgresql.ds.PGSimpleDataSource",
        url = "jdbc:postgresql://127.0.0.1:1/nowhere",
        user = "nobody",
        password = "none",
        minPoolSize = 1,
        maxPoolSize = 3)
@DataSourceDefinition(
        name = TestPools.UNREACHABLE,
        className = "org.postgresql.ds.PGSimpleDataSource",
        url = "jdbc:postgresql://127.0.0.1:1/nowhere",
        user = "nobody",
        password = "none",
        minPoolSize = 1,
        maxPoolSize = 3)
public class TestPools {

    /** The application that these tests are part of. */
    static final String APPLICATION = "lifeguard-with-tests";
    /** A pool that it defines in its descriptor. */
    static final String DEFINED = "java:app/jdbc/defined";
    static final int DEFINED_MAX = 3;
    /** A pool whose database nobody ever reached. */
    static final String UNREACHABLE = "java:app/jdbc/unreachable";

    @Resource(name = "jdbc/test/app", lookup = "jdbc/app", shareable = false)
    private volatile DataSource app;

    @Resource(name = "jdbc/test/lifeguard", lookup = "jdbc/lifeguard", shareable = false)
    private DataSource lifeguard;

    @Resource(name = "jdbc/test/app-shared", lookup = "jdbc/app")
    private DataSource appShared;

    @Resource(name = "jdbc/test/defined", lookup = DEFINED, shareable = false)
    private DataSource defined;

    @Resource(name = "jdbc/test/unreachable", lookup = UNREACHABLE, shareable = false)
    private DataSource unreachable;

    /** From the same pool as {@link #borrowApp}, but within a transaction always the same connection. */
    Connection borrowAppShared() throws SQLException {
        return borrow(appShared);
    }

    /** Without running a statement. */
    Connection borrowDefined() throws SQLException {
        return defined.getConnection();
    }

    Connection borrowUnreachable() throws SQLException {
        return unreachable.getConnection();
    }

    /** Borrows from what the name leads to now. */
    void lookUpApp() throws NamingException {
        app = InitialContext.doLookup("jdbc/app");
    }

    Connection borrowApp() throws SQLException {
        return borrow(app);
    }

    /** Without running a statement. */
    Connection borrowAppUnused() throws SQLException {
        return app.getConnection();
    }

    /** Borrows, uses and gives back; tells how long it took to have the connection, in nanoseconds. */
    long timeBorrowFromApp() throws SQLException {
        long asked = System.nanoTime();
        Connection connection = app.getConnection();
        long acquired = System.nanoTime();
        try (connection; Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
        return acquired - asked;
    }

    Connection borrowLifeguard() throws SQLException {
        return borrow(lifeguard);
    }

    /** The database's number for the session that a connection is. */
    static int session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery("SELECT pg_backend_pid()")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static Connection borrow(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }
}
