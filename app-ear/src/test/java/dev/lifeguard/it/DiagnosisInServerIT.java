package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.database.SessionState;
import dev.lifeguard.diagnosis.Diagnosis;
import dev.lifeguard.diagnosis.HeldConnection;
import dev.lifeguard.diagnosis.PoolSession;
import dev.lifeguard.diagnosis.Snapshot;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.Timing;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is known of holders inside the server under test, over its own pools and a real database. */
@ExtendWith(ArquillianExtension.class)
class DiagnosisInServerIT {

    private static final Duration SEEN_WITHIN = Duration.ofSeconds(30);
    /** After 30 s of a hold, and of a session that is not used. */
    private static final Duration SUSPECTED_WITHIN = Duration.ofSeconds(60);
    private static final Duration TAKEN_WITHIN = Duration.ofMillis(250);

    @Inject
    private Diagnosis diagnosis;

    @Inject
    private Observatory observatory;

    @Inject
    private TestPools pools;

    @Deployment
    static Archive<?> lifeguard() {
        return Deployments.lifeguardWithTests(DiagnosisInServerIT.class);
    }

    /** What is borrowed before is nobody's that can be told. */
    @BeforeEach
    void awaitSight() {
        Awaitility.await().atMost(SEEN_WITHIN).ignoreException(NoSuchElementException.class).until(() -> app().timing() == Timing.EXACT);
    }

    @Test
    void aHolderIsJoinedWithItsSessionAndItsStack() throws SQLException {
        Thread holding = Thread.currentThread();
        try (Connection connection = pools.borrowApp(); Statement statement = connection.createStatement()) {
            statement.execute("SELECT 'a secret', 4711");
            Awaitility.await().atMost(SEEN_WITHIN).untilAsserted(() -> {
                HeldConnection held = heldBy(holding).orElseThrow();
                assertThat(held.session()).isPresent();
                assertThat(held.stack()).extracting(StackTraceElement::getClassName).contains(DiagnosisInServerIT.class.getName());
            });

            DatabaseSession session = heldBy(holding).flatMap(HeldConnection::session).orElseThrow();
            assertThat(session.pid()).isEqualTo(TestPools.session(connection));
            assertThat(session.state()).contains(SessionState.IDLE);
            assertThat(session.statement()).contains("SELECT ?, ?");
            assertThat(session.applicationName().orElseThrow()).endsWith(" jdbc/app");
            assertThat(diagnosis.sessions(app().pool().id()).sessions())
                    .anyMatch(one -> one.relation() == PoolSession.Relation.HELD && one.session().pid() == session.pid());
        }
    }

    @Test
    void aSnapshotIsTakenOfAPoolThatIsFull() throws SQLException {
        Pool pool = app().pool();
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < SharedServerNumbers.APP_MAX; i++) {
                all.add(pools.borrowApp());
            }
            Awaitility.await().atMost(SEEN_WITHIN).until(() -> app().usage().orElseThrow().inUse() == SharedServerNumbers.APP_MAX);
            Snapshot snapshot = diagnosis.takeSnapshot(pool.id()).orElseThrow();

            assertThat(snapshot.took()).isLessThan(TAKEN_WITHIN);
            assertThat(snapshot.json()).contains("\"inUse\":" + SharedServerNumbers.APP_MAX, "\"series\":[{");
            assertThat(diagnosis.snapshots(pool.id())).contains(snapshot);
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
    }

    @Test
    void aThreadThatDiedHoldingIsSuspectedUntilItsConnectionReturns() throws Exception {
        AtomicReference<Connection> leaked = new AtomicReference<>();
        Thread dying = new Thread(() -> leaked.set(borrowed()), "dies-holding");
        dying.start();
        dying.join();
        try {
            Awaitility.await().atMost(SUSPECTED_WITHIN).untilAsserted(() -> assertThat(diagnosis.suspectedLeaks(app())).hasValue(1));
            assertThat(heldBy(dying).orElseThrow().suspicion().orElseThrow().reason())
                    .contains("thread dies-holding has ended; its session has been idle for");
        } finally {
            leaked.get().close();
        }
        Awaitility.await().atMost(SEEN_WITHIN).untilAsserted(() -> assertThat(diagnosis.suspectedLeaks(app())).hasValue(0));
    }

    private Connection borrowed() {
        try {
            return pools.borrowApp();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<HeldConnection> heldBy(Thread thread) {
        return diagnosis.holders(app().pool().id()).stream().filter(held -> held.holder().thread() == thread).findFirst();
    }

    private PoolObservation app() {
        return observatory.observations().stream().filter(seen -> seen.pool().goesBy("jdbc/app")).findFirst().orElseThrow();
    }
}
