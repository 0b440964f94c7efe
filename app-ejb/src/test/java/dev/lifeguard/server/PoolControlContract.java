package dev.lifeguard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.PoolAccessException.Category;
import dev.lifeguard.server.PoolControl.Capability;
import dev.lifeguard.server.PoolControl.Recycling;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link PoolControl} and {@link PoolCare} keeps, whichever server is behind it: one subclass each, with the ways in. */
public abstract class PoolControlContract {

    private static final Duration LATEST = Duration.ofSeconds(30);
    /** Limits of time are five times those promised: these machines have little room. */
    private static final int SLACK = 5;
    private static final Duration IN_FORCE = Duration.ofMillis(100).multipliedBy(SLACK);
    private static final Duration SERVED = Duration.ofMillis(100).multipliedBy(SLACK);
    private static final Duration CLOSED = Duration.ofSeconds(1).multipliedBy(SLACK);
    private static final Duration P99 = Duration.ofMillis(10).multipliedBy(SLACK);
    private static final int THREADS = 30;
    private static final int RESIZES = 100;
    private static final int SHRINKS = 10;

    private ExecutorService threads;
    private SettingsInForce before;
    private SettingsInForce definedBefore;

    protected abstract PoolControl control();

    protected abstract PoolCare care();

    protected abstract PoolReader reader();

    /** A pool of the server that nobody but this test and Lifeguard's own probe borrows from; its max is 5 to 50. */
    protected abstract String poolName();

    /** Borrows from that pool as an application does, on any thread. */
    protected abstract Connection borrow() throws SQLException;

    /** The same without running a statement: what is timed. */
    protected abstract Connection borrowUnused() throws SQLException;

    /** A pool that an application defines; its max is 2 or more. */
    protected abstract String definedPoolName();

    /** Borrows from that pool. */
    protected abstract Connection borrowDefined() throws SQLException;

    /** A pool that the server has not built. */
    protected abstract String unbuiltPoolName();

    /** What the database calls the session, asked of the database through the connection. */
    protected abstract int session(Connection connection) throws SQLException;

    /** The sessions of {@link #poolName}'s connections, by the database's own list. */
    protected abstract List<Integer> sessions() throws SQLException;

    /** Undoes in the server's configuration whatever was persisted of {@link #poolName}; in force when it returns. */
    protected abstract void forgetPersisted() throws Exception;

    /** Sees to it that {@link #sessions} tells of nobody else's. */
    protected abstract void prepare() throws Exception;

    @BeforeEach
    void build() throws Exception {
        prepare();
        threads = Executors.newCachedThreadPool();
        borrow().close();
        borrowDefined().close();
        before = inForce(pool());
        definedBefore = inForce(defined());
    }

    @AfterEach
    void reset() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(LATEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        control().change(pool(), all(before));
        control().change(defined(), all(definedBefore));
        Awaitility.await().atMost(LATEST).until(() -> usage().inUse() <= 1);
    }

    // What is in force

    @Test
    void whatIsInForceAtFirstIsWhatIsConfigured() {
        assertThat(control().inForce(pool())).contains(configured(pool()));
        assertThat(control().inForce(defined())).contains(configured(defined()));
    }

    @Test
    void aPoolThatIsNotBuiltHasNothingInForce() {
        assertThat(control().inForce(pool(unbuiltPoolName()))).isEmpty();
    }

    @Test
    void nothingCanBeDoneToAPoolThatIsNotBuilt() {
        Pool unbuilt = pool(unbuiltPoolName());
        assertFails(Category.NOT_BUILT, () -> control().change(unbuilt, SettingsChange.ofMax(7)));
        assertFails(Category.NOT_BUILT, () -> control().recycle(unbuilt));
        assertFails(Category.NOT_BUILT, () -> control().flush(unbuilt));
        assertFails(Category.NOT_BUILT, () -> care().wake(unbuilt, 1));
        assertFails(Category.NOT_BUILT, () -> care().openOne(unbuilt));
        assertFails(Category.NOT_BUILT, () -> care().retireIdle(unbuilt));
    }

