package dev.lifeguard.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.observation.ApplicationLoad;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.statistics.Histogram;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DrillRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long FOR_EVER = TimeUnit.HOURS.toNanos(1);

    private final AtomicInteger ends = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** A pool of so many connections, in the order in which they are asked for. */
    private final class FakePool implements Load {

        private final Semaphore connections;
        private final long waitTimeoutNanos;

        private FakePool(int max, Duration waitTimeout) {
            connections = new Semaphore(max, true);
            waitTimeoutNanos = waitTimeout.toNanos();
        }

        @Override
        public void send(Request request) throws SQLException {
            threads.add(Thread.currentThread());
            assertThat(OwnThread.purpose()).isEqualTo(ApplicationLoad.DRILL);
            request.asking();
            try {
                if (!connections.tryAcquire(waitTimeoutNanos, TimeUnit.NANOSECONDS)) {
                    throw new SQLException("full");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted", e);
            }
            try {
                request.had();
                request.holdOn();
            } finally {
                connections.release();
            }
        }
    }

    @Test
    void everyRequestIsSentAndTimed() throws InterruptedException {
        DrillRun run = begun(evenly(50, MILLI, 2 * MILLI), new FakePool(50, PATIENCE), 50);

        assertThat(run.awaitEnd(PATIENCE)).isTrue();
        DrillProgress progress = run.progress();
        assertThat(progress.state()).isEqualTo(DrillProgress.State.ENDED);
        assertThat(progress.stoppedBecause()).isEmpty();
        assertThat(progress.offered()).isEqualTo(50);
        assertThat(progress.completed()).isEqualTo(50);
        assertThat(progress.acquisition().count()).isEqualTo(50);
        assertThat(progress.lateness().count()).isEqualTo(50);
        assertThat(progress.throughput()).isPositive();
        assertThat(ends).hasValue(1);
        assertNoThreadIsLeft();
    }

    /** With one connection, held for 20 ms, the tenth of ten that come at once waits for 180 ms, and not for its own turn alone. */
    @Test
    void acquisitionCountsFromWhenTheRequestWasToCome() throws InterruptedException {
        DrillRun run = begun(evenly(10, 0, 20 * MILLI), new FakePool(1, PATIENCE), 10);

        assertThat(run.awaitEnd(PATIENCE)).isTrue();
        Histogram acquisition = run.progress().acquisition();
        assertThat(acquisition.maxNanos().getAsLong()).isGreaterThanOrEqualTo(180 * MILLI);
        assertThat(acquisition.meanNanos().getAsDouble()).isGreaterThanOrEqualTo(90 * MILLI);
    }

    /** Ten that were to come a second ago: the drill is to blame, and says so. */
    @Test
    void whatComesTooLateIsToldAsLateness() throws InterruptedException {
        Iterator<Arrival> late = LongStream.range(0, 10).mapToObj(index -> new Arrival(-1_000 * MILLI, MILLI)).iterator();
        DrillRun run = begun(late, new FakePool(10, PATIENCE), 10);

        assertThat(run.awaitEnd(PATIENCE)).isTrue();
        assertThat(run.progress().lateness().quantileNanos(0.01).getAsLong()).isGreaterThanOrEqualTo(1_000 * MILLI);
        assertThat(run.progress().acquisition().quantileNanos(0.01).getAsLong()).isGreaterThanOrEqualTo(1_000 * MILLI);
    }

    @Test
    void whatFindsThePoolFullIsExhausted() throws InterruptedException {
        DrillRun run = begun(evenly(5, 0, 300 * MILLI), new FakePool(1, Duration.ofMillis(20)), 10);

        assertThat(run.awaitEnd(PATIENCE)).isTrue();
        assertThat(run.progress().completed()).isEqualTo(1);
        assertThat(run.progress().exhausted()).isEqualTo(4);
        assertThat(run.progress().acquisition().count()).isEqualTo(1);
    }

    @Test
    void whatFindsNoThreadIsShed() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        DrillRun run = begun(evenly(5, 0, 0), request -> await(open), 2);
        Awaitility.await().until(() -> run.progress().shed() == 3);
        open.countDown();

        assertThat(run.awaitEnd(PATIENCE)).isTrue();
        assertThat(run.progress().completed()).isEqualTo(2);
        assertThat(run.progress().offered()).isEqualTo(5);
    }

    @Test
    void whatFailsOtherwiseIsFailed() throws InterruptedException {
        DrillRun run = begun(evenly(3, 0, 0), request -> {
            request.asking();
            throw new IllegalStateException("broken");
        }, 3);

        assertThat(run.awaitEnd(PATIENCE)).isTrue();
        assertThat(run.progress().failed()).isEqualTo(3);
        assertThat(run.progress().acquisition().count()).isZero();
    }

    /** Also what is full while it is held has failed: it had its connection. */
    @Test
    void whatFailsInHoldingIsFailed() throws InterruptedException {
        DrillRun run = begun(evenly(1, 0, 0), request -> {
            request.asking();
            request.had();
            throw new SQLException("full");
        }, 1);

        assertThat(run.awaitEnd(PATIENCE)).isTrue();
        assertThat(run.progress().failed()).isEqualTo(1);
        assertThat(run.progress().exhausted()).isZero();
    }

    @Test
    void aStopEndsHoldsAndWaitsAtOnce() throws InterruptedException {
        DrillRun run = begun(evenly(1_000, 100 * MILLI, FOR_EVER), new FakePool(1, PATIENCE), 10);
        Awaitility.await().until(() -> run.progress().offered() >= 3 && threads.size() >= 2);
        long asked = System.nanoTime();
        run.stop("Enough");

        assertThat(run.awaitEnd(PATIENCE)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
        DrillProgress progress = run.progress();
        assertThat(progress.state()).isEqualTo(DrillProgress.State.STOPPED);
        assertThat(progress.stoppedBecause()).contains("Enough");
        assertThat(progress.cut()).isEqualTo(progress.offered());
        assertThat(progress.sentence()).contains("requests came").contains("acquisition p99");
        assertThat(run.isRunning()).isFalse();
        assertNoThreadIsLeft();
    }

    @Test
    void whoStopsItFirstSaysWhyAndAfterTheEndNobodyDoes() throws InterruptedException {
        DrillRun run = begun(evenly(10, 1_000 * MILLI, 0), new FakePool(1, PATIENCE), 1);
        run.stop("First");
        run.stop("Second");
        assertThat(run.awaitEnd(PATIENCE)).isTrue();
        assertThat(run.progress().stoppedBecause()).contains("First");

        DrillRun brief = begun(evenly(1, 0, 0), new FakePool(1, PATIENCE), 1);
        assertThat(brief.awaitEnd(PATIENCE)).isTrue();
        brief.stop("Too late");
        assertThat(brief.progress().state()).isEqualTo(DrillProgress.State.ENDED);
        assertThat(brief.progress().stoppedBecause()).isEmpty();
    }

    private DrillRun begun(Iterator<Arrival> schedule, Load load, int mostThreads) {
        DrillRun run = new DrillRun("jdbc/app", schedule, load,
                failure -> "full".equals(failure.getMessage()) ? FailureKind.EXHAUSTED : FailureKind.OTHER, mostThreads, ends::incrementAndGet);
        run.begin();
        return run;
    }

    private static Iterator<Arrival> evenly(int count, long distanceNanos, long holdNanos) {
        return LongStream.range(0, count).mapToObj(index -> new Arrival(index * distanceNanos, holdNanos)).iterator();
    }

    private static void await(CountDownLatch latch) throws SQLException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    private void assertNoThreadIsLeft() {
        assertThat(threads).isNotEmpty();
        Awaitility.await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
    }
}
