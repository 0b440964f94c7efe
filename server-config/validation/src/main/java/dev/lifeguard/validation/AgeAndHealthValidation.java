package dev.lifeguard.validation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.api.jdbc.ConnectionValidation;

/**
 * Tells a Payara pool whether it may hand out a PostgreSQL connection: not if the database does not answer on it, and not if it is
 * older than the pool allows. Payara replaces a connection that is refused, so nobody who borrows sees an error.
 *
 * <p>One statement asks for both, and the database answers: the age is the server process's own, so it is right for connections that
 * were opened ahead of demand too, and nothing is remembered here. The limit belongs to the pool, as the run-time parameter
 * {@value #SETTING} in its property {@code options}: {@code -c lifeguard.max_age_seconds=3600}. It is a whole number of seconds, 1 or
 * more. Without it a connection may grow as old as it likes; a value that is no such number counts as none, and is logged once.
 *
 * <p>How the limit is spread, so that connections that were opened together do not go together, is told at {@link Retirement}.
 *
 * <p>The connection is left as it was found. Payara makes a new instance for every validation, in the thread that borrows.
 */
public final class AgeAndHealthValidation implements ConnectionValidation {

    /** The run-time parameter that holds the limit, in seconds. */
    static final String SETTING = "lifeguard.max_age_seconds";

    /** How long the database may take to answer where the pool sets no statement timeout, seconds. */
    static final int TIMEOUT_SECONDS = 5;

    private static final Logger LOG = Logger.getLogger(AgeAndHealthValidation.class.getName());

    // clock_timestamp() and not now(): in a transaction that somebody left open, now() stands still.
    private static final String QUESTION = "SELECT pid, (extract(epoch FROM backend_start) * 1000000)::bigint,"
            + " extract(epoch FROM clock_timestamp() - backend_start)::float8, current_setting('" + SETTING + "', true)"
            + " FROM pg_stat_get_activity(pg_backend_pid())";

    // What was complained about already. A pool has one setting, so this stays as small as the server's configuration.
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    /** The interface as GlassFish has it, and as this class is compiled against. */
    @Override
    public boolean isConnectionValid(Connection connection) throws SQLException {
        return isConnectionValid(connection, 0);
    }

    /**
     * The interface as Payara has it: its version of the same class has this method instead, and calls nothing else.
     *
     * @param timeoutSeconds the pool's statement timeout, seconds; 0 or less if it has none
     * @return whether the pool may hand the connection out
     * @throws SQLException if the connection is broken, which Payara takes for a no, and logs
     */
    public boolean isConnectionValid(Connection connection, int timeoutSeconds) throws SQLException {
        int before = connection.getNetworkTimeout();
        int bound = Math.multiplyExact(timeoutSeconds > 0 ? timeoutSeconds : TIMEOUT_SECONDS, 1000);
        // 0 is for ever. A tighter bound of the pool's own stays in force.
        boolean bounded = before == 0 || before > bound;
        if (bounded) {
            connection.setNetworkTimeout(Runnable::run, bound);
        }
        boolean valid = ask(connection);
        if (!connection.getAutoCommit()) {
            // What the question opened, or a borrower who went without an end: never ours to commit.
            connection.rollback();
        }
        if (bounded) {
            connection.setNetworkTimeout(Runnable::run, before);
        }
        return valid;
    }

    private static boolean ask(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUESTION); ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                // A proxy that answers for the database: it is alive, and has no age to tell.
                return true;
            }
            int processId = row.getInt(1);
            long startedMicros = row.getLong(2);
            double ageSeconds = row.getDouble(3);
            long maxAgeSeconds = maxAgeSeconds(row.getString(4));
            if (maxAgeSeconds == Retirement.NEVER || ageSeconds <= Retirement.limitSeconds(maxAgeSeconds, processId, startedMicros)) {
                return true;
            }
            LOG.log(Level.FINE, "Connection of database process {0} is {1} s old, {2} s are allowed: it is replaced",
                    new Object[] {processId, ageSeconds, maxAgeSeconds});
            return false;
        }
    }

    /** The limit that the pool sets, seconds, 1 or more; {@link Retirement#NEVER} if it sets none, or nothing that can be understood. */
    static long maxAgeSeconds(String setting) {
        if (setting == null || setting.isBlank()) {
            return Retirement.NEVER;
        }
        String text = setting.strip();
        if (text.matches("[0-9]{1,15}") && Long.parseLong(text) > 0) {
            return Long.parseLong(text);
        }
        if (TOLD.add(text)) {
            LOG.log(Level.WARNING, "{0} is ''{1}'', but has to be a whole number of seconds, 1 or more."
                    + " Connections are validated, and not retired by age", new Object[] {SETTING, text});
        }
        return Retirement.NEVER;
    }
}