    @Test
    void aPoolThatIsGoneIsUnknown() {
        Pool gone = Pool.of("jdbc/gone", List.of(), "gone", Pool.Source.SERVER, Optional.empty());
        assertFails(Category.UNKNOWN_POOL, () -> control().inForce(gone));
        assertFails(Category.UNKNOWN_POOL, () -> control().change(gone, SettingsChange.ofMax(7)));
        assertFails(Category.UNKNOWN_POOL, () -> control().persist(gone, SettingsChange.ofMax(7)));
        assertFails(Category.UNKNOWN_POOL, () -> control().recycle(gone));
        assertFails(Category.UNKNOWN_POOL, () -> control().flush(gone));
        assertFails(Category.UNKNOWN_POOL, () -> care().wake(gone, 1));
        assertFails(Category.UNKNOWN_POOL, () -> care().openOne(gone));
        assertFails(Category.UNKNOWN_POOL, () -> care().retireIdle(gone));
    }

    @Test
    void aPoolOfTheServerLacksNothing() {
        for (Capability capability : Capability.values()) {
            assertThat(control().lacks(pool(), capability)).as(capability.name()).isEmpty();
        }
    }

    @Test
    void aPoolOfAnApplicationCanBeChangedButNotForGood() {
        assertThat(control().lacks(defined(), Capability.CHANGE)).isEmpty();
        assertThat(control().lacks(defined(), Capability.RECYCLE)).isEmpty();
        assertThat(control().lacks(defined(), Capability.FLUSH)).isEmpty();
        assertThat(control().lacks(defined(), Capability.PERSIST)).hasValueSatisfying(reason -> assertThat(reason).isNotBlank());
        assertFails(Category.UNSUPPORTED, () -> control().persist(defined(), SettingsChange.ofMax(7)));
        assertThat(inForce(defined())).isEqualTo(definedBefore);
    }

    // Settings

    @Test
    void eachSettingIsChangedByItselfAndAtOnce() {
        assertChanges(SettingsChange.ofMax(max() + 3));
        assertChanges(SettingsChange.ofMax(max() - 5));
        assertChanges(new SettingsChange(OptionalInt.of(1), OptionalInt.empty(), Optional.empty(), Optional.empty()));
        assertChanges(new SettingsChange(
                OptionalInt.empty(), OptionalInt.empty(), Optional.of(Duration.ofSeconds(7)), Optional.empty()));
        assertChanges(new SettingsChange(
                OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.of(Duration.ofSeconds(77))));
    }

    @Test
    void allSettingsAreChangedTogether() {
        assertChanges(new SettingsChange(
                OptionalInt.of(3), OptionalInt.of(max() + 1), Optional.of(Duration.ofSeconds(9)), Optional.of(Duration.ofSeconds(99))));
    }

    @Test
    void minAndMaxMayBothGoBeyondWhatTheOtherWas() {
        assertChanges(SettingsChange.ofSize(max() + 2, max() + 4));
        assertChanges(SettingsChange.ofSize(0, 1));
    }

    @Test
    void toChangeWhatIsSoAlreadyChangesNothing() {
        assertChanges(all(before));
    }

    @Test
    void theReaderTellsTheSizesInForceAndTheSettingsAsConfigured() {
        PoolSettings configured = reader().settings(pool());
        control().change(pool(), SettingsChange.ofSize(1, max() + 2));
        assertThat(usage().min()).isEqualTo(1);
        assertThat(usage().max()).hasValue(before.max().getAsInt() + 2);
        assertThat(reader().settings(pool())).isEqualTo(configured);
        PoolSettings definedConfigured = reader().settings(defined());
        control().change(defined(), SettingsChange.ofMax(definedMax() + 1));
        assertThat(reader().usage(defined()).orElseThrow().max()).hasValue(definedBefore.max().getAsInt() + 1);
        assertThat(reader().settings(defined())).isEqualTo(definedConfigured);
    }

    @Test
    void aPoolOfAnApplicationIsChangedAsWell() {
        SettingsChange change = new SettingsChange(
                OptionalInt.of(1), OptionalInt.of(definedMax() + 2), Optional.of(Duration.ofSeconds(8)), Optional.of(Duration.ofSeconds(88)));
        control().change(defined(), change);
        assertThat(inForce(defined())).isEqualTo(after(definedBefore, change));
        assertThat(inForce(pool())).as("another pool").isEqualTo(before);
    }

