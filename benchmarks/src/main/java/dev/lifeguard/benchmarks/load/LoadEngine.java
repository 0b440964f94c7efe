package dev.lifeguard.benchmarks.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;

/**
 * Plays a schedule on a pool, open loop: requests come when they are due, however slow the pool is. Each of many threads takes the next
 * request that nobody has taken and waits until it is due; when all are held up, requests are begun late, and as every wait is counted from
 * the intended arrival, that is in it. A request that is due for longer than the pool's wait timeout before a thread is free is shed, and
 * counted with the time for which it had waited.
 *
 * <p>A request holds its connection by one statement in the database, {@code SELECT pg_sleep(…)}.
 */
public final class LoadEngine {

    /** More than any pool here has connections, by so much that the pool's own queue is seen. */
    private static final int THREADS = 200;
    private static final long HEAD_START_NANOS = 200_000_000;
    private static final double TIMED_OUT = 0.95;

    private final DataSource pool;
    private final Duration waitTimeout;
    private final Schedule schedule;
    private final double[] changes;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicLongArray windowReturns;
    private final AtomicLongArray windowHoldNanos;
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final Tally total = new Tally();
    private final CountDownLatch ready = new CountDownLatch(THREADS);
    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(THREADS);
    /** Set before {@link #go}. */
    private long startNanos;

    /** What threads count: each its own, merged at the end. */
    private static final class Tally {

        private final Histogram waits = Outcome.histogram();
        private final Histogram settledWaits = Outcome.histogram();
        private final Histogram lateness = Outcome.histogram();
        private long served;
        private long exhausted;
        private long failed;
        private long shed;

        synchronized void add(Tally other) {
            waits.add(other.waits);
            settledWaits.add(other.settledWaits);
            lateness.add(other.lateness);
            served += other.served;
            exhausted += other.exhausted;
            failed += other.failed;
            shed += other.shed;
        }
    }

    private LoadEngine(DataSource pool, Duration waitTimeout, Schedule schedule) {
        this.pool = pool;
        this.waitTimeout = waitTimeout;
        this.schedule = schedule;
        this.changes = schedule.changes();
        int windows = (int) Math.ceil(schedule.seconds() / Outcome.WINDOW_SECONDS);
        windowReturns = new AtomicLongArray(windows);
        windowHoldNanos = new AtomicLongArray(windows);
    }

    /**
     * Returns when the last request has ended, one way or another.
     *
     * @param waitTimeout for how long the pool lets a borrower wait
     */
    public static Outcome play(DataSource pool, Duration waitTimeout, Schedule schedule) throws InterruptedException {
        return new LoadEngine(pool, waitTimeout, schedule).play();
    }

    private Outcome play() throws InterruptedException {
        for (int thread = 0; thread < THREADS; thread++) {
            Thread worker = new Thread(this::work, "load-" + thread);
            worker.setDaemon(true);
            worker.start();
        }
        ready.await();
        startNanos = System.nanoTime() + HEAD_START_NANOS;
        long startMillis = System.currentTimeMillis() + HEAD_START_NANOS / 1_000_000;
        go.countDown();
        short[] samples = sample();
        done.await();
        long counted = total.served + total.exhausted + total.failed + total.shed;
        if (counted != schedule.size()) {
            throw new IllegalStateException(counted + " of " + schedule.size() + " requests were counted: a thread died of something that"
                    + " no pool should throw, which its stack trace tells");
        }
        long[] windowArrivals = new long[windowReturns.length()];
        for (long arrival : schedule.arrivalNanos()) {
            windowArrivals[window(arrival)]++;
        }
        return new Outcome(startMillis, schedule.seconds(), total.waits, total.settledWaits, total.lateness, total.served,
                total.exhausted, total.failed, total.shed, Optional.ofNullable(failure.get()), windowArrivals, copy(windowReturns),
                copy(windowHoldNanos), samples);
    }

    private short[] sample() {
        short[] samples = new short[(int) (schedule.seconds() * 1_000 / Outcome.SAMPLE_MILLIS)];
        for (int sample = 0; sample < samples.length; sample++) {
            awaitUntil(startNanos + sample * Outcome.SAMPLE_MILLIS * 1_000_000L);
            samples[sample] = (short) inUse.get();
        }
        return samples;
    }

    private void work() {
        Tally tally = new Tally();
        ready.countDown();
        try {
            go.await();
            for (int request = next.getAndIncrement(); request < schedule.size(); request = next.getAndIncrement()) {
                serve(request, tally);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts these threads; the requests that are missing are noticed.
            Thread.currentThread().interrupt();
        } finally {
            total.add(tally);
            done.countDown();
        }
    }

    private void serve(int request, Tally tally) {
        long due = startNanos + schedule.arrivalNanos()[request];
        if (System.nanoTime() < due) {
            awaitUntil(due);
            Outcome.record(tally.lateness, System.nanoTime() - due);
        }
        long asked = System.nanoTime();
        if (asked - due > waitTimeout.toNanos()) {
            tally.shed++;
            recordWait(tally, request, asked - due);
            return;
        }
        Connection connection;
        try {
            connection = pool.getConnection();
        } catch (SQLException e) {
            long ended = System.nanoTime();
            recordWait(tally, request, ended - due);
            if (ended - asked >= TIMED_OUT * waitTimeout.toNanos()) {
                tally.exhausted++;
            } else {
                tally.failed++;
            }
            failure.compareAndSet(null, e.toString());
            return;
        }
        long acquired = System.nanoTime();
        int users = inUse.incrementAndGet();
        recordWait(tally, request, acquired - due);
        try {
            hold(connection, (long) (schedule.holdNanos()[request] * schedule.slowness(acquired - startNanos, users)));
            tally.served++;
        } catch (SQLException e) {
            tally.failed++;
            failure.compareAndSet(null, e.toString());
        } finally {
            inUse.decrementAndGet();
        }
        long returned = System.nanoTime();
        int window = window(returned - startNanos);
        windowReturns.incrementAndGet(window);
        windowHoldNanos.addAndGet(window, returned - acquired);
    }

    private static void hold(Connection connection, long nanos) throws SQLException {
        try (connection; PreparedStatement statement = connection.prepareStatement("SELECT pg_sleep(?)")) {
            statement.setDouble(1, nanos / 1e9);
            statement.execute();
        }
    }

    private void recordWait(Tally tally, int request, long nanos) {
        Outcome.record(tally.waits, nanos);
        double at = schedule.arrivalNanos()[request] / 1e9;
        if (Arrays.stream(changes).noneMatch(change -> at >= change && at < change + 1)) {
            Outcome.record(tally.settledWaits, nanos);
        }
    }

    private int window(long nanos) {
        return (int) Math.min(windowReturns.length() - 1, nanos / 1_000_000_000L / Outcome.WINDOW_SECONDS);
    }

    private static void awaitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static long[] copy(AtomicLongArray numbers) {
        long[] copy = new long[numbers.length()];
        Arrays.setAll(copy, numbers::get);
        return copy;
    }
}
