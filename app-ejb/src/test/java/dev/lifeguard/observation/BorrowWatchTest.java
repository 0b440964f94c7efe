package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lifeguard.background.OwnThread;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.statistics.BorrowRecorder;
import dev.lifeguard.statistics.BorrowTotals;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BorrowWatchTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final BorrowRecorder recorder = new BorrowRecorder(0);
    private final BorrowWatch watch = new BorrowWatch(
            recorder, failure -> failure instanceof SQLException ? FailureKind.EXHAUSTED : FailureKind.OTHER);

    @Test
    void timesABorrowAndItsHold() {
        watch.requested(SECOND);
        assertThat(watch.acquired(1, null, SECOND, 2 * SECOND, 0, 0, "shop")).as("met for the first time").isTrue();
        watch.identified(1, null, OptionalInt.of(4711));
        assertThat(recorder.inUse()).isEqualTo(1);
        assertThat(watch.holders()).singleElement().satisfies(holder -> {
            assertThat(holder.session()).hasValue(4711);
            assertThat(holder.application()).contains("shop");
        });
        watch.returned(1, null, 5 * SECOND);
        watch.requested(6 * SECOND);
        assertThat(watch.acquired(1, null, 6 * SECOND, 6 * SECOND, 0, 0, "shop")).isFalse();
        watch.returned(1, null, 7 * SECOND);

        BorrowTotals totals = totals();
        assertThat(totals.acquisition().count()).isEqualTo(2);
        assertThat(totals.acquisition().maxNanos()).hasValue(SECOND);
        assertThat(totals.hold().maxNanos()).hasValue(3 * SECOND);
        assertThat(recorder.inUse()).isZero();
        assertThat(watch.holders()).isEmpty();
        assertThat(watch.untoldReturns()).isZero();
    }

    @Test
    void ringsOnceWhenSoManyAreInUseOrSomebodyQueues() {
        int[] rung = new int[1];
        watch.alarm(2, () -> rung[0]++);
        take(1);
        assertThat(rung[0]).isZero();
        take(2);
        take(3);
        watch.queued();
        assertThat(rung[0]).as("once").isEqualTo(1);
        watch.alarm(10, () -> rung[0]++);
        assertThat(rung[0]).as("somebody queues already").isEqualTo(2);
        watch.dequeued();
        watch.alarm(3, () -> rung[0]++);
        assertThat(rung[0]).as("so many are in use already").isEqualTo(3);
        watch.alarm(4, () -> rung[0]++);
        watch.queued();
        assertThat(rung[0]).isEqualTo(4);
        watch.dequeued();
        watch.alarm(4, () -> rung[0]++);
        watch.disarm();
        take(4);
        watch.queued();
        assertThat(rung[0]).isEqualTo(4);
    }

    private void take(long key) {
        watch.acquired(key, null, SECOND, SECOND, 0, 0, "shop");
    }

    @Test
    void whatAThreadOfOursBorrowsAsLoadCountsAsAnApplications() {
        OwnThread.start("load", () -> {
            OwnThread.setPurpose(ApplicationLoad.DRILL);
            borrow(1, SECOND);
            watch.failed(3 * SECOND, 4 * SECOND, new SQLException("full"));
        });

        Awaitility.await().until(watch::exhaustedSince);
        assertThat(totals().acquisition().count()).isEqualTo(1);
        assertThat(watch.stored()).isZero();
        assertThat(watch.holders()).singleElement().satisfies(holder -> {
            assertThat(holder.own()).isFalse();
            assertThat(holder.application()).contains("lifeguard-drill");
        });
    }

    @Test
    void aReGetIsNoRequest() {
        borrow(1, SECOND);
        watch.requested(2 * SECOND);
        watch.reacquired();
        watch.requested(3 * SECOND);
        watch.failed(3 * SECOND, 4 * SECOND, new SQLException("full"));
        long requests = recorder.drain(100 * SECOND).stream().mapToLong(second -> second.figures().requests()).sum();
        assertThat(requests).as("one that had a connection and one that had none").isEqualTo(2);
    }

    @Test
    void aReturnThatIsToldTwiceOrOfAnUnknownConnectionIsNone() {
        watch.returned(9, null, SECOND);
        borrow(1, SECOND);
        watch.returned(1, null, 2 * SECOND);
        watch.returned(1, null, 3 * SECOND);
        assertThat(recorder.inUse()).isZero();
        assertThat(totals().hold().count()).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsClosedInUseIsHeldNoLonger() {
        borrow(1, SECOND);
        watch.closed(1, null, 2 * SECOND);
        assertThat(recorder.inUse()).isZero();
        assertThat(watch.holders()).isEmpty();
        assertThat(totals().closed()).isEqualTo(1);
        borrow(1, 3 * SECOND);
        assertThat(recorder.inUse()).isEqualTo(1);
    }

    @Test
    void anUntoldReturnIsMadeUpForWhenTheConnectionIsBorrowedAgain() {
        borrow(1, SECOND);
        borrow(1, 5 * SECOND);
        assertThat(recorder.inUse()).isEqualTo(1);
        assertThat(watch.untoldReturns()).isEqualTo(1);
        assertThat(totals().hold().maxNanos()).hasValue(4 * SECOND);
    }

    @Test
    void ourOwnBorrowIsInUseAndInNoFigureOfTheApplications() {
        OwnBorrowing own = new OwnBorrowing();
        OwnThread thread = OwnThread.start("test-own", () -> {
            OwnThread.setPurpose(own);
            watch.requested(SECOND);
            watch.acquired(1, null, SECOND, SECOND + 77, 0, 0, null);
            watch.failed(SECOND, SECOND, new SQLException("full"));
        });
        Awaitility.await().until(() -> !thread.isAlive());

        assertThat(own.seenNanos()).hasValue(77);
        assertThat(recorder.inUse()).isEqualTo(1);
        assertThat(watch.holders()).singleElement().satisfies(holder -> assertThat(holder.own()).isTrue());
        watch.returned(1, null, 3 * SECOND);
        BorrowTotals totals = totals();
        assertThat(totals.acquisition().count()).isZero();
        assertThat(totals.hold().count()).isZero();
        assertThat(totals.failures()).isEmpty();
        assertThat(watch.exhaustedSince()).isFalse();
        assertThat(recorder.inUse()).isZero();
        assertThat(watch.stored()).isZero();
    }

    @Test
    void whatAThreadOfOursBorrowsByItselfIsOursToo() {
        OwnThread thread = OwnThread.start("test-history", () -> {
            watch.requested(SECOND);
            watch.acquired(1, null, SECOND, 2 * SECOND, 0, 0, "lifeguard");
        });
        Awaitility.await().until(() -> !thread.isAlive());

        assertThat(watch.stored()).isEqualTo(1);
        assertThat(watch.holders()).singleElement().satisfies(holder -> assertThat(holder.own()).isTrue());
        assertThat(totals().acquisition().count()).isZero();
    }

    @Test
    void failuresAreCountedByKindAndAnExhaustionIsToldOnce() {
        watch.failed(0, SECOND, new SQLException("full"));
        watch.failed(0, SECOND, new IllegalStateException("broken"));
        assertThat(watch.exhaustedSince()).isTrue();
        assertThat(watch.exhaustedSince()).isFalse();
        assertThat(watch.brokenSince()).isTrue();
        assertThat(watch.brokenSince()).isFalse();
        assertThat(totals().failures())
                .containsEntry(FailureKind.EXHAUSTED, 1L)
                .containsEntry(FailureKind.OTHER, 1L)
                .hasSize(2);
    }

    @Test
    void aBorrowAllocatesNothingOnceTheConnectionIsMet() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        Object connection = new Object();
        borrowAndReturn(connection, 20_000);
        long before = threads.getThreadAllocatedBytes(thread);
        borrowAndReturn(connection, 20_000);
        // To ask takes a few bytes itself, and so does compiling.
        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(2_000);
    }

    private void borrowAndReturn(Object connection, int times) {
        long key = System.identityHashCode(connection);
        for (int time = 0; time < times; time++) {
            watch.requested(SECOND);
            watch.acquired(key, connection, SECOND, SECOND + 1, 0, 0, "shop");
            watch.returned(key, connection, SECOND + 2);
        }
    }

    private void borrow(long key, long nanos) {
        watch.requested(nanos);
        watch.acquired(key, null, nanos, nanos, 0, 0, null);
    }

    private BorrowTotals totals() {
        recorder.drain(100 * SECOND);
        return recorder.totals();
    }
}
