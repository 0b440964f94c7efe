package dev.lifeguard.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a PostgreSQL for its sessions, with one statement. */
public final class Sessions {

    /** Who blocks whom is dear to find out, as each answer stops the lock manager: so for waiters alone, and not for very many. */
    private static final int MOST_WAITERS = 50;
    private static final String STATEMENT = """
            select %s,
                pid = pg_backend_pid() asker, pid, application_name, usename, datname, state,
                (extract(epoch from clock_timestamp() - state_change) * 1e6)::bigint in_state,
                (extract(epoch from clock_timestamp() - xact_start) * 1e6)::bigint in_transaction,
                (extract(epoch from clock_timestamp() - backend_start) * 1e6)::bigint age,
                wait_event_type || '/' || wait_event wait,
                case when wait_event_type = 'Lock' and row_number() over (partition by wait_event_type order by state_change) <= %d
                    then pg_blocking_pids(pid) end blockers,
                left(query, %d) statement
            from pg_stat_activity
            where datname is not null and usename is not null and coalesce(backend_type, 'client backend') = 'client backend'
            """.formatted(Question.IDENTITY, MOST_WAITERS, StatementMask.LONGEST);

    private Sessions() {}

    /**
     * The sessions of all clients of the cluster. Cheap for the database: it reads its shared memory, no table.
     *
     * @param connection of any role; what it may not see is absent. In no transaction, or in one that may go on to read
     * @param deadline after which the database is told to give up, 1 s or more
     * @throws SQLFeatureNotSupportedException if the database is no PostgreSQL; nothing was asked of it
     * @throws SQLException if it does not answer, or does not know what it was asked for
     */
    public static SessionReading read(Connection connection, Duration deadline) throws SQLException {
        return Question.ask(connection, deadline, STATEMENT, Sessions::read);
    }

    private static SessionReading read(ResultSet rows) throws SQLException {
        DatabaseIdentity cluster = null;
        DatabaseSession asker = null;
        List<DatabaseSession> sessions = new ArrayList<>();
        while (rows.next()) {
            DatabaseSession session = session(rows);
            sessions.add(session);
            if (rows.getBoolean("asker")) {
                asker = session;
                cluster = Question.identity(rows);
            }
        }
        if (asker == null) {
            throw new SQLException("The session that asks is not among the sessions: this is a stand-in for a PostgreSQL");
        }
        return new SessionReading(cluster, asker, sessions);
    }

    private static DatabaseSession session(ResultSet row) throws SQLException {
        Optional<SessionState> state = SessionState.of(row.getString("state"));
        return new DatabaseSession(
                row.getInt("pid"),
                text(row, "application_name"),
                row.getString("usename"),
                row.getString("datname"),
                state,
                micros(row, "in_state"),
                micros(row, "in_transaction"),
                micros(row, "age"),
                text(row, "wait"),
                pids(row.getArray("blockers")),
                // Without a state there is a remark of the database in the statement's place.
                state.isPresent() ? text(row, "statement").map(StatementMask::mask) : Optional.empty());
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).filter(value -> !value.isEmpty());
    }

    private static Optional<Duration> micros(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        // Set back, the database's clock would make time run backwards.
        return row.wasNull() ? Optional.empty() : Optional.of(Duration.of(Math.max(0, micros), ChronoUnit.MICROS));
    }

    private static List<Integer> pids(Array array) throws SQLException {
        return array == null ? List.of() : List.of((Integer[]) array.getArray());
    }
}
