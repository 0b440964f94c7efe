package dev.lifeguard.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AgeAndHealthValidationTest {

    private static EmbeddedPostgres postgres;

    private final AgeAndHealthValidation validation = new AgeAndHealthValidation();

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void aYoungConnectionIsValid() throws SQLException {
        try (Connection connection = connect("3600")) {
            assertThat(validation.isConnectionValid(connection)).isTrue();
            assertThat(validation.isConnectionValid(connection, 30)).isTrue();
        }
    }

    /** Payara calls this one by its name and parameters, though the interface that we compile against does not have it. */
    @Test
    void hasTheMethodThatPayaraCalls() throws NoSuchMethodException {
        Method method = AgeAndHealthValidation.class.getMethod("isConnectionValid", Connection.class, int.class);

        assertThat(method.getReturnType()).isEqualTo(boolean.class);
    }

    @Test
    void aConnectionThatIsOlderThanItsPoolAllowsIsNot() throws SQLException {
        try (Connection connection = connect("1")) {
            execute(connection, "SELECT pg_sleep(1)");

            assertThat(validation.isConnectionValid(connection)).isFalse();
        }
    }

    @Test
    void ageCountsInATransactionThatWasLeftOpenToo() throws SQLException {
        try (Connection connection = connect("1")) {
            connection.setAutoCommit(false);
            execute(connection, "SELECT pg_sleep(1)");

            assertThat(validation.isConnectionValid(connection)).isFalse();
        }
    }

    @Test
    void withoutALimitAConnectionMayGrowOld() throws SQLException {
        try (Connection none = postgres.getPostgresDatabase().getConnection(); Connection blank = connect("")) {
            assertThat(validation.isConnectionValid(none)).isTrue();
            assertThat(validation.isConnectionValid(blank)).isTrue();
        }
    }

    @Test
    void aLimitThatIsNoNumberIsSaidOnceAndRetiresNothing() throws SQLException {
        List<String> said = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                said.add(entry.getLevel() + " " + entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(AgeAndHealthValidation.class.getName());
        logger.addHandler(handler);
        try (Connection connection = connect("1h")) {
            assertThat(validation.isConnectionValid(connection)).isTrue();
            assertThat(new AgeAndHealthValidation().isConnectionValid(connection)).isTrue();
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(said).singleElement().asString().startsWith("WARNING").contains("whole number of seconds, 1 or more");
    }

    @Test
    void limitsAreWholeSecondsFromOne() {
        assertThat(AgeAndHealthValidation.maxAgeSeconds(" 3600 ")).isEqualTo(3600);
        assertThat(AgeAndHealthValidation.maxAgeSeconds("1")).isEqualTo(1);
        for (String none : new String[] {null, "", "0", "-1", "abc", "1.5", "99999999999999999999", "${ENV=X}"}) {
            assertThat(AgeAndHealthValidation.maxAgeSeconds(none)).as(none).isEqualTo(Retirement.NEVER);
        }
    }

    @Test
    void aConnectionThatTheDatabaseEndedIsNotValid() throws SQLException {
        try (Connection victim = connect("3600"); Connection killer = connect("3600")) {
            execute(killer, "SELECT pg_terminate_backend(" + processId(victim) + ", 5000)");

            assertThatThrownBy(() -> validation.isConnectionValid(victim)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void leavesTheConnectionAsItWas() throws SQLException {
        try (Connection connection = connect("3600"); Connection observer = connect("3600")) {
            String process = processId(connection);
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(Runnable::run, 60_000);

            assertThat(validation.isConnectionValid(connection)).isTrue();

            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
            assertThat(query(observer, "SELECT state FROM pg_stat_activity WHERE pid = " + process)).isEqualTo("idle");
        }
    }

    @Test
    void aTighterTimeoutStaysInForce() throws SQLException {
        try (Connection connection = connect("3600")) {
            connection.setNetworkTimeout(Runnable::run, 700);

            assertThat(validation.isConnectionValid(connection)).isTrue();
            assertThat(connection.getNetworkTimeout()).isEqualTo(700);
        }
    }

    @Test
    void whatABorrowerLeftUnfinishedIsRolledBack() throws SQLException {
        try (Connection connection = connect("3600"); Connection observer = connect("3600")) {
            connection.setAutoCommit(false);
            execute(connection, "CREATE TABLE unfinished (number int)");

            assertThat(validation.isConnectionValid(connection)).isTrue();

            assertThat(query(observer, "SELECT to_regclass('unfinished')")).isNull();
        }
    }

    private static Connection connect(String maxAgeSeconds) throws SQLException {
        return postgres.getDatabase("postgres", "postgres", Map.of("options", "-c " + AgeAndHealthValidation.SETTING + "=" + maxAgeSeconds))
                .getConnection();
    }

    private static String processId(Connection connection) throws SQLException {
        return query(connection, "SELECT pg_backend_pid()");
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