    @Test
    void whoeverWaitsTooLongFailsAfterTheNewTimeout() throws Exception {
        control().change(pool(), new SettingsChange(
                OptionalInt.empty(), OptionalInt.of(5), Optional.of(Duration.ofSeconds(1)), Optional.empty()));
        List<Connection> all = borrow(5);
        try {
            long asked = System.nanoTime();
            SQLException failure = inThread(() -> {
                try (Connection tooMany = borrow()) {
                    throw new AssertionError("Had " + tooMany);
                } catch (SQLException e) {
                    return e;
                }
            }).get();
            assertThat(reader().kindOf(failure)).isEqualTo(FailureKind.EXHAUSTED);
            // Up to 0.7 s late on one of the servers, by itself.
            assertThat(since(asked)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(1).multipliedBy(SLACK));
        } finally {
            giveBack(all);
        }
    }

    // Growth

    @Test
    void afterGrowthThereIsRoomForSoManyMore() throws Exception {
        control().change(pool(), SettingsChange.ofMax(max() + 3));
        List<Connection> all = borrow(max());
        try {
            assertThat(all).hasSize(before.max().getAsInt() + 3);
            assertThat(usage().inUse()).isEqualTo(all.size());
        } finally {
            giveBack(all);
        }
    }

    @Test
    void afterGrowthWhoeverIsQueuedIsServedAtOnce() throws Exception {
        patient();
        List<Connection> all = borrow(max());
        try {
            Queue queue = new Queue(4);
            long begun = System.nanoTime();
            control().change(pool(), SettingsChange.ofMax(max() + 4));
            List<Connection> served = queue.served(4);
            tell("%s: changed and four requests in the queue served after %d ms", reader().server(), since(begun).toMillis());
            assertThat(since(begun)).isLessThan(SERVED);
            giveBack(served);
        } finally {
            giveBack(all);
        }
    }

    @Test
    void afterGrowthByLessThanTheQueueTheRestIsServedByReturns() throws Exception {
        patient();
        List<Connection> all = borrow(max());
        try {
            Queue queue = new Queue(3);
            control().change(pool(), SettingsChange.ofMax(max() + 1));
            List<Connection> served = queue.served(1);
            Awaitility.await().atMost(LATEST).until(() -> usage().waiting().orElse(2) == 2);
            assertThat(usage().inUse()).isEqualTo(max());
            all.remove(0).close();
            all.remove(0).close();
            served.addAll(queue.served(2));
            giveBack(served);
        } finally {
            giveBack(all);
        }
    }

    @Test
    void growthOneByOneServesTheQueueOneByOne() throws Exception {
        patient();
        List<Connection> all = borrow(max());
        try {
            Queue queue = new Queue(3);
            for (int round = 0; round < 3; round++) {
                long begun = System.nanoTime();
                control().change(pool(), SettingsChange.ofMax(max() + 1));
                all.addAll(queue.served(1));
                assertThat(since(begun)).isLessThan(SERVED);
            }
        } finally {
            giveBack(all);
        }
    }

    @Test
    void afterGrowthTheQueueOfAnApplicationsPoolIsServedToo() throws Exception {
        control().change(defined(), new SettingsChange(
                OptionalInt.empty(), OptionalInt.empty(), Optional.of(Duration.ofSeconds(20)), Optional.empty()));
        List<Connection> all = new ArrayList<>();
        try {
            while (all.size() < definedMax()) {
                all.add(borrowDefined());
            }
            Future<Connection> queued = inThread(this::borrowDefined);
            Awaitility.await().atMost(LATEST).until(() -> reader().usage(defined()).orElseThrow().waiting().orElse(1) == 1);
            long begun = System.nanoTime();
            control().change(defined(), SettingsChange.ofMax(definedMax() + 1));
            all.add(queued.get(LATEST.toSeconds(), TimeUnit.SECONDS));
            assertThat(since(begun)).isLessThan(SERVED);
        } finally {
            giveBack(all);
        }
    }

    // Shrinking

