package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability.State;
import dev.lifeguard.server.SqlFailures;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class ReachabilityProbeTest {

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private static EmbeddedPostgres database;

    private volatile Optional<PoolUsage> usage = Optional.empty();
    private volatile long clockAhead;

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
        probe.ask();
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
        assertThat(probe.reachability().acquisitionTime().orElseThrow()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(10));
        assertThat(probe.borrows()).isEqualTo(1);
    }

    @Test
    void saysWhyADatabaseCannotBeReached() {
        ReachabilityProbe probe = probe(at("jdbc:postgresql://127.0.0.1:1/postgres"));
        probe.ask();
        assertThat(probe.reachability().state()).isEqualTo(State.UNREACHABLE);
        assertThat(probe.reachability().reason().orElseThrow()).containsIgnoringCase("refused");
        assertThat(probe.borrows()).isZero();
    }

    @Test
    void tellsARefusalFromAnAbsence() {
        ReachabilityProbe probe = probe(at(database.getJdbcUrl("postgres", "nowhere")));
        probe.ask();
        assertThat(probe.reachability().state()).isEqualTo(State.REFUSED);
        assertThat(probe.reachability().reason().orElseThrow()).contains("nowhere");
    }

    @Test
    void doesNotRepeatAnAddressThatMayHoldAPassword() {
        SQLException refused = new SQLException("No suitable driver found for jdbc:nosuch://host/db?password=secret here");
        assertThat(ReachabilityProbe.reason(new IllegalStateException("wrapped", refused)))
                .isEqualTo("No suitable driver found for jdbc:... here");
    }

    @Test
    void doesNotTakeTheLastConnectionFromAnApplication() {
        usage = Optional.of(new PoolUsage(9, 1, OptionalInt.of(0), 0, OptionalInt.of(10)));
        ReachabilityProbe probe = probe(database.getPostgresDatabase());
        probe.ask();
        assertThat(probe.borrows()).isZero();
        assertThat(probe.reachability().state()).as("a full pool keeps nobody from being ready").isEqualTo(State.UNKNOWN);
        assertThat(probe.reachability().reason()).contains("The pool is too full to ask");
    }

    @Test
    void aGoodAnswerDoesNotHoldForEver() {
        ReachabilityProbe probe = probe(database.getPostgresDatabase());
        probe.ask();
        clockAhead = INTERVAL.multipliedBy(4).toNanos();
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
        clockAhead = INTERVAL.multipliedBy(5).toNanos();
        assertThat(probe.reachability().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void aFullPoolDoesNotMakeAnAbsentDatabaseUnknown() {
        ReachabilityProbe probe = probe(at("jdbc:postgresql://127.0.0.1:1/postgres"));
        probe.ask();
        usage = Optional.of(new PoolUsage(10, 0, OptionalInt.of(5), 0, OptionalInt.of(10)));
        clockAhead = Duration.ofSeconds(90).toNanos();
        probe.ask();
        assertThat(probe.reachability().state()).isEqualTo(State.UNREACHABLE);
        clockAhead = Duration.ofMinutes(3).toNanos();
        assertThat(probe.reachability().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void asksAPoolOfOneWhileNobodyHasIt() {
        ReachabilityProbe probe = probe(database.getPostgresDatabase());
        usage = Optional.of(new PoolUsage(1, 0, OptionalInt.of(0), 0, OptionalInt.of(1)));
        probe.ask();
        assertThat(probe.borrows()).isZero();
        usage = Optional.of(new PoolUsage(0, 0, OptionalInt.of(0), 0, OptionalInt.of(1)));
        probe.ask();
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
        assertThat(probe.borrows()).isEqualTo(1);
    }

    @Test
    void aPoolWithoutAMaxIsNeverTooFullToAsk() {
        usage = Optional.of(new PoolUsage(5_000, 0, OptionalInt.of(0), 0, OptionalInt.empty()));
        ReachabilityProbe probe = probe(database.getPostgresDatabase());
        probe.ask();
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
    }

    @Test
    void isUnreachableWhileAnAnswerIsOverdue() throws Exception {
        DataSource source = database.getPostgresDatabase();
        ReachabilityProbe probe = probe(source);
        probe.ask();
        long postmaster;
        try (Connection admin = source.getConnection()) {
            postmaster = postmaster(admin);
        }
        Thread asking = new Thread(probe::ask);
        // With the postmaster frozen, the kernel accepts a connection that nobody answers.
        signal(postmaster, "STOP");
        try {
            asking.start();
            Awaitility.await().until(() -> inSocketRead(asking));
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
        asking.join();
        assertThat(probe.reachability().state()).isEqualTo(State.REACHABLE);
    }

    private static boolean inSocketRead(Thread thread) {
        for (StackTraceElement element : thread.getStackTrace()) {
            if (element.getMethodName().equals("read") && element.getClassName().contains("Socket")) {
                return true;
            }
        }
        return false;
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
        return new ReachabilityProbe(
                "jdbc/app", source, () -> usage, SqlFailures::kindOf, INTERVAL, DEADLINE, () -> System.nanoTime() + clockAhead);
    }
}
