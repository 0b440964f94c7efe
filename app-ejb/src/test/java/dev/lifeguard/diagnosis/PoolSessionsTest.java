package dev.lifeguard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.database.SessionState;
import dev.lifeguard.observation.Holder;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Reachability.State;
import dev.lifeguard.server.OwnConnections;
import dev.lifeguard.testing.RealDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.postgresql.PGConnection;

class PoolSessionsTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final PoolObservation ROOMY = Scene.pool(Scene.APP, 7, 10);
    private static final PoolObservation SHORT = Scene.pool(Scene.APP, 8, 10);

    private static final Pool OWN = Pool.of(PoolSessions.OWN_POOL, List.of(), "own", Pool.Source.SERVER, Optional.empty());

    private DataSource database;
    private boolean ownAway;
    private int ownInUse;
    private int ownBorrows;
    private Reachability ownFound = Scene.REACHABLE;
    private String ownRole = "postgres";
    private PoolSessions sessions;
    private Duration ahead = Duration.ZERO;

    /** Lifeguard's own pool, and the watched one as far as Lifeguard borrows from it. */
    private final class Lent implements OwnConnections {

        private final DataSource behind;
        private boolean away;
        private int borrows;
        private int besides;

        private Lent(DataSource behind) {
            this.behind = behind;
        }

        @Override
        public Connection borrow(Pool pool, Runnable asking) throws SQLException {
            asking.run();
            if (pool.equals(OWN)) {
                return own();
            }
            borrows++;
            return connection();
        }

        @Override
        public Optional<Connection> openBeside(Pool pool) throws SQLException {
            besides++;
            return Optional.of(connection());
        }

        private Connection own() throws SQLException {
            ownBorrows++;
            assertThat(ownInUse).as("borrowed from a full pool").isLessThan(5);
            Connection connection = RealDatabase.awayWhile(() -> ownAway, database).getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("set session authorization " + ownRole);
            }
            return connection;
        }

        private Connection connection() throws SQLException {
            return RealDatabase.awayWhile(() -> away, behind).getConnection();
        }
    }

    @BeforeEach
    void makeDatabase() throws SQLException {
        database = RealDatabase.empty("pool_sessions_test");
    }

    @Test
    void onePoolOfTheOwnClusterIsAskedOnceAMinuteAndReadThroughOurOwn() throws SQLException {
        Lent lent = new Lent(database);
        sessions = sessions(lent);
        assertThat(sessions.reading(Scene.APP.id())).isEmpty();
        assertThat(sessions.reason(Scene.APP.id())).isEqualTo("The first reading has not come yet");
        try (Connection held = database.getConnection()) {
            Holder holder = holder(held);

            round(ROOMY);
            round(ROOMY);

            assertThat(lent.borrows).isEqualTo(1);
            PoolReading reading = sessions.reading(Scene.APP.id()).orElseThrow();
            assertThat(reading.sessionOf(holder).orElseThrow().state()).contains(SessionState.IDLE);
            assertThat(sessions.age(reading)).isLessThan(INTERVAL);

            passes(Duration.ofSeconds(59));
            round(ROOMY);
            assertThat(lent.borrows).isEqualTo(1);

            passes(Duration.ofSeconds(2));
            round(ROOMY);
            assertThat(lent.borrows).isEqualTo(2);
        }
    }

    @Test
    void nothingIsBorrowedFromAPoolThatIsShort() {
        Lent lent = new Lent(database);
        sessions = sessions(lent);

        for (int rounds = 0; rounds < 5; rounds++) {
            round(SHORT);
            passes(INTERVAL);
        }

        assertThat(sessions.reading(Scene.APP.id())).isPresent();
        assertThat(lent.borrows).isZero();
        assertThat(lent.besides).isEqualTo(1);
    }

    @Test
    void anotherClusterIsReadThroughItsPoolUntilThatIsShort() throws Exception {
        try (EmbeddedPostgres elsewhere = EmbeddedPostgres.builder().start();
                Connection held = elsewhere.getPostgresDatabase().getConnection();
                Connection ofSamePid = database.getConnection()) {
            Lent lent = new Lent(elsewhere.getPostgresDatabase());
            sessions = sessions(lent);

            round(ROOMY);
            round(ROOMY);
            assertThat(lent.borrows).isEqualTo(2);
            PoolReading reading = sessions.reading(Scene.APP.id()).orElseThrow();
            assertThat(reading.sessionOf(holder(held))).isPresent();
            // The pid of a session of our own cluster says nothing here.
            assertThat(reading.sessionOf(holder(ofSamePid))).isEmpty();

            round(SHORT);
            assertThat(lent.borrows).isEqualTo(2);
            assertThat(lent.besides).isZero();
            assertThat(sessions.reading(Scene.APP.id())).as("the last one").contains(reading);

            passes(INTERVAL.multipliedBy(3).plusSeconds(1));
            round(SHORT);
            assertThat(sessions.reading(Scene.APP.id())).as("too old by now").isEmpty();
            assertThat(sessions.reason(Scene.APP.id())).isEqualTo("Too few connections are left to ask through the pool");
        }
    }

    @Test
    void whileTheDatabaseIsAwayThereAreNoSessionsAndNoPoolIsAsked() {
        Lent lent = new Lent(database);
        sessions = sessions(lent);
        round(ROOMY);

        ownAway = true;
        passes(Duration.ofMinutes(2));
        round(ROOMY);
        assertThat(sessions.reading(Scene.APP.id())).isEmpty();
        assertThat(sessions.reason(Scene.APP.id())).isEqualTo("Not read through jdbc/lifeguard: nobody listens");
        assertThat(lent.borrows).isEqualTo(1);

        ownAway = false;
        round(ROOMY);
        assertThat(sessions.reading(Scene.APP.id())).isPresent();
    }

    @Test
    void aReadingThatNoOtherFollowsIsNotTakenForThePresent() {
        sessions = sessions(new Lent(database));
        round(ROOMY);

        passes(INTERVAL.multipliedBy(3).plusSeconds(1));
        assertThat(sessions.reading(Scene.APP.id())).isEmpty();
        assertThat(sessions.reason(Scene.APP.id())).isEqualTo("The last reading is 16 s old");
    }

    @Test
    void aPoolThatDoesNotLendIsTriedAgainAfterAWhile() {
        Lent lent = new Lent(database);
        lent.away = true;
        sessions = sessions(lent);

        round(ROOMY);
        round(ROOMY);
        assertThat(lent.borrows).isEqualTo(1);
        assertThat(sessions.reason(Scene.APP.id())).isEqualTo("Not read through the pool: nobody listens");

        lent.away = false;
        passes(Duration.ofSeconds(10));
        round(ROOMY);
        assertThat(sessions.reading(Scene.APP.id())).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = "REACHABLE", mode = Mode.EXCLUDE)
    void aPoolWhoseDatabaseIsNotFoundReachableIsNotTried(State state) {
        Lent lent = new Lent(database);
        sessions = sessions(lent);
        PoolObservation silent = Scene.pool(Scene.APP, 1, 10, Scene.REACHABLE.becomes(state, "No answer within 2000 ms"));
        round(silent);

        assertThat(lent.borrows + lent.besides).isZero();
        assertThat(sessions.reading(Scene.APP.id())).isEmpty();
        assertThat(sessions.reason(Scene.APP.id())).isEqualTo("Not read through the pool: No answer within 2000 ms");
        assertThat(sessions.reading(OWN.id())).as("the others are read").isPresent();

        round(ROOMY);
        round(silent);
        assertThat(sessions.reading(Scene.APP.id())).as("our own answers for it").isPresent();
        assertThat(lent.borrows).isEqualTo(1);
    }

    @Test
    void ourOwnPoolIsNotTriedEitherWhileItsDatabaseIsAway() throws Exception {
        try (EmbeddedPostgres elsewhere = EmbeddedPostgres.builder().start()) {
            sessions = sessions(new Lent(elsewhere.getPostgresDatabase()));
            ownFound = Reachability.pending();
            round(ROOMY);
            assertThat(sessions.reason(OWN.id())).isEqualTo("Not read through the pool: The first answer has not come yet");
            ownFound = Scene.REACHABLE.becomes(State.UNREACHABLE, "No answer within 2000 ms");
            round(ROOMY);

            assertThat(ownBorrows).isZero();
            assertThat(sessions.reason(OWN.id())).isEqualTo("Not read through the pool: No answer within 2000 ms");
            assertThat(sessions.reading(Scene.APP.id())).as("leads elsewhere").isPresent();
        }
    }

    @Test
    void aPoolOfAnotherProductIsAskedOnce() {
        Lent lent = new Lent(notPostgres());
        sessions = sessions(lent);

        round(ROOMY);
        passes(Duration.ofHours(1));
        round(ROOMY);

        assertThat(lent.borrows).isEqualTo(1);
        assertThat(sessions.reason(Scene.APP.id())).isEqualTo("The database is H2; only PostgreSQL is asked about itself");
    }

    @Test
    void whatOurOwnRoleMayNotLookIntoIsReadThroughThePool() throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("drop role if exists lifeguard_role");
            statement.execute("create role lifeguard_role");
            Lent lent = new Lent(database);
            sessions = sessions(lent);
            ownRole = "lifeguard_role";
            try {
                round(ROOMY);
                round(ROOMY);
                assertThat(lent.borrows).isEqualTo(2);
                assertThat(sessions.reading(Scene.APP.id()).orElseThrow().sessionOf(holder(connection)).orElseThrow().state())
                        .isPresent();

                round(SHORT);
                assertThat(lent.borrows).isEqualTo(2);
                assertThat(sessions.reading(Scene.APP.id()).orElseThrow().sessionOf(holder(connection)).orElseThrow().state())
                        .as("that it is there, every role may know")
                        .isEmpty();
            } finally {
                statement.execute("drop role lifeguard_role");
            }
        }
    }

    @Test
    void aPoolThatIsNotBuiltIsNotBuiltForThis() {
        Lent lent = new Lent(database);
        sessions = sessions(lent);

        round(Scene.notBuilt(Scene.APP));

        assertThat(lent.borrows + lent.besides).isZero();
        assertThat(sessions.reason(Scene.APP.id())).isEqualTo("The pool is not built yet, or cannot be read");
    }

    @Test
    void aPoolThatAnApplicationLeftBehindIsNotAsked() {
        Lent lent = new Lent(database);
        sessions = sessions(lent);
        Pool abandoned = Pool.of("java:app/jdbc/left", List.of(), "left", Pool.Source.ABANDONED, Optional.of("gone"));
        round(Scene.pool(abandoned, 0, 10));

        assertThat(lent.borrows + lent.besides).isZero();
        assertThat(sessions.reason(abandoned.id())).isEqualTo("This pool is not asked");
    }

    @Test
    void ofOurOwnPoolTheLastConnectionIsLeftToTheHistory() {
        sessions = sessions(new Lent(database));
        ownInUse = 5;
        round(ROOMY);

        assertThat(sessions.reading(OWN.id())).as("over a connection beside it").isPresent();
    }

    @Test
    void ourOwnPoolAnswersForItself() {
        Lent lent = new Lent(database);
        sessions = sessions(lent);
        round(ROOMY);

        assertThat(sessions.reading(OWN.id())).isPresent();
        assertThat(lent.borrows).isEqualTo(1);
    }

    private PoolSessions sessions(OwnConnections lent) {
        return new PoolSessions(lent, INTERVAL, () -> System.nanoTime() + ahead.toNanos());
    }

    private void round(PoolObservation seen) {
        sessions.round(List.of(seen, Scene.pool(OWN, ownInUse, 5, ownFound)));
    }

    private static DataSource notPostgres() {
        return proxy(DataSource.class, proxy(Connection.class, proxy(DatabaseMetaData.class, "H2")));
    }

    /** Answers everything with this. */
    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, none) -> method.getName().equals("close") ? null : answer));
    }

    private void passes(Duration time) {
        ahead = ahead.plus(time);
    }

    /** That has held this connection from now on, by the clock as it was at the start. */
    private Holder holder(Connection connection) throws SQLException {
        int pid = connection.unwrap(PGConnection.class).getBackendPID();
        return new Holder(1, OptionalInt.of(pid), Thread.currentThread(), Optional.empty(), System.nanoTime() - 500_000_000L, false,
                false);
    }
}
