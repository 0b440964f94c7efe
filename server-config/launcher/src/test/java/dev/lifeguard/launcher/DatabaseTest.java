package dev.lifeguard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the real PostgreSQL. */
class DatabaseTest {

    /** Unpacked once for all tests, where the build cleans up. */
    static final Path SERVERS = Path.of("target/servers");

    @TempDir
    Path directory;

    @Test
    void startsStopsAndIsKilledAndStartsAgainOnTheSamePortWithWhatWasInIt() throws IOException, InterruptedException, SQLException {
        int port = FreePorts.find(1).get(0);
        ProcessHandle last;
        try (Database database = Database.start(SERVERS, directory.resolve("postgres"), port)) {
            execute(database.app(), "CREATE TABLE kept (number int)");
            execute(database.app(), "INSERT INTO kept VALUES (1)");
            execute(database.lifeguard(), "CREATE SCHEMA its_own");

            assertThat(count(database.lifeguard(), "pg_stat_activity WHERE usename = 'postgres' AND query <> '<insufficient privilege>'"))
                    .as("sessions of another role that can be looked into").isPositive();

            ProcessHandle first = database.process();
            database.kill();
            assertThat(OrphanedProcesses.isRunning(first)).isFalse();
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> database.app().connect());

            database.start();
            assertThat(database.process()).isNotEqualTo(first);
            execute(database.app(), "INSERT INTO kept VALUES (2)");

            database.stop();
            database.start();
            assertThat(count(database.app(), "kept")).isEqualTo(2);
            last = database.process();
        }
        assertThat(OrphanedProcesses.isRunning(last)).isFalse();
        assertThat(FreePorts.obstacle(port)).isEmpty();
    }

    @Test
    void asksForThePassword() throws IOException, InterruptedException {
        try (Database database = Database.start(SERVERS, directory.resolve("postgres"), FreePorts.find(1).get(0), "o'hara \"x\"", "it's",
                "store", "other")) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> new Database.Access(database.app().url(), database.app().user(), "guessed").connect())
                    .withMessageContaining("password");
            assertThat(count(database.app(), "pg_roles WHERE rolname = current_user")).isEqualTo(1);
            assertThat(database.app().toString()).doesNotContain("it's");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsToldOfAnAddressHoldsNoPassword() {
        assertThat(new Database.Access("jdbc:postgresql://u:sec/ret@host/db?password=secret", "role", "secret").toString())
                .isEqualTo("role at jdbc:postgresql://host/db");
    }

    @Test
    void aPortThatIsTakenIsToldWithPostgresqlsOwnWords() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatExceptionOfType(LaunchException.class)
                    .isThrownBy(() -> Database.start(SERVERS, directory.resolve("postgres"), taken.getLocalPort()).close())
                    .withMessageContaining("postgresql.log").withMessageContaining("Address already in use");
        }
        assertThat(new OrphanedProcesses(directory).find()).isEmpty();
    }

    private static void execute(Database.Access access, String sql) throws SQLException {
        try (Connection connection = access.connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(Database.Access access, String from) throws SQLException {
        try (Connection connection = access.connect(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
