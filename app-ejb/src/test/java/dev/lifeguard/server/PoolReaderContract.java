package dev.lifeguard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every {@link PoolReader} keeps, whichever server is behind it: one empty subclass each. */
public abstract class PoolReaderContract {

    /** The reader under test. */
    protected abstract PoolReader reader();

    /** A pool that nobody else borrows from for longer than a moment. */
    protected abstract String poolName();

    /** A pool that nobody ever borrowed from. */
    protected abstract String unusedPoolName();

    /** Borrows from the pool under test; closing gives back. */
    protected abstract AutoCloseable borrow() throws Exception;

    protected abstract int expectedMin();

    protected abstract int expectedMax();

    protected abstract Duration expectedWaitTimeout();

    @Test
    void saysWhichServerItReads() {
        assertThat(reader().server()).matches("[A-Z].* [0-9].*");
    }

    @Test
    void namesThisServerAmongThoseOfItsHost() {
        assertThat(reader().instance()).matches("[a-z0-9][a-z0-9._-]+-[0-9a-f]{6}").isEqualTo(reader().instance());
    }

    @Test
    void listsEveryPoolOnceSortedByName() {
        List<Pool> pools = reader().pools();
        assertThat(pools).extracting(Pool::name).contains(poolName(), unusedPoolName());
        assertThat(pools).extracting(Pool::id).doesNotHaveDuplicates();
        assertThat(pools).isSortedAccordingTo(Comparator.comparing(Pool::name).thenComparing(Pool::key));
        assertThat(reader().pools()).isEqualTo(pools);
    }

    @Test
    void readsBackTheSettings() {
        PoolSettings settings = reader().settings(pool());
        assertThat(settings.min()).hasValue(expectedMin());
        assertThat(settings.max()).hasValue(expectedMax());
        assertThat(settings.waitTimeout()).contains(expectedWaitTimeout());
    }

    @Test
    void aPoolThatNobodyUsedHasSettingsButNoUsage() {
        Pool unused = named(unusedPoolName());
        assertThat(reader().usage(unused)).isEmpty();
        assertThat(reader().settings(unused).max()).isPresent();
    }

    @Test
    void countsWhatIsBorrowedAndWhatCameBack() throws Exception {
        List<AutoCloseable> borrowed = new ArrayList<>();
        try {
            for (int number = 0; number < 3; number++) {
                borrowed.add(borrow());
            }
            // The probe may hold one more for a moment.
            awaitUsage(usage -> usage.inUse() == 3);
        } finally {
            giveBack(borrowed);
        }
        awaitUsage(usage -> usage.inUse() == 0 && usage.idle() >= 3);
        PoolUsage usage = reader().usage(pool()).orElseThrow();
        assertThat(usage.open()).isLessThanOrEqualTo(expectedMax());
        assertThat(usage.min()).isEqualTo(expectedMin());
        assertThat(usage.max()).hasValue(expectedMax());
    }

    @Test
    void countsWhoWaitsAndKnowsExhaustion() throws Exception {
        List<AutoCloseable> borrowed = new ArrayList<>();
        ExecutorService queue = Executors.newSingleThreadExecutor();
        try {
            while (borrowed.size() < expectedMax()) {
                borrowed.add(borrow());
            }
            Future<Throwable> failure = queue.submit(this::failureOfABorrow);
            awaitUsage(usage -> usage.waiting().isPresent() && usage.waiting().getAsInt() == 1 && usage.saturated());
            Throwable thrown = failure.get(expectedWaitTimeout().toSeconds() + 30, TimeUnit.SECONDS);
            assertThat(thrown).isNotNull();
            assertThat(reader().kindOf(thrown)).as("kind of %s", thrown).isEqualTo(FailureKind.EXHAUSTED);
        } finally {
            giveBack(borrowed);
            queue.shutdown();
        }
        awaitUsage(usage -> usage.inUse() == 0 && usage.waiting().orElse(0) == 0);
    }

    @Test
    void doesNotTakeTheDatabasesTroubleForExhaustion() {
        assertThat(reader().kindOf(new SQLException("Connection refused", "08001"))).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(reader().kindOf(new SQLException("wrong password", "28P01"))).isEqualTo(FailureKind.REFUSED);
    }

    @Test
    void aPoolThatIsGoneIsUnknown() {
        Pool gone = Pool.of("jdbc/gone", List.of(), "gone", Pool.Source.SERVER, Optional.empty());
        assertThatExceptionOfType(PoolAccessException.class)
                .isThrownBy(() -> reader().usage(gone))
                .extracting(PoolAccessException::category)
                .isEqualTo(PoolAccessException.Category.UNKNOWN_POOL);
        assertThatExceptionOfType(PoolAccessException.class)
                .isThrownBy(() -> reader().settings(gone))
                .extracting(PoolAccessException::category)
                .isEqualTo(PoolAccessException.Category.UNKNOWN_POOL);
    }

    private Throwable failureOfABorrow() {
        try (AutoCloseable unexpected = borrow()) {
            return unexpected == null ? null : new AssertionError("A full pool lent a connection");
        } catch (Exception e) {
            return e;
        }
    }

    private void awaitUsage(Predicate<PoolUsage> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> reader().usage(pool()).orElseThrow(), condition);
    }

    private Pool pool() {
        return named(poolName());
    }

    private Pool named(String name) {
        return reader().pools().stream().filter(pool -> pool.name().equals(name)).findFirst().orElseThrow();
    }

    private static void giveBack(List<AutoCloseable> borrowed) throws Exception {
        for (AutoCloseable connection : borrowed) {
            connection.close();
        }
    }
}