    @Test
    void afterAShrinkIdleConnectionsAboveItAreClosed() throws Exception {
        giveBack(borrow(max()));
        assertThat(usage().open()).isEqualTo(max());
        long begun = System.nanoTime();
        control().change(pool(), SettingsChange.ofSize(0, 3));
        Awaitility.await().atMost(CLOSED).pollInterval(Duration.ofMillis(10)).until(() -> usage().open() <= 3);
        tell("%s: idle connections above max closed after %d ms", reader().server(), since(begun).toMillis());
        Awaitility.await().atMost(CLOSED).until(() -> sessions().size() <= 3);
    }

    @Test
    void aShrinkCutsNobodyAndClosesAtTheReturn() throws Exception {
        List<Connection> all = borrow(max());
        control().change(pool(), SettingsChange.ofSize(0, 2));
        for (Connection connection : all) {
            assertThat(session(connection)).isPositive();
        }
        assertThat(usage().inUse()).isEqualTo(all.size());
        giveBack(all);
        Awaitility.await().atMost(CLOSED).pollInterval(Duration.ofMillis(10)).until(() -> usage().open() <= 2);
        Awaitility.await().atMost(CLOSED).until(() -> sessions().size() <= 2);
        giveBack(borrow(2));
    }

    @Test
    void aShrinkBelowWhatIsInUseIsReachedWhateverComesBackWhen() throws Exception {
        List<Connection> all = borrow(max());
        control().change(pool(), SettingsChange.ofSize(0, 3));
        while (all.size() > 3) {
            all.remove(0).close();
        }
        Awaitility.await().atMost(CLOSED).pollInterval(Duration.ofMillis(10)).until(() -> usage().open() == 3);
        assertThat(usage().inUse()).isEqualTo(3);
        giveBack(all);
        assertThat(usage().open()).isBetween(1, 3);
    }

    @Test
    void afterAShrinkNobodyHasMoreThanItAllows() throws Exception {
        patient();
        List<Connection> all = borrow(max());
        control().change(pool(), SettingsChange.ofSize(0, 2));
        Queue queue = new Queue(1);
        while (all.size() > 2) {
            all.remove(0).close();
        }
        assertThat(usage().inUse()).as("two are held, and one is queued for a third").isEqualTo(2);
        all.remove(0).close();
        giveBack(queue.served(1));
        giveBack(all);
    }

    @Test
    void aPoolOfAnApplicationShrinksAsWell() throws Exception {
        List<Connection> all = new ArrayList<>();
        while (all.size() < definedMax()) {
            all.add(borrowDefined());
        }
        control().change(defined(), SettingsChange.ofSize(0, 1));
        for (Connection connection : all) {
            assertThat(session(connection)).isPositive();
        }
        giveBack(all);
        Awaitility.await().atMost(CLOSED).pollInterval(Duration.ofMillis(10))
                .until(() -> reader().usage(defined()).orElseThrow().open() <= 1);
    }

    @Test
    void ofAHundredResizesUnderLoadNoBorrowFails() throws Exception {
        giveBack(borrow(max()));
        Random sizes = new Random(20);
        long slowest = 0;
        try (Load load = new Load()) {
            load.awaitBorrows(THREADS * 10);
            for (int resize = 0; resize < RESIZES; resize++) {
                SettingsChange change = SettingsChange.ofSize(sizes.nextInt(4), 6 + sizes.nextInt(20));
                long begun = System.nanoTime();
                control().change(pool(), change);
                slowest = Math.max(slowest, System.nanoTime() - begun);
                assertThat(inForce(pool()).meets(change)).isTrue();
                load.awaitBorrows(20);
            }
            assertThat(load.failures()).isEmpty();
            tell("%s: %d resizes under %d threads, the slowest took %.1f ms",
                    reader().server(), RESIZES, THREADS, slowest / 1e6);
            assertThat(Duration.ofNanos(slowest)).isLessThan(IN_FORCE);
        }
        Awaitility.await().atMost(CLOSED).until(() -> usage().open() <= max());
    }

