package dev.lifeguard.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Asks a PostgreSQL about itself, with one statement and a deadline, and leaves the connection as it was. */
final class Question {

    /** The columns by which {@link #identity} knows the cluster. */
    static final String IDENTITY = "(extract(epoch from pg_postmaster_start_time()) * 1e6)::bigint started,"
            + " current_setting('port')::int port, current_setting('cluster_name') cluster";

    private static final String PRODUCT = "PostgreSQL";

    /** Makes of the rows what is wanted. */
    @FunctionalInterface
    interface Answer<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private Question() {}

    static <T> T ask(Connection connection, Duration deadline, String query, Answer<T> answer) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (!PRODUCT.equals(product)) {
            throw new SQLFeatureNotSupportedException("The database is " + product + "; only PostgreSQL is asked about itself");
        }
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement limit = connection.createStatement(); PreparedStatement statement = connection.prepareStatement(query)) {
            // Not the driver's timeout: its timer would keep whoever called it first for as long as it lives.
            limit.execute("set local statement_timeout = " + deadline.toMillis());
            try (ResultSet rows = statement.executeQuery()) {
                return answer.of(rows);
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    static DatabaseIdentity identity(ResultSet row) throws SQLException {
        return new DatabaseIdentity(
                Instant.EPOCH.plus(row.getLong("started"), ChronoUnit.MICROS), row.getInt("port"), row.getString("cluster"));
    }
}
