package dev.lifeguard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every {@link OwnConnections} keeps, whichever server is behind it: one empty subclass each. */
public abstract class OwnConnectionsContract {

    private static final Duration LATEST = Duration.ofSeconds(60);

    protected abstract OwnConnections connections();

    protected abstract PoolReader reader();

    /** A pool that nobody but this test and Lifeguard's own probe borrows from. */
    protected abstract String poolName();

    protected abstract int max();

    /** Borrows from that pool as an application does. */
    protected abstract Connection borrow() throws SQLException;

    /** A pool that an application defines, which was used. */
    protected abstract String definedPoolName();

    /** A pool that was used, and whose database cannot be reached. */
    protected abstract String unreachablePoolName();

    /** What the database calls the session, asked of the database. */
    protected abstract int session(Connection connection) throws SQLException;

    /** Those of the pool under test, by the database's own list. */
    protected abstract List<Integer> sessions() throws SQLException;

    @Test
    void borrowsFromAPoolOfTheServerAndGivesBack() throws Exception {
        assertBorrows(pool(poolName()));
    }

    @Test
    void borrowsFromAPoolOfAnApplicationAndGivesBack() throws Exception {
        assertBorrows(pool(definedPoolName()));
    }

    @Test
    void opensOneBesideAPoolThatIsFullAndClosesIt() throws Exception {
        Pool pool = pool(poolName());
        List<Connection> all = new ArrayList<>();
        try {
            while (all.size() < max()) {
                all.add(borrow());
            }
            // The probe, too, opens one beside a full pool for a moment.
            List<Integer> pooled = Awaitility.await().atMost(LATEST).until(this::sessions, open -> open.size() == max());
            int beside = inOwnThread(() -> {
                Connection connection = connections().openBeside(pool).orElseThrow();
                int session = session(connection);
                assertThat(pooled).doesNotContain(session);
                assertThat(sessions()).contains(session);
                assertThat(reader().usage(pool).orElseThrow().open()).isEqualTo(max());
                connection.close();
                assertThat(connection.isClosed()).isTrue();
                connection.close();
                return session;
            });
            Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(sessions()).doesNotContain(beside).isEqualTo(pooled));
            assertThat(reader().usage(pool).orElseThrow().inUse()).isEqualTo(max());
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
        awaitNothingInUse(pool);
    }

    @Test
    void opensOneBesideAPoolOfAnApplication() throws Exception {
        Pool pool = pool(definedPoolName());
        inOwnThread(() -> {
            try (Connection connection = connections().openBeside(pool).orElseThrow()) {
                return session(connection);
            }
        });
        awaitNothingInUse(pool);
    }

    @Test
    void theDatabasesTroubleIsToldAsThat() {
        Pool pool = pool(unreachablePoolName());
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> connections().borrow(pool))
                .satisfies(failure -> assertThat(reader().kindOf(failure)).isEqualTo(FailureKind.UNREACHABLE));
        try {
            assertThat(connections().openBeside(pool)).isEmpty();
        } catch (SQLException failure) {
            assertThat(reader().kindOf(failure)).as("kind of %s", failure).isEqualTo(FailureKind.UNREACHABLE);
        }
    }

    @Test
    void aPoolThatIsGoneIsUnknown() {
        Pool gone = Pool.of("jdbc/gone", List.of(), "gone", Pool.Source.SERVER, Optional.empty());
        assertThatExceptionOfType(PoolAccessException.class)
                .isThrownBy(() -> connections().borrow(gone))
                .extracting(PoolAccessException::category)
                .isEqualTo(PoolAccessException.Category.UNKNOWN_POOL);
        assertThatExceptionOfType(PoolAccessException.class)
                .isThrownBy(() -> connections().openBeside(gone))
                .extracting(PoolAccessException::category)
                .isEqualTo(PoolAccessException.Category.UNKNOWN_POOL);
    }

    private void assertBorrows(Pool pool) throws Exception {
        int session = inOwnThread(() -> {
            try (Connection connection = connections().borrow(pool)) {
                assertThat(reader().usage(pool).orElseThrow().inUse()).isPositive();
                return session(connection);
            }
        });
        assertThat(session).isPositive();
        awaitNothingInUse(pool);
    }

    private void awaitNothingInUse(Pool pool) {
        Awaitility.await().atMost(LATEST).until(() -> reader().usage(pool).orElseThrow().inUse() == 0);
    }

    private Pool pool(String name) {
        return reader().pools().stream().filter(pool -> pool.name().equals(name)).findFirst().orElseThrow();
    }

    /** As Lifeguard does: in no transaction and no request. */
    private static <T> T inOwnThread(Callable<T> work) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            return executor.submit(work).get(LATEST.toSeconds(), TimeUnit.SECONDS);
        } finally {
            executor.shutdown();
        }
    }
}
