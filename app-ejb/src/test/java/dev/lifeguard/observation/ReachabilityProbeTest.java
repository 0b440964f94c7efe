package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Reachability.State;
import dev.lifeguard.server.OwnConnections;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import dev.lifeguard.server.SqlFailures;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class ReachabilityProbeTest {

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final String ASKING = "test-asking";
    private static final Pool POOL = Pool.of("jdbc/app", List.of(), "app", Pool.Source.SERVER, Optional.empty());
    private static final Optional<PoolUsage> FULL = Optional.of(new PoolUsage(10, 0, OptionalInt.of(5), 0, OptionalInt.of(10)));

    private static EmbeddedPostgres database;

    private volatile Optional<PoolUsage> usage = Optional.empty();
    private volatile long clockAhead;
    private final List<Long> timed = new CopyOnWriteArrayList<>();
    private OwnBorrows borrows;
    private boolean alarm;

    @BeforeAll
    static void startDatabase() throws IOException {
        database = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    @Test
    void isPendingBeforeTheFirstAnswer() {
        assertThat(probe(database.getPostgresDatabase()).reachability().state()).isEqualTo(State.PENDING);
    }

    @Test
    void timesABorrowFromADatabaseThatAnswers() {
        ReachabilityProbe probe = probe(database.getPostgresDatabase());
        ask(probe);
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
        assertThat(probe.reachability().acquisitionTime().orElseThrow()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(10));
        assertThat(timed).containsExactly(probe.reachability().acquisitionTime().orElseThrow().toNanos());
        assertThat(borrowed()).isEqualTo(1);
    }

    @Test
    void saysWhyADatabaseCannotBeReached() {
        ReachabilityProbe probe = probe(at("jdbc:postgresql://127.0.0.1:1/postgres"));
        ask(probe);
        assertThat(probe.reachability().state()).isEqualTo(State.UNREACHABLE);
        assertThat(probe.reachability().reason().orElseThrow()).containsIgnoringCase("refused");
        assertThat(borrowed()).isZero();
    }

    @Test
    void tellsARefusalFromAnAbsence() {
        ReachabilityProbe probe = probe(at(database.getJdbcUrl("postgres", "nowhere")));
        ask(probe);
        assertThat(probe.reachability().state()).isEqualTo(State.REFUSED);
        assertThat(probe.reachability().reason().orElseThrow()).contains("nowhere");
    }

    @Test
    void doesNotTakeTheLastConnectionFromAnApplicationButAsksBesideThePool() {
        usage = Optional.of(new PoolUsage(9, 1, OptionalInt.of(0), 0, OptionalInt.of(10)));
        ReachabilityProbe probe = probe(database.getPostgresDatabase());
        ask(probe);
        assertThat(borrowed()).isZero();
        assertThat(probe.reachability().state()).isEqualTo(State.PENDING);

        assertThat(probe.besideWanted()).isTrue();
        probe.askBeside();
        assertThat(probe.reachability()).isEqualTo(Reachability.pending().answers());
        assertThat(probe.besideWanted()).as("it was just asked").isFalse();
        clockAhead = Duration.ofSeconds(1).toNanos();
        assertThat(probe.besideWanted()).isTrue();
        usage = Optional.of(new PoolUsage(8, 2, OptionalInt.of(0), 0, OptionalInt.of(10)));
        assertThat(probe.besideWanted()).as("the pool lends again").isFalse();
    }

    @Test
    void aPoolThatIsGoneSaysNothingOfItsDatabase() {
        usage = FULL;
        ReachabilityProbe probe = probe(database.getPostgresDatabase(), () -> {
            throw new PoolAccessException(Category.UNKNOWN_POOL, "No pool jdbc/app");
        });
        probe.askBeside();
        assertThat(probe.reachability()).isEqualTo(Reachability.unknown("No pool jdbc/app"));
    }

    @Test
    void aFullPoolThatAllowsNoConnectionBesideItKeepsNobodyFromBeingReady() {
        usage = FULL;
        ReachabilityProbe probe = probe(database.getPostgresDatabase(), Optional::empty);
        probe.askBeside();
        assertThat(probe.reachability().state()).isEqualTo(State.UNKNOWN);
        assertThat(probe.reachability().reason()).contains("The pool is too full to ask");
    }

    @Test
    void behindAFullPoolAnAbsentDatabaseIsFound() {
        usage = FULL;
        DataSource absent = at("jdbc:postgresql://127.0.0.1:1/postgres");
        ReachabilityProbe probe = probe(database.getPostgresDatabase(), () -> Optional.of(absent.getConnection()));
        probe.askBeside();
        assertThat(probe.reachability().state()).isEqualTo(State.UNREACHABLE);
    }

    @Test
    void anApplicationThatMeetsAFailureHasTheDatabaseAskedAtOnce() {
        ReachabilityProbe probe = probe(database.getPostgresDatabase());
        assertThat(probe.besideWanted()).isFalse();
        alarm = true;
        assertThat(probe.besideWanted()).isTrue();
    }

    @Test
    void aDatabaseThatGrantsTheFullPoolNoFurtherConnectionIsWell() {
        usage = FULL;
        ReachabilityProbe probe = probe(database.getPostgresDatabase(), () -> {
            throw new SQLException("too many connections for role \"app\"", "53300");
        });
        probe.askBeside();
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
    }

    @Test
    void aDatabaseThatGrantsAnEmptyPoolNoConnectionRefuses() {
        usage = Optional.of(new PoolUsage(0, 0, OptionalInt.of(0), 0, OptionalInt.of(10)));
        ReachabilityProbe probe = probe(database.getPostgresDatabase(), () -> {
            throw new SQLException("too many connections for role \"app\"", "53300");
        });
        probe.askBeside();
        assertThat(probe.reachability().state()).isEqualTo(State.REFUSED);
        assertThat(probe.reachability().reason()).hasValueSatisfying(reason -> assertThat(reason).contains("too many connections"));
    }

    @Test
    void aBorrowThatQueuesHasTheDatabaseAskedBesideThePool() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        ReachabilityProbe probe = probe(new QueueingDataSource(free), () -> Optional.of(database.getPostgresDatabase().getConnection()));
        OwnThread asking = start(probe);
        Awaitility.await().until(() -> inMethod("await"));
        assertThat(probe.besideWanted()).as("it has only just begun").isFalse();
        clockAhead = Duration.ofMillis(500).toNanos();
        assertThat(probe.besideWanted()).as("the pool is not full, so it does not queue").isFalse();
        usage = FULL;
        assertThat(probe.besideWanted()).isTrue();
        probe.askBeside();
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
        free.countDown();
        Awaitility.await().until(() -> !asking.isAlive());
        assertThat(probe.reachability().state()).as("what was wrong when it began is over").isEqualTo(State.REACHABLE);
    }

    @Test
    void aGoodAnswerDoesNotHoldForEver() {
        ReachabilityProbe probe = probe(database.getPostgresDatabase());
        ask(probe);
        clockAhead = INTERVAL.multipliedBy(6).toNanos();
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
        clockAhead = INTERVAL.multipliedBy(7).toNanos();
        assertThat(probe.reachability().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void aFullPoolDoesNotMakeAnAbsentDatabaseUnknown() {
        ReachabilityProbe probe = probe(at("jdbc:postgresql://127.0.0.1:1/postgres"));
        ask(probe);
        usage = Optional.of(new PoolUsage(10, 0, OptionalInt.of(5), 0, OptionalInt.of(10)));
        clockAhead = Duration.ofSeconds(90).toNanos();
        ask(probe);
        assertThat(probe.reachability().state()).isEqualTo(State.UNREACHABLE);
        clockAhead = Duration.ofMinutes(3).toNanos();
        assertThat(probe.reachability().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void asksAPoolOfOneWhileNobodyHasIt() {
        ReachabilityProbe probe = probe(database.getPostgresDatabase());
        usage = Optional.of(new PoolUsage(1, 0, OptionalInt.of(0), 0, OptionalInt.of(1)));
        ask(probe);
        assertThat(borrowed()).isZero();
        usage = Optional.of(new PoolUsage(0, 0, OptionalInt.of(0), 0, OptionalInt.of(1)));
        ask(probe);
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
        assertThat(borrowed()).isEqualTo(1);
    }

    @Test
    void aPoolWithoutAMaxIsNeverTooFullToAsk() {
        usage = Optional.of(new PoolUsage(5_000, 0, OptionalInt.of(0), 0, OptionalInt.empty()));
        ReachabilityProbe probe = probe(database.getPostgresDatabase());
        ask(probe);
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
    }

    @Test
    void isUnreachableWhileAnAnswerIsOverdue() throws Exception {
        DataSource source = database.getPostgresDatabase();
        ReachabilityProbe probe = probe(source);
        ask(probe);
        long postmaster;
        try (Connection admin = source.getConnection()) {
            postmaster = postmaster(admin);
        }
        // With the postmaster frozen, the kernel accepts a connection that nobody answers.
        signal(postmaster, "STOP");
        OwnThread asking;
        try {
            asking = start(probe);
            Awaitility.await().until(() -> inMethod("read"));
            clockAhead = Duration.ofMillis(1).toNanos();
            assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
            clockAhead = DEADLINE.plusMillis(1).toNanos();
            usage = Optional.of(new PoolUsage(10, 0, OptionalInt.of(1), 0, OptionalInt.of(10)));
            assertThat(probe.reachability().state()).as("it may be queuing behind others").isEqualTo(State.REACHABLE);
            usage = Optional.empty();
            assertThat(probe.reachability().state()).isEqualTo(State.UNREACHABLE);
            usage = Optional.of(new PoolUsage(10, 0, OptionalInt.of(1), 0, OptionalInt.of(10)));
            assertThat(probe.reachability().state()).as("others pile up behind it").isEqualTo(State.UNREACHABLE);
            assertThat(probe.reachability().reason()).contains("No answer within 2000 ms");
        } finally {
            signal(postmaster, "CONT");
        }
        Awaitility.await().until(() -> !asking.isAlive());
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
    }

    /** Whether the thread that asks is in a method of this name. */
    private static boolean inMethod(String name) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(ASKING))
                .flatMap(entry -> Arrays.stream(entry.getValue()))
                .anyMatch(frame -> frame.getMethodName().equals(name));
    }

    private static long postmaster(Connection admin) throws SQLException {
        try (var statement = admin.createStatement();
                var result = statement.executeQuery("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::bigint")) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void signal(long pid, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor()).isZero();
    }

    private static DataSource at(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    private ReachabilityProbe probe(DataSource source) {
        return probe(source, () -> Optional.of(source.getConnection()));
    }

    private ReachabilityProbe probe(DataSource source, Beside beside) {
        borrows = new OwnBorrows(new OwnConnections() {
            @Override
            public Connection borrow(Pool borrowed, Runnable asking) throws SQLException {
                asking.run();
                return source.getConnection();
            }

            @Override
            public Optional<Connection> openBeside(Pool opened) throws SQLException {
                return beside.open();
            }
        });
        ObservationSettings standard = ObservationSettings.DEFAULTS;
        return new ReachabilityProbe(
                POOL,
                borrows,
                () -> usage,
                SqlFailures::kindOf,
                () -> alarm,
                borrowing -> timed.add(borrowing.nanos()),
                new ObservationSettings(standard.sampleInterval(), standard.discoveryInterval(), INTERVAL, DEADLINE),
                () -> System.nanoTime() + clockAhead);
    }

    private static void ask(ReachabilityProbe probe) {
        OwnThread thread = start(probe);
        Awaitility.await().until(() -> !thread.isAlive());
    }

    private static OwnThread start(ReachabilityProbe probe) {
        return OwnThread.start(ASKING, probe::ask);
    }

    private long borrowed() {
        return borrows.counts(POOL.id()).getOrDefault(OwnBorrow.PROBE, 0L);
    }

    /** Of a pool whose queue does not move, and that fails in the end. */
    private static final class QueueingDataSource extends PGSimpleDataSource {

        private static final long serialVersionUID = 1L;

        private final transient CountDownLatch free;

        private QueueingDataSource(CountDownLatch free) {
            this.free = free;
        }

        @Override
        public Connection getConnection() throws SQLException {
            try {
                free.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
            throw new SQLException("broken off", "08006");
        }
    }

    /** Opens a connection beside the pool. */
    private interface Beside {
        Optional<Connection> open() throws SQLException;
    }
}
