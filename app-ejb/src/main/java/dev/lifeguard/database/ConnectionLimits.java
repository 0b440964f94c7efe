package dev.lifeguard.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How many connections a PostgreSQL allows whoever asks: in all, to their role, and to their database. A superuser is asked for the first
 * alone, as the others do not hold for one.
 */
public record ConnectionLimits(List<Limit> limits) {

    /**
     * One limit.
     *
     * @param cluster whose it is
     * @param whose for people, such as {@code the role app}; tells one limit of a cluster from its others
     * @param connections how many it allows, 0 or more; of those of the whole cluster the ones that only superusers and the likes get are
     *     left out
     */
    public record Limit(DatabaseIdentity cluster, String whose, int connections) {

        public Limit {
            Objects.requireNonNull(cluster, "cluster");
            Objects.requireNonNull(whose, "whose");
        }

        /** Whether a connection that counts towards one counts towards the other, whenever each was read. */
        public boolean isTheSameAs(Limit other) {
            return cluster.equals(other.cluster) && whose.equals(other.whose);
        }
    }

    private static final String STATEMENT = """
            select %s,
                current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                    - coalesce(current_setting('reserved_connections', true)::int, 0) in_all,
                session_user role, case when rolsuper then -1 else rolconnlimit end of_role,
                current_database() base, case when rolsuper then -1 else datconnlimit end of_base
            from pg_roles, pg_database where rolname = session_user and datname = current_database()
            """.formatted(Question.IDENTITY);

    public ConnectionLimits {
        limits = List.copyOf(limits);
    }

    /**
     * Reads them; costs the database a look into two small catalogues.
     *
     * @param connection of any role, in no transaction, or in one that may go on to read
     * @param deadline after which the database is told to give up, 1 s or more
     * @throws SQLFeatureNotSupportedException if the database is no PostgreSQL; nothing was asked of it
     * @throws SQLException if it does not answer, or does not know what it was asked for
     */
    public static ConnectionLimits read(Connection connection, Duration deadline) throws SQLException {
        return Question.ask(connection, deadline, STATEMENT, row -> {
            if (!row.next()) {
                throw new SQLException("The database does not know the role that asks: this is a stand-in for a PostgreSQL");
            }
            DatabaseIdentity cluster = Question.identity(row);
            List<Limit> limits = new ArrayList<>();
            limits.add(new Limit(cluster, "the database", Math.max(0, row.getInt("in_all"))));
            add(limits, cluster, "the role " + row.getString("role"), row.getInt("of_role"));
            add(limits, cluster, "the database " + row.getString("base"), row.getInt("of_base"));
            return new ConnectionLimits(limits);
        });
    }

    /** The catalogues have −1 for no limit. */
    private static void add(List<Limit> limits, DatabaseIdentity cluster, String whose, int connections) {
        if (connections >= 0) {
            limits.add(new Limit(cluster, whose, connections));
        }
    }
}