    @Test
    void whileAPoolShrinksNobodyWaitsLong() throws Exception {
        usualTimes();
        List<Long> usual = new ArrayList<>();
        List<Long> meanwhile = new ArrayList<>();
        try (Load load = new Load()) {
            load.awaitBorrows(THREADS * 10);
            for (int round = 0; round < SHRINKS; round++) {
                control().change(pool(), SettingsChange.ofSize(0, 30));
                while (usage().open() < 30) {
                    inThread(() -> care().openOne(pool())).get();
                }
                load.awaitBorrows(THREADS);
                usual.addAll(load.times(THREADS * 10));
                control().change(pool(), SettingsChange.ofSize(0, 12));
                meanwhile.addAll(load.times(THREADS * 10));
                Awaitility.await().atMost(CLOSED).until(() -> usage().open() <= 12);
            }
            assertThat(load.failures()).isEmpty();
        }
        tell("%s: acquisition p99 %.3f ms, while the pool shrinks %.3f ms, of %d each",
                reader().server(), p99Millis(usual), p99Millis(meanwhile), meanwhile.size());
        assertThat(p99Millis(meanwhile)).isLessThan(P99.toMillis());
    }

    private static double p99Millis(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get((int) (0.99 * sorted.size())) / 1e6;
    }

    // Persisting

    @Test
    void whatIsPersistedIsInForceAndInTheConfiguration() throws Exception {
        SettingsChange change = new SettingsChange(
                OptionalInt.of(1), OptionalInt.of(max() + 2), Optional.of(Duration.ofSeconds(6)), Optional.of(Duration.ofSeconds(66)));
        try {
            control().persist(pool(), change);
            assertThat(inForce(pool())).isEqualTo(after(before, change));
            assertThat(configured(pool())).isEqualTo(after(before, change));
            giveBack(borrow(max()));
        } finally {
            forgetPersisted();
        }
        assertThat(configured(pool())).isEqualTo(before);
    }

    @Test
    void toPersistOneSettingLeavesTheOthersAsTheyAreConfigured() throws Exception {
        try {
            control().persist(pool(), SettingsChange.ofMax(max() + 1));
            assertThat(configured(pool())).isEqualTo(after(before, SettingsChange.ofMax(before.max().getAsInt() + 1)));
            control().persist(pool(), new SettingsChange(
                    OptionalInt.empty(), OptionalInt.empty(), Optional.of(Duration.ofSeconds(5)), Optional.empty()));
            assertThat(configured(pool()).max()).hasValue(before.max().getAsInt() + 1);
            assertThat(configured(pool()).waitTimeout()).contains(Duration.ofSeconds(5));
        } finally {
            forgetPersisted();
        }
    }

    @Test
    void toPersistUnderLoadCutsNobody() throws Exception {
        try (Load load = new Load()) {
            load.awaitBorrows(THREADS);
            control().persist(pool(), SettingsChange.ofMax(max() + 5));
            load.awaitBorrows(THREADS);
            control().persist(pool(), SettingsChange.ofMax(before.max().getAsInt()));
            load.awaitBorrows(THREADS);
            assertThat(load.failures()).isEmpty();
        } finally {
            forgetPersisted();
        }
    }

    // Recycling

