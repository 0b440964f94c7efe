package dev.lifeguard.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.database.ConnectionLimits.Limit;
import dev.lifeguard.testing.RealDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String NAME = "connection_limits_test";

    private DataSource database;

    @BeforeEach
    void limit() throws SQLException {
        database = RealDatabase.empty(NAME);
        execute("drop role if exists limited_one");
        execute("create role limited_one login connection limit 7");
        execute("alter database " + NAME + " connection limit 11");
    }

    @Test
    void aRoleIsAllowedWhatItsDatabaseItsRoleAndTheClusterAllow() throws SQLException {
        try (Connection connection = RealDatabase.as("limited_one", NAME).getConnection()) {
            List<Limit> limits = ConnectionLimits.read(connection, DEADLINE).limits();

            assertThat(limits).extracting(Limit::whose).containsExactly("the database", "the role limited_one", "the database " + NAME);
            assertThat(limits).extracting(Limit::connections).containsExactly(inAll(), 7, 11);
            assertThat(limits).extracting(Limit::cluster).containsOnly(Sessions.read(connection, DEADLINE).cluster());
        }
    }

    @Test
    void aSuperuserMeetsTheLimitOfTheClusterAlone() throws SQLException {
        try (Connection connection = database.getConnection()) {
            assertThat(ConnectionLimits.read(connection, DEADLINE).limits()).extracting(Limit::connections).containsExactly(inAll());
        }
    }

    private int inAll() throws SQLException {
        return (int) RealDatabase.number(database, "select current_setting('max_connections')::int"
                + " - current_setting('superuser_reserved_connections')::int - current_setting('reserved_connections')::int");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
