package dev.lifeguard.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What the database itself knows of its sessions, asked past every pool. For tests inside the server. */
final class Superuser {

    static final String RESOURCE = "superuser.txt";

    private Superuser() {}

    /** Sessions of a pool, told by the application name that the server's configuration gives them. */
    static int sessionsOf(String pool) throws SQLException {
        return number("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE ?", "% " + pool);
    }

    /** Ends all sessions of a pool; how many there were. */
    static int terminateSessionsOf(String pool) throws SQLException {
        return number(
                "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name LIKE ?", "% " + pool);
    }

    /** The database's numbers of a pool's sessions, sorted. */
    static List<Integer> numbersOf(String pool) throws SQLException {
        String query = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE ? ORDER BY pid";
        try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, "% " + pool);
            List<Integer> numbers = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    numbers.add(result.getInt(1));
                }
            }
            return numbers;
        }
    }

    /** Ends one session, if it is still there. */
    static void terminate(int session) throws SQLException {
        number("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE pid = CAST(? AS integer)",
                Integer.toString(session));
    }

    private static int number(String query, String argument) throws SQLException {
        try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, argument);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    private static Connection connect() throws SQLException {
        try (InputStream resource = Superuser.class.getResourceAsStream("/" + RESOURCE)) {
            List<String> access = new String(resource.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            Properties properties = new Properties();
            properties.setProperty("user", access.get(1));
            properties.setProperty("password", access.get(2));
            return new org.postgresql.Driver().connect(access.get(0), properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
