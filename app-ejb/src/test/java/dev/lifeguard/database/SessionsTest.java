package dev.lifeguard.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.testing.RealDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class SessionsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private DataSource database;
    private Connection asking;

    @BeforeEach
    void connect() throws SQLException {
        database = RealDatabase.empty("sessions_test");
        asking = database.getConnection();
    }

    @AfterEach
    void disconnect() throws SQLException {
        asking.close();
    }

    @Test
    void tellsTheStateTheAgesAndTheStatementWithoutItsValues() throws SQLException {
        try (Connection other = database.getConnection()) {
            other.setClientInfo("ApplicationName", "payara jdbc/app");
            other.setAutoCommit(false);
            execute(other, "select 'secret', 4711 /* 0815 */ from (values (1)) v(i)");

            DatabaseSession seen = session(other);

            assertThat(seen.applicationName()).contains("payara jdbc/app");
            assertThat(seen.user()).isEqualTo("postgres");
            assertThat(seen.database()).isEqualTo("sessions_test");
            assertThat(seen.state()).contains(SessionState.IDLE_IN_TRANSACTION);
            assertThat(seen.since().orElseThrow()).isLessThan(DEADLINE);
            assertThat(seen.transactionAge().orElseThrow()).isGreaterThanOrEqualTo(seen.since().orElseThrow());
            assertThat(seen.age().orElseThrow()).isGreaterThan(seen.transactionAge().orElseThrow());
            assertThat(seen.statement()).contains("select ?, ? from (values (?)) v(i)");
            assertThat(seen.blockedBy()).isEmpty();

            assertThatThrownBy(() -> execute(other, "select 1/0")).isInstanceOf(SQLException.class);
            assertThat(session(other).state()).contains(SessionState.IDLE_IN_TRANSACTION_ABORTED);
            other.rollback();
            assertThat(session(other).state()).contains(SessionState.IDLE);
            assertThat(session(other).transactionAge()).isEmpty();
        }
    }

    @Test
    void theAskerIsAmongThemAndIsActive() throws SQLException {
        SessionReading reading = Sessions.read(asking, DEADLINE);

        assertThat(reading.asker().pid()).isEqualTo(pid(asking));
        assertThat(reading.asker().state()).contains(SessionState.ACTIVE);
        assertThat(reading.sessions()).contains(reading.asker());
    }

    @Test
    void tellsWhoKeepsASessionFromALock() throws Exception {
        execute(asking, "create table thing (id int primary key)");
        execute(asking, "insert into thing values (1)");
        try (Connection holder = database.getConnection(); Connection waiter = database.getConnection()) {
            holder.setAutoCommit(false);
            execute(holder, "update thing set id = 2");
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> executeUnchecked(waiter, "update thing set id = 3"));

            Awaitility.await().untilAsserted(() -> assertThat(session(waiter).blockedBy()).containsExactly(pid(holder)));
            DatabaseSession seen = session(waiter);
            assertThat(seen.state()).contains(SessionState.ACTIVE);
            assertThat(seen.waitEvent()).contains("Lock/transactionid");
            assertThat(seen.statement()).contains("update thing set id = ?");
            assertThat(session(holder).blockedBy()).isEmpty();

            holder.rollback();
            waiting.get();
            assertThat(session(waiter).blockedBy()).isEmpty();
        }
    }

    @Test
    void ofAnotherRoleItTellsNamesAloneUntilThatIsGranted() throws SQLException {
        execute(asking, "drop role if exists stranger");
        execute(asking, "create role stranger");
        execute(asking, "set application_name to 'payara jdbc/app'");
        try (Connection strange = database.getConnection()) {
            execute(strange, "set session authorization stranger");
            DatabaseSession hidden = sessionSeenBy(strange, asking);

            assertThat(hidden.applicationName()).contains("payara jdbc/app");
            assertThat(hidden.user()).isEqualTo("postgres");
            assertThat(hidden.database()).isEqualTo("sessions_test");
            assertThat(hidden.state()).isEmpty();
            assertThat(hidden.since()).isEmpty();
            assertThat(hidden.transactionAge()).isEmpty();
            assertThat(hidden.age()).isEmpty();
            assertThat(hidden.waitEvent()).isEmpty();
            assertThat(hidden.statement()).isEmpty();
            // Who it is talking to, every role may know.
            assertThat(Sessions.read(strange, DEADLINE).cluster()).isEqualTo(Sessions.read(asking, DEADLINE).cluster());

            execute(asking, "grant pg_read_all_stats to stranger");
            assertThat(sessionSeenBy(strange, asking).state()).contains(SessionState.IDLE);
            assertThat(sessionSeenBy(strange, asking).statement()).contains("grant pg_read_all_stats to stranger");
        } finally {
            execute(asking, "drop role stranger");
        }
    }

    @Test
    void connectionsOfOneClusterHaveOneIdentityAndThoseOfAnotherHaveNot() throws Exception {
        DatabaseIdentity one = Sessions.read(asking, DEADLINE).cluster();
        try (Connection other = RealDatabase.empty("sessions_test_too").getConnection()) {
            assertThat(Sessions.read(other, DEADLINE).cluster()).isEqualTo(one);
        }
        try (EmbeddedPostgres second = EmbeddedPostgres.builder().start();
                Connection elsewhere = second.getPostgresDatabase().getConnection()) {
            assertThat(Sessions.read(elsewhere, DEADLINE).cluster()).isNotEqualTo(one);
        }
    }

    @Test
    void anotherDatabaseIsToldAndNotAsked() {
        Connection connection = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getMetaData");
                    return Proxy.newProxyInstance(
                            DatabaseMetaData.class.getClassLoader(),
                            new Class<?>[] {DatabaseMetaData.class},
                            (metaData, asked, none) -> "H2");
                });

        assertThatThrownBy(() -> Sessions.read(connection, DEADLINE))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessage("The database is H2; only PostgreSQL is asked about itself");
    }

    private DatabaseSession session(Connection connection) throws SQLException {
        return sessionSeenBy(asking, connection);
    }

    private static DatabaseSession sessionSeenBy(Connection asker, Connection connection) throws SQLException {
        int pid = pid(connection);
        Optional<DatabaseSession> session =
                Sessions.read(asker, DEADLINE).sessions().stream().filter(seen -> seen.pid() == pid).findFirst();
        return session.orElseThrow();
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void executeUnchecked(Connection connection, String sql) {
        try {
            execute(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
