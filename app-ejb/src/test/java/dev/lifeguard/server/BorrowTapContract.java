package dev.lifeguard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.server.RecordingListener.Counts;
import dev.lifeguard.server.RecordingListener.Hold;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What every {@link BorrowTap} keeps, whichever server is behind it: one empty subclass each. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class BorrowTapContract {

    /** Something that is done to a pool while others borrow from it. */
    @FunctionalInterface
    public interface Disturbance {
        void happen() throws Exception;
    }

    private static final Duration LATEST = Duration.ofSeconds(60);
    private static final Duration HOLD = Duration.ofMillis(80);
    /** One bucket of a histogram, and what a thread may lose between two instructions. */
    private static final double BUCKET = 0.056;
    /** 2 ms would do; these machines are noisy. */
    private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(5 * 2);
    private static final int BUSY_THREADS = 16;
    /** Until the compiler has done with both ways. */
    private static final int COLD_ROUNDS = 10;
    private static final int ROUNDS = 15;
    /** Nanoseconds for a borrow and its return; a quarter of a microsecond is aimed at. */
    private static final double DEAREST = 5 * 250;

    private RecordingListener seen;

    /** The tap under test, not attached. */
    protected abstract BorrowTap tap();

    protected abstract PoolReader reader();

    /** A pool of the server that nobody but this test and Lifeguard's own probe borrows from. */
    protected abstract String poolName();

    protected abstract int max();

    protected abstract Duration waitTimeout();

    /** Borrows from that pool, unshared. */
    protected abstract Connection borrow() throws SQLException;

    /** A pool that this application defines. */
    protected abstract String definedPoolName();

    /** As fast as the server can: no statement is run. */
    protected abstract Connection borrowDefined() throws SQLException;

    /** A pool whose database cannot be reached. */
    protected abstract String unreachablePoolName();

    protected abstract Connection borrowUnreachable() throws SQLException;

    /** Borrows as often from the pool under test, by a shareable reference, in one transaction, and gives each back before the next. */
    protected abstract void borrowInOneTransaction(int times) throws Exception;

    /** Has JPA run one query on the pool under test. */
    protected abstract void queryByJpa() throws Exception;

    /** As the server calls this application. */
    protected abstract String application();

    /** What the database calls the session, asked of the database. */
    protected abstract int session(Connection connection) throws SQLException;

    /** Those of the pool under test, by the database's own list, sorted. */
    protected abstract List<Integer> sessions() throws SQLException;

    protected abstract void terminate(int session) throws SQLException;

    /** What an administrator may do to the pool under test, by name. */
    protected abstract Map<String, Disturbance> disturbances();

    @BeforeEach
    void attach() throws SQLException {
        assertThat(tap().unavailable()).isEmpty();
        // A pool is built at its first use.
        borrow().close();
        seen = attached(poolName());
    }

    @AfterEach
    void everythingAddsUp() {
        try {
            settle(seen);
        } finally {
            tap().detach();
        }
        assertThat(seen.breaches()).isEmpty();
    }

    @Test
    void aHoldIsAsLongAsItWas() throws Exception {
        long before = System.nanoTime();
        Connection connection = borrow();
        long acquired = System.nanoTime();
        LockSupport.parkNanos(HOLD.toNanos());
        long returned = System.nanoTime();
        connection.close();
        long after = System.nanoTime();

        Hold hold = onlyHold(Thread.currentThread());
        assertThat(hold.requested()).isBetween(before, acquired);
        assertThat(hold.waitNanos()).isBetween(0L, acquired - before);
        assertThat(hold.holdNanos()).isBetween(returned - acquired, after - before);
        assertNear(hold.holdNanos(), returned - acquired);
        assertThat(hold.queued()).isIn(0L, -1L);
    }

    @Test
    void aRequestThatQueuesTellsForHowLong() throws Exception {
        List<Connection> all = borrow(max());
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Thread waiting = executor.submit(Thread::currentThread).get();
            Future<Long> wait = executor.submit(() -> {
                long start = System.nanoTime();
                borrow().close();
                return System.nanoTime() - start;
            });
            Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(1)).until(() -> seen.queues(waiting));
            LockSupport.parkNanos(HOLD.toNanos());
            all.remove(0).close();
            long waited = wait.get(LATEST.toSeconds(), TimeUnit.SECONDS);

            Hold hold = onlyHold(waiting);
            assertNear(hold.waitNanos(), waited);
            if (hold.queued() >= 0) {
                assertNear(hold.queued(), waited);
            }
        } finally {
            giveBack(all);
            executor.shutdown();
        }
    }

    @Test
    void aRequestThatGetsNoneFailsAsExhausted() throws Exception {
        List<Connection> all = borrow(max());
        try {
            long start = System.nanoTime();
            assertThatExceptionOfType(SQLException.class).isThrownBy(this::borrow);
            long waited = System.nanoTime() - start;
            assertThat(seen.failuresOf(Thread.currentThread())).singleElement().satisfies(failure -> {
                assertThat(reader().kindOf(failure.thrown())).isEqualTo(FailureKind.EXHAUSTED);
                assertNear(failure.failed() - failure.requested(), waited);
                assertThat(waited).isGreaterThan(waitTimeout().minusMillis(50).toNanos());
            });
        } finally {
            giveBack(all);
        }
    }

    @Test
    void aRequestThatFailsForTheDatabaseIsNotTakenForExhaustion() {
        assertThatExceptionOfType(SQLException.class).isThrownBy(this::borrowUnreachable);
        RecordingListener unreachable = attached(unreachablePoolName());
        assertThatExceptionOfType(SQLException.class).isThrownBy(this::borrowUnreachable);
        assertThat(unreachable.failuresOf(Thread.currentThread())).isNotEmpty().allSatisfy(failure ->
                assertThat(reader().kindOf(failure.thrown())).as("kind of %s", failure.thrown()).isEqualTo(FailureKind.UNREACHABLE));
        settle(unreachable);
        assertThat(unreachable.breaches()).isEmpty();
    }

    @Test
    void reGetsInOneTransactionAreOneBorrow() throws Exception {
        // Payara lends an unshareable connection where no other is idle, and opens a shareable one for the next.
        borrowInOneTransaction(1);
        awaitHolds(1);
        Counts before = seen.counts();
        long start = System.nanoTime();
        borrowInOneTransaction(3);
        long took = System.nanoTime() - start;

        awaitHolds(2);
        settle(seen);
        List<Hold> holds = seen.holdsOf(Thread.currentThread());
        assertThat(holds).hasSize(2);
        assertThat(holds.get(1).holdNanos()).isLessThanOrEqualTo(took);
        assertThat(seen.counts().reacquired() - before.reacquired()).isEqualTo(2);
    }

    @Test
    void aQueryByJpaIsABorrow() throws Exception {
        queryByJpa();
        awaitHolds(1);
        assertThat(seen.holdsOf(Thread.currentThread())).allSatisfy(hold -> assertThat(hold.application()).isEqualTo(application()));
    }

    @Test
    void aPoolOfAnApplicationIsSeenToo() throws Exception {
        borrowDefined().close();
        RecordingListener defined = attached(definedPoolName());
        int session;
        try (Connection connection = borrowDefined()) {
            session = session(connection);
        }
        settle(defined);
        assertThat(defined.holdsOf(Thread.currentThread())).singleElement().satisfies(hold -> {
            assertThat(hold.application()).isEqualTo(application());
            assertThat(hold.session()).hasValue(session);
        });
        assertThat(defined.breaches()).isEmpty();
    }

    @Test
    void aBorrowInAThreadOfItsOwnIsSeenWithThatThread() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Thread own = executor.submit(() -> {
                borrow().close();
                return Thread.currentThread();
            }).get();
            assertThat(onlyHold(own).waitNanos()).isPositive();
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void sessionsAreThoseOfTheDatabase() throws Exception {
        List<Connection> all = borrow(max());
        try {
            List<Integer> known = seen.sessions();
            assertThat(known).hasSize(max());
            // Those that were closed before are gone from the list a little later.
            Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(sessions()).isEqualTo(known));
            List<Integer> asked = new ArrayList<>();
            for (Connection connection : all) {
                asked.add(session(connection));
            }
            assertThat(asked).containsExactlyInAnyOrderElementsOf(known);
        } finally {
            giveBack(all);
        }
    }

    @Test
    void aConnectionThatIsOpenedForARequestTellsHowLongThatTook() throws Exception {
        List<Connection> all = borrow(max());
        giveBack(all);
        List<Integer> ended = sessions();
        Counts before = seen.counts();
        for (int session : ended) {
            terminate(session);
        }
        // The database ends them a moment after it was told to: until then they would be had again.
        Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(sessions()).doesNotContainAnyElementsOf(ended));
        // More than the server may have opened of its own accord by now, up to min.
        List<Connection> living = new ArrayList<>();
        try {
            while (living.size() < max()) {
                living.add(borrowOneThatLives());
            }
        } finally {
            giveBack(living);
        }
        assertThat(seen.counts().opened()).isGreaterThan(before.opened());
        assertThat(seen.counts().closed()).isGreaterThan(before.closed());
        List<Hold> holds = seen.holdsOf(Thread.currentThread());
        // A connection over the network and a login are never had in less.
        assertThat(holds.subList(holds.size() - max(), holds.size())).anySatisfy(hold -> assertThat(hold.opening()).satisfiesAnyOf(
                nanos -> assertThat(nanos).isGreaterThan(TimeUnit.MICROSECONDS.toNanos(500)),
                nanos -> assertThat(nanos).isEqualTo(-1)));
    }

    @Test
    void aConnectionThatIsTerminatedWhileItIsHeldIsNotHeldAnyLonger() throws Exception {
        try (Connection connection = borrow()) {
            terminate(session(connection));
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> session(connection));
        }
        assertThat(onlyHold(Thread.currentThread()).holdNanos()).isPositive();
        borrowOneThatLives().close();
    }

    /** The last: where a pool is built anew, data sources that are at hand, JPA's among them, may be dead. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whateverAnAdministratorDoesUnderLoadEverythingAddsUp() throws Exception {
        for (Map.Entry<String, Disturbance> disturbance : disturbances().entrySet()) {
            List<RecordingListener> listeners = new ArrayList<>(List.of(seen));
            try (Load load = new Load()) {
                load.awaitBorrows();
                disturbance.getValue().happen();
                // What a caller of attach does: again and again, as the pool may have been built anew.
                tap().attach(List.of(pool(poolName())), pool -> added(listeners));
                load.awaitBorrows();
            }
            assertThat(listeners).as(disturbance.getKey()).allSatisfy(listener -> {
                settle(listener);
                assertThat(listener.breaches()).isEmpty();
            });
            seen = listeners.get(listeners.size() - 1);
            Counts before = seen.counts();
            borrowOneThatLives().close();
            assertThat(seen.counts().acquired()).as("seen after: %s", disturbance.getKey()).isGreaterThan(before.acquired());
        }
    }

    @Test
    void detachedUnderLoadNothingIsToldAnyLongerAndNobodyFails() throws Exception {
        RecordingListener first = seen;
        try (Load load = new Load()) {
            load.awaitBorrows();
            tap().detach();
            // A call that was under way may still end.
            load.awaitBorrows();
            Counts afterwards = first.counts();
            load.awaitBorrows();
            assertThat(first.counts()).isEqualTo(afterwards);
            assertThat(load.failures()).isEmpty();

            for (int round = 0; round < 10; round++) {
                tap().detach();
                seen = attached(poolName());
                load.awaitBorrows();
                assertThat(seen.counts().acquired()).isPositive();
            }
            assertThat(load.failures()).isEmpty();
        }
        assertThat(first.breaches()).isEmpty();
    }

    @Test
    void aPoolThatIsNotAskedForAnyLongerIsLeftAlone() throws Exception {
        RecordingListener first = seen;
        settle(first);
        assertThat(tap().attach(List.of(), pool -> new RecordingListener())).isEmpty();
        Counts before = first.counts();
        borrow().close();
        assertThat(first.counts()).isEqualTo(before);
        seen = attached(poolName());
        borrow().close();
        onlyHold(Thread.currentThread());
    }

    @Test
    void aPoolOfAnotherNameIsAnotherPool() throws Exception {
        RecordingListener first = seen;
        settle(first);
        Pool pool = pool(poolName());
        Pool renamed = Pool.of("jdbc/renamed", pool.otherNames(), pool.key(), pool.source(), pool.application());
        seen = new RecordingListener();
        assertThat(tap().attach(List.of(renamed), asked -> seen)).containsExactly(renamed.id());
        Counts before = first.counts();
        borrow().close();
        onlyHold(Thread.currentThread());
        assertThat(first.counts()).isEqualTo(before);
    }

    @Test
    void aListenerThatThrowsKeepsNoConnectionAndIsNotTakenForOneThatCounts() throws Exception {
        List<Pool> pools = List.of(pool(poolName()));
        tap().detach();
        assertThat(tap().attach(pools, pool -> new ThrowingListener(() -> {
            throw new StackOverflowError();
        }))).isNotEmpty();
        borrow().close();
        assertThat(tap().attach(pools, pool -> seen)).isNotEmpty();

        tap().detach();
        assertThat(tap().attach(pools, pool -> new ThrowingListener(() -> {
            throw new IllegalStateException("ours");
        }))).isNotEmpty();
        borrow().close();
        assertThat(tap().attach(pools, pool -> seen)).isEmpty();
        List<Connection> all = borrow(max());
        giveBack(all);

        tap().detach();
        seen = attached(poolName());
    }

    @Test
    void seeingABorrowCostsNextToNothing() throws Exception {
        // The pool under test may validate, which takes much longer than what is to be measured.
        borrowDefined().close();
        Pool cheap = pool(definedPoolName());
        List<Cost> without = new ArrayList<>();
        List<Cost> with = new ArrayList<>();
        for (int round = 0; round < COLD_ROUNDS + ROUNDS; round++) {
            tap().detach();
            Cost plain = Cost.measured(this::borrowDefined);
            assertThat(tap().attach(List.of(cheap), asked -> new SilentListener())).isNotEmpty();
            Cost tapped = Cost.measured(this::borrowDefined);
            if (round >= COLD_ROUNDS) {
                without.add(plain);
                with.add(tapped);
            }
        }
        Cost plain = Cost.median(without);
        Cost tapped = Cost.median(with);
        System.out.printf("A borrow and its return, at the median: %s; with the tap: %s%n", plain, tapped);
        assertThat(tapped.nanos() - plain.nanos()).isLessThan(DEAREST);
        assertThat(tapped.bytes() - plain.bytes()).isLessThan(8);
        tap().detach();
        seen = attached(poolName());
    }

    /** Besides the pool under test, which keeps its listener if it has one. */
    private RecordingListener attached(String name) {
        List<Pool> asked = Stream.of(poolName(), name).distinct().map(this::pool).toList();
        RecordingListener listener = new RecordingListener();
        assertThat(tap().attach(asked, pool -> listener)).containsExactlyInAnyOrderElementsOf(asked.stream().map(Pool::id).toList());
        return listener;
    }

    private static RecordingListener added(List<RecordingListener> listeners) {
        RecordingListener listener = new RecordingListener();
        listeners.add(listener);
        return listener;
    }

    private Pool pool(String name) {
        return reader().pools().stream().filter(pool -> pool.name().equals(name)).findFirst().orElseThrow();
    }

    private static void settle(RecordingListener listener) {
        Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(5)).until(listener::counts, Counts::settled);
    }

    /** Of this thread. A server may take a connection back only when the request has ended. */
    private void awaitHolds(int number) {
        awaitHolds(Thread.currentThread(), number);
    }

    private void awaitHolds(Thread thread, int number) {
        Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(5)).until(() -> seen.holdsOf(thread).size() >= number);
    }

    private Hold onlyHold(Thread thread) {
        awaitHolds(thread, 1);
        List<Hold> holds = seen.holdsOf(thread);
        assertThat(holds).hasSize(1);
        return holds.get(0);
    }

    private static void assertNear(long nanos, long expected) {
        assertThat(nanos).isCloseTo(expected, within((long) (expected * BUCKET) + SLACK));
    }

    private List<Connection> borrow(int number) throws SQLException {
        List<Connection> borrowed = new ArrayList<>();
        // The probe may hold one for a moment; then the last of these waits for it.
        try {
            while (borrowed.size() < number) {
                borrowed.add(borrow());
            }
            return borrowed;
        } catch (SQLException e) {
            giveBack(borrowed);
            throw e;
        }
    }

    private static void giveBack(List<Connection> borrowed) throws SQLException {
        for (Connection connection : borrowed) {
            connection.close();
        }
        borrowed.clear();
    }

    /** The next that runs a statement: without a validation the pool may lend some that the database has closed. */
    private Connection borrowOneThatLives() {
        return Awaitility.await().atMost(LATEST).ignoreExceptions().until(() -> {
            Connection connection = borrow();
            try {
                session(connection);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }, connection -> true);
    }

    /** Of one borrow and its return: time on the processor, as the machine may be busy with others, and memory. */
    private record Cost(double nanos, double bytes) {

        private static final int BLOCKS = 100;
        private static final int BORROWS = 200;
        private static final int COLD_BORROWS = 50_000;

        @FunctionalInterface
        interface Borrowing {
            Connection borrow() throws SQLException;
        }

        static Cost measured(Borrowing borrowing) throws Exception {
            // Where the tap changes code, what was compiled of it has to be compiled again.
            for (int borrow = 0; borrow < COLD_BORROWS; borrow++) {
                borrowing.borrow().close();
            }
            double[] nanos = new double[BLOCKS];
            long allocated = allocatedBytes();
            for (int block = 0; block < BLOCKS; block++) {
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                for (int borrow = 0; borrow < BORROWS; borrow++) {
                    borrowing.borrow().close();
                }
                nanos[block] = (double) (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / BORROWS;
            }
            Arrays.sort(nanos);
            return new Cost(nanos[BLOCKS / 2], (double) (allocatedBytes() - allocated) / (BLOCKS * BORROWS));
        }

        static Cost median(List<Cost> costs) {
            return new Cost(median(costs.stream().mapToDouble(Cost::nanos)), median(costs.stream().mapToDouble(Cost::bytes)));
        }

        private static double median(DoubleStream values) {
            double[] sorted = values.sorted().toArray();
            return sorted[sorted.length / 2];
        }

        /** By this thread, ever. The type that has it as a method is not there for every application. */
        private static long allocatedBytes() throws Exception {
            return (long) ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                    "getThreadAllocatedBytes",
                    new Object[] {Thread.currentThread().getId()},
                    new String[] {"long"});
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f ns and %.0f bytes", nanos, bytes);
        }
    }

    /** More threads than connections, which borrow, run a statement and give back. */
    private final class Load implements AutoCloseable {

        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicInteger borrows = new AtomicInteger();
        private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        private final ExecutorService executor = Executors.newFixedThreadPool(BUSY_THREADS);

        Load() {
            for (int thread = 0; thread < BUSY_THREADS; thread++) {
                executor.execute(this::borrowUntilStopped);
            }
        }

        private void borrowUntilStopped() {
            while (!stop.get()) {
                try (Connection connection = borrow(); Statement statement = connection.createStatement()) {
                    statement.execute("SELECT 1");
                    borrows.incrementAndGet();
                } catch (SQLException | RuntimeException e) {
                    failures.add(e);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
        }

        /** Until many more borrows have gone well. */
        void awaitBorrows() {
            int enough = borrows.get() + 50 * BUSY_THREADS;
            Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(2)).until(() -> borrows.get() > enough);
        }

        List<Throwable> failures() {
            return List.copyOf(failures);
        }

        @Override
        public void close() {
            stop.set(true);
            executor.shutdown();
            Awaitility.await().atMost(LATEST).until(executor::isTerminated);
        }
    }

    /** The cheapest listener: what is left is the tap's own cost. */
    private static class SilentListener implements BorrowListener {

        @Override
        public void requested(long requestedNanos) {}

        @Override
        public void queued() {}

        @Override
        public void dequeued() {}

        @Override
        public boolean acquired(long key, Object identity, long requestedNanos, long acquiredNanos, long queuedNanos, long openingNanos,
                String application) {
            return false;
        }

        @Override
        public void reacquired() {}

        @Override
        public void identified(long key, Object identity, OptionalInt session) {}

        @Override
        public void failed(long requestedNanos, long failedNanos, Throwable failure) {}

        @Override
        public void returned(long key, Object identity, long nanos) {}

        @Override
        public void opened() {}

        @Override
        public void closed(long key, Object identity, long nanos) {}
    }

    private static final class ThrowingListener extends SilentListener {

        private final Runnable thrower;

        ThrowingListener(Runnable thrower) {
            this.thrower = thrower;
        }

        @Override
        public void requested(long requestedNanos) {
            thrower.run();
        }

        @Override
        public void returned(long key, Object identity, long nanos) {
            thrower.run();
        }
    }
}