    @Test
    void idleConnectionsAreReplacedAtOnce() throws Exception {
        giveBack(borrow(max()));
        List<Integer> old = sessions();
        int open = usage().open();
        Recycling recycling = control().recycle(pool());
        assertThat(recycling.begun()).isEqualTo(open);
        Awaitility.await().atMost(LATEST).until(() -> recycling.left() == 0);
        Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(sessions()).doesNotContainAnyElementsOf(old));
        assertThat(inForce(pool())).isEqualTo(before);
        giveBack(borrow(max()));
    }

    @Test
    void aConnectionInUseIsReplacedWhenItComesBack() throws Exception {
        Connection held = borrow();
        int session = session(held);
        Recycling recycling = control().recycle(pool());
        assertThat(recycling.begun()).isPositive();
        Awaitility.await().atMost(LATEST).until(() -> recycling.left() == 1);
        assertThat(session(held)).isEqualTo(session);
        held.close();
        Awaitility.await().atMost(LATEST).until(() -> recycling.left() == 0);
        Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(sessions()).doesNotContain(session));
    }

    @Test
    void whatIsOpenedLaterIsLeftAlone() throws Exception {
        giveBack(borrow(2));
        Recycling recycling = control().recycle(pool());
        Awaitility.await().atMost(LATEST).until(() -> recycling.left() == 0);
        Connection young = borrow();
        int session = session(young);
        young.close();
        try (Connection again = borrow()) {
            assertThat(sessions()).contains(session);
            assertThat(session(again)).isPositive();
        }
        assertThat(recycling.left()).isZero();
    }

    @Test
    void recycledTwiceEverythingIsReplacedTwice() throws Exception {
        giveBack(borrow(3));
        for (int round = 0; round < 2; round++) {
            List<Integer> old = sessions();
            Recycling recycling = control().recycle(pool());
            Awaitility.await().atMost(LATEST).until(() -> recycling.left() == 0);
            giveBack(borrow(3));
            Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(sessions()).doesNotContainAnyElementsOf(old));
        }
    }

    @Test
    void underLoadEverythingIsReplacedAndNoTransactionFails() throws Exception {
        giveBack(borrow(max()));
        try (Load load = new Load()) {
            load.awaitBorrows(THREADS);
            for (int round = 0; round < 5; round++) {
                // One that is only just being opened is not the pool's yet.
                Awaitility.await().atMost(LATEST).until(() -> sessions().size() == usage().open());
                List<Integer> old = sessions();
                long begun = System.nanoTime();
                Recycling recycling = control().recycle(pool());
                Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(10)).until(() -> recycling.left() == 0);
                tell("%s: %d connections replaced under load in %d ms",
                        reader().server(), recycling.begun(), since(begun).toMillis());
                Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(sessions()).doesNotContainAnyElementsOf(old));
                load.awaitBorrows(THREADS);
            }
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void aPoolOfAnApplicationIsRecycledAsWell() throws Exception {
        Connection held = borrowDefined();
        int session = session(held);
        Recycling recycling = control().recycle(defined());
        assertThat(session(held)).isEqualTo(session);
        held.close();
        Awaitility.await().atMost(LATEST).until(() -> recycling.left() == 0);
        try (Connection another = borrowDefined()) {
            assertThat(session(another)).isNotEqualTo(session);
        }
    }

    // Flushing

    @Test
    void aFlushCutsWhatIsInUseAndTellsHowMuch() throws Exception {
        List<Connection> held = borrow(3);
        List<Integer> old = sessions();
        int cut = control().flush(pool());
        // Lifeguard's own probe may have had one.
        assertThat(cut).isBetween(3, 4);
        for (Connection connection : held) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> session(connection));
        }
        giveBack(held);
        Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(sessions()).doesNotContainAnyElementsOf(old));
        giveBack(borrow(max()));
        Awaitility.await().atMost(LATEST).until(() -> usage().inUse() <= 1);
    }

    @Test
    void aFlushOfAnIdlePoolCutsNobody() throws Exception {
        giveBack(borrow(3));
        List<Integer> old = sessions();
        assertThat(control().flush(pool())).isBetween(0, 1);
        Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(sessions()).doesNotContainAnyElementsOf(old));
        assertThat(inForce(pool())).isEqualTo(before);
    }

    @Test
    void aFlushKeepsWhatWasChanged() throws Exception {
        SettingsChange change = SettingsChange.ofSize(1, max() + 2);
        control().change(pool(), change);
        control().flush(pool());
        borrow().close();
        assertThat(inForce(pool())).isEqualTo(after(before, change));
        giveBack(borrow(max()));
    }

    @Test
    void aPoolOfAnApplicationIsFlushedAsWell() throws Exception {
        Connection held = borrowDefined();
        session(held);
        assertThat(control().flush(defined())).isBetween(1, 2);
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> session(held));
        giveBack(List.of(held));
        try (Connection another = borrowDefined()) {
            assertThat(session(another)).isPositive();
        }
    }

    // Care

    @Test
    void toWakeAPoolWithoutAQueueDoesNothing() throws Exception {
        List<Connection> held = borrow(2);
        care().wake(pool(), 3);
        assertThat(usage().inUse()).isBetween(2, 3);
        giveBack(held);
    }

    @Test
    void wokenWithoutRoomARequestGoesOnWaiting() throws Exception {
        patient();
        List<Connection> all = borrow(max());
        Queue queue = new Queue(2);
        care().wake(pool(), 2);
        all.remove(0).close();
        List<Connection> served = queue.served(1);
        assertThat(usage().inUse()).isEqualTo(max());
        giveBack(all);
        served.addAll(queue.served(1));
        giveBack(served);
    }

    @Test
    void oneMoreIsOpenedUntilThereIsNoRoom() throws Exception {
        control().change(pool(), SettingsChange.ofSize(0, 5));
        while (care().retireIdle(pool())) {
            // Until nothing is idle.
        }
        List<Connection> held = borrow(2);
        int open = usage().open();
        while (open < max()) {
            assertThat(inThread(() -> care().openOne(pool())).get()).isTrue();
            open++;
            assertThat(usage().open()).isEqualTo(open);
        }
        assertThat(inThread(() -> care().openOne(pool())).get()).isFalse();
        assertThat(usage().open()).isEqualTo(max());
        giveBack(held);
        giveBack(borrow(max()));
    }

    @Test
    void oneThatWasOpenedIsLentToTheNextWhoAsks() throws Exception {
        while (care().retireIdle(pool())) {
            // Until nothing is idle.
        }
        assertThat(inThread(() -> care().openOne(pool())).get()).isTrue();
        List<Integer> opened = sessions();
        try (Connection connection = borrow()) {
            assertThat(opened).contains(session(connection));
        }
    }

    @Test
    void oneOfAnApplicationsPoolIsOpenedAndRetiredAsWell() throws Exception {
        while (care().retireIdle(defined())) {
            // Until nothing is idle.
        }
        assertThat(inThread(() -> care().openOne(defined())).get()).isTrue();
        assertThat(reader().usage(defined()).orElseThrow().idle()).isPositive();
        assertThat(care().retireIdle(defined())).isTrue();
    }

    @Test
    void idleOnesAreRetiredWhateverMinIs() throws Exception {
        control().change(pool(), SettingsChange.ofSize(3, max()));
        giveBack(borrow(4));
        List<Integer> old = sessions();
        int retired = 0;
        while (care().retireIdle(pool())) {
            retired++;
        }
        assertThat(retired).isBetween(3, max());
        Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(sessions()).doesNotContainAnyElementsOf(old));
    }

    @Test
    void whatIsInUseIsNotRetired() throws Exception {
        List<Connection> held = borrow(2);
        while (care().retireIdle(pool())) {
            // Until nothing is idle.
        }
        for (Connection connection : held) {
            assertThat(session(connection)).isPositive();
        }
        giveBack(held);
    }

    @Test
    void retiredUnderLoadNobodyFails() throws Exception {
        giveBack(borrow(max()));
        try (Load load = new Load()) {
            load.awaitBorrows(THREADS);
            for (int round = 0; round < 50; round++) {
                care().retireIdle(pool());
                inThread(() -> care().openOne(pool())).get();
                load.awaitBorrows(5);
            }
            assertThat(load.failures()).isEmpty();
        }
        assertThat(usage().open()).isLessThanOrEqualTo(max());
    }

    // Means

    private void assertChanges(SettingsChange change) {
        SettingsInForce expected = after(inForce(pool()), change);
        long begun = System.nanoTime();
        control().change(pool(), change);
        assertThat(inForce(pool())).isEqualTo(expected);
        assertThat(since(begun)).isLessThan(IN_FORCE);
    }

    /** So that nobody in a queue gives up while it is looked at. */
    private void patient() {
        control().change(pool(), new SettingsChange(
                OptionalInt.empty(), OptionalInt.empty(), Optional.of(Duration.ofSeconds(60)), Optional.empty()));
    }

    private static SettingsInForce after(SettingsInForce before, SettingsChange change) {
        return new SettingsInForce(
                change.min().orElse(before.min()),
                change.max().isPresent() ? change.max() : before.max(),
                change.waitTimeout().isPresent() ? change.waitTimeout() : before.waitTimeout(),
                change.idleTimeout().isPresent() ? change.idleTimeout() : before.idleTimeout());
    }

    private static SettingsChange all(SettingsInForce settings) {
        return new SettingsChange(
                OptionalInt.of(settings.min()), settings.max(), settings.waitTimeout(), settings.idleTimeout());
    }

    /** What would be in force by the server's configuration alone. */
    protected final SettingsInForce configured(Pool pool) {
        PoolSettings settings = reader().settings(pool);
        return new SettingsInForce(settings.min().orElse(0), settings.max(), settings.waitTimeout(), settings.idleTimeout());
    }

    private SettingsInForce inForce(Pool pool) {
        return control().inForce(pool).orElseThrow();
    }

    protected final Pool pool() {
        return pool(poolName());
    }

    private Pool defined() {
        return pool(definedPoolName());
    }

    private Pool pool(String name) {
        return reader().pools().stream().filter(pool -> pool.name().equals(name)).findFirst().orElseThrow();
    }

    private PoolUsage usage() {
        return reader().usage(pool()).orElseThrow();
    }

    private int max() {
        return inForce(pool()).max().orElseThrow();
    }

    private int definedMax() {
        return inForce(defined()).max().orElseThrow();
    }

    private List<Connection> borrow(int number) throws SQLException {
        List<Connection> borrowed = new ArrayList<>();
        while (borrowed.size() < number) {
            Connection connection = borrow();
            borrowed.add(connection);
            session(connection);
        }
        return borrowed;
    }

    private static void giveBack(List<Connection> connections) throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private <T> Future<T> inThread(Callable<T> task) {
        return threads.submit(task);
    }

    /** In one piece: a server may make an entry of its log of each. */
    private static void tell(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static void assertFails(Category category, ThrowingCallable call) {
        assertThatExceptionOfType(PoolAccessException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.category()).isEqualTo(category));
    }

    /** Requests that wait for a connection, each in a thread of its own. */
    private final class Queue {

        private final LinkedBlockingQueue<Connection> served = new LinkedBlockingQueue<>();
        private final AtomicReference<SQLException> failure = new AtomicReference<>();

        private Queue(int length) {
            for (int number = 0; number < length; number++) {
                threads.execute(() -> {
                    try {
                        served.add(borrow());
                    } catch (SQLException e) {
                        failure.set(e);
                    }
                });
            }
            Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(5)).until(() -> usage().waiting().orElse(0) == length);
        }

        private List<Connection> served(int number) throws InterruptedException {
            List<Connection> connections = new ArrayList<>();
            while (connections.size() < number) {
                Connection connection = served.poll(LATEST.toSeconds(), TimeUnit.SECONDS);
                assertThat(connection).as("served within %s; failed: %s", LATEST, failure.get()).isNotNull();
                connections.add(connection);
            }
            return connections;
        }
    }

    /**
     * Times as they are where a pool is used in earnest, so that what a server does by itself to idle connections now and then is not
     * taken for the effect of a change.
     */
    private void usualTimes() {
        control().change(pool(), new SettingsChange(
                OptionalInt.empty(), OptionalInt.empty(), Optional.of(Duration.ofSeconds(30)), Optional.of(Duration.ofMinutes(10))));
    }

    /**
     * Thirty threads that each borrow, run a statement, hold the connection and think, so that a few connections are in use at a time. They
     * mostly wait: what is measured is the pool, not what the machine has left.
     */
    private final class Load implements AutoCloseable {

        private static final Duration HOLDING = Duration.ofMillis(5);
        private static final Duration THINKING = Duration.ofMillis(60);

        private final LinkedBlockingQueue<Long> times = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
        private final List<Future<?>> borrowers = new ArrayList<>();
        private volatile boolean ended;

        private Load() {
            for (int number = 0; number < THREADS; number++) {
                borrowers.add(threads.submit(this::borrowOnAndOn));
            }
        }

        private void borrowOnAndOn() {
            while (!ended) {
                try {
                    long asked = System.nanoTime();
                    try (Connection connection = borrowUnused()) {
                        times.add(System.nanoTime() - asked);
                        session(connection);
                        // The wait of somebody who does something else, not of a test for an event.
                        TimeUnit.MILLISECONDS.sleep(HOLDING.toMillis());
                    }
                    TimeUnit.MILLISECONDS.sleep(THINKING.toMillis());
                } catch (SQLException | RuntimeException e) {
                    failures.add(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        /** Until there were so many more. */
        private void awaitBorrows(int number) {
            int goal = times.size() + number;
            Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(2)).until(() -> times.size() >= goal);
        }

        /** What the next so many took, nanoseconds. */
        private List<Long> times(int number) {
            times.clear();
            awaitBorrows(number);
            return List.copyOf(times);
        }

        private List<Exception> failures() {
            return List.copyOf(failures);
        }

        @Override
        public void close() {
            ended = true;
            Awaitility.await().atMost(LATEST).until(() -> borrowers.stream().allMatch(Future::isDone));
        }
    }
}
