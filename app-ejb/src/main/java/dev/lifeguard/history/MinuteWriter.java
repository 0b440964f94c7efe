package dev.lifeguard.history;

import dev.lifeguard.background.Backoff;
import dev.lifeguard.observation.MinuteLog;
import dev.lifeguard.observation.PoolMinute;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Keeps minutes in a bounded queue and writes them from one thread, in order; while the database is away they wait. When the queue is
 * full, new ones are dropped and counted. The same thread deletes what is past the retention, at start and every hour.
 */
final class MinuteWriter implements MinuteLog {

    static final int ROWS_PER_WRITE = 500;
    static final int ROWS_PER_DELETE = 5_000;
    static final Duration BETWEEN_DELETES = Duration.ofHours(1);

    private static final Logger LOG = System.getLogger(MinuteWriter.class.getName());

    private final HistorySettings settings;
    private final MinuteStore store;
    private final Backoff backoff;
    private final LongSupplier nanoClock;
    private final BlockingQueue<PoolMinute> queue;
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean dropping = new AtomicBoolean();
    private volatile boolean ended;

    // Of the writing thread alone.
    private final List<PoolMinute> batch = new ArrayList<>(ROWS_PER_WRITE);
    private long nextDeleteNanos;
    private boolean failing;

    /** @param nanoClock as {@link System#nanoTime()}: nobody sets it, so that a wrong time of day neither hurries nor holds it up */
    MinuteWriter(HistorySettings settings, MinuteStore store, Backoff backoff, LongSupplier nanoClock) {
        this.settings = settings;
        this.store = store;
        this.backoff = backoff;
        this.nanoClock = nanoClock;
        this.nextDeleteNanos = nanoClock.getAsLong();
        this.queue = new LinkedBlockingQueue<>(settings.queueCapacity());
    }

    @Override
    public void append(List<PoolMinute> minutes) {
        for (PoolMinute minute : minutes) {
            if (!queue.offer(minute)) {
                dropped.increment();
                tellThatItDrops();
            }
        }
        if (ended) {
            dropTheRest();
        }
    }

    /** Rows lost since the start, because the queue was full or the writer was stopped before they were written. */
    @Override
    public long droppedMinutes() {
        return dropped.sum();
    }

    /** Writes and deletes until it is interrupted, or told to end where the interrupt was lost in a driver. */
    void run() throws InterruptedException {
        try {
            while (!ended) {
                deleteIfDue();
                writeNext();
            }
        } finally {
            drop(batch);
            end();
        }
    }

    private void writeNext() throws InterruptedException {
        PoolMinute first = queue.poll(nextDeleteNanos - nanoClock.getAsLong(), TimeUnit.NANOSECONDS);
        if (first == null) {
            return;
        }
        batch.add(first);
        queue.drainTo(batch, ROWS_PER_WRITE - 1);
        while (!succeeds(() -> store.write(settings.server(), batch))) {
            if (ended) {
                return;
            }
            backoff.pause();
        }
        batch.clear();
        if (queue.isEmpty()) {
            // Not as soon as there is room: a queue that is full each minute would be told of each minute.
            dropping.set(false);
        }
    }

    private void deleteIfDue() {
        long nowNanos = nanoClock.getAsLong();
        if (nowNanos - nextDeleteNanos < 0) {
            return;
        }
        nextDeleteNanos = nowNanos + BETWEEN_DELETES.toNanos();
        // One that fails is made up for an hour later: a few rows too many do no harm.
        succeeds(this::deleteOld);
    }

    private void deleteOld() {
        int deleted;
        do {
            deleted = store.deleteOlderThan(settings.retention(), ROWS_PER_DELETE);
        } while (deleted == ROWS_PER_DELETE);
    }

    private boolean succeeds(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            tell(failure);
            return false;
        }
        if (failing) {
            failing = false;
            LOG.log(Level.INFO, () -> "The history is being kept again; minutes that waited: " + (batch.size() + queue.size())
                    + ", dropped since the start: " + droppedMinutes());
        }
        backoff.reset();
        return true;
    }

    /** Once from a full queue to an empty one. By the one who appends, as the writing thread may not have come so far as to write. */
    private void tellThatItDrops() {
        if (!ended && dropping.compareAndSet(false, true)) {
            LOG.log(Level.WARNING,
                    () -> "The history's queue of " + settings.queueCapacity() + " minutes is full: new ones are being dropped");
        }
    }

    /** Once an outage, not at each attempt. */
    private void tell(RuntimeException failure) {
        if (!failing) {
            failing = true;
            LOG.log(Level.WARNING, () -> "The history is not being kept; up to " + settings.queueCapacity() + " minutes wait", failure);
        }
    }

    /** Nothing is written any more: what waits is dropped, and whatever is still appended. */
    void end() {
        ended = true;
        dropTheRest();
    }

    private void dropTheRest() {
        List<PoolMinute> rest = new ArrayList<>();
        queue.drainTo(rest);
        drop(rest);
    }

    private void drop(List<PoolMinute> rest) {
        if (!rest.isEmpty()) {
            dropped.add(rest.size());
            LOG.log(Level.WARNING, () -> "The history has stopped; minutes not written: " + rest.size());
        }
    }
}
