package dev.lifeguard.history;

import dev.lifeguard.background.Backoff;
import dev.lifeguard.observation.MinuteLog;
import dev.lifeguard.observation.PoolMinute;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps minutes in a bounded queue and writes them from one thread, in order; while the database is away they wait. When the queue is
 * full, new ones are dropped and counted. The same thread deletes what is past the retention, at start and every hour.
 */
final class MinuteWriter implements MinuteLog {

    static final int ROWS_PER_WRITE = 500;
    static final int ROWS_PER_DELETE = 5_000;
    static final Duration BETWEEN_DELETES = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(MinuteWriter.class.getName());

    private final HistorySettings settings;
    private final MinuteStore store;
    private final Backoff backoff;
    private final InstantSource clock;
    private final BlockingQueue<PoolMinute> queue;
    private final LongAdder dropped = new LongAdder();

    // Of the writing thread alone.
    private final List<PoolMinute> batch = new ArrayList<>(ROWS_PER_WRITE);
    private Instant nextDelete = Instant.MIN;
    private boolean failing;
    private long droppedAndTold;

    MinuteWriter(HistorySettings settings, MinuteStore store, Backoff backoff, InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.backoff = backoff;
        this.clock = clock;
        this.queue = new LinkedBlockingQueue<>(settings.queueCapacity());
    }

    @Override
    public void append(List<PoolMinute> minutes) {
        for (PoolMinute minute : minutes) {
            if (!queue.offer(minute)) {
                dropped.increment();
            }
        }
    }

    /** Rows lost since the start, because the queue was full or the writer was stopped before they were written. */
    long droppedMinutes() {
        return dropped.sum();
    }

    /** Writes and deletes until it is interrupted. */
    void run() throws InterruptedException {
        try {
            while (true) {
                deleteIfDue();
                writeNext();
            }
        } finally {
            giveUpTheRest();
        }
    }

    private void writeNext() throws InterruptedException {
        PoolMinute first = queue.poll(Duration.between(clock.instant(), nextDelete).toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        batch.add(first);
        queue.drainTo(batch, ROWS_PER_WRITE - 1);
        while (!succeeds(() -> store.write(settings.server(), batch))) {
            backoff.pause();
        }
        batch.clear();
    }

    private void deleteIfDue() {
        Instant now = clock.instant();
        if (now.isBefore(nextDelete)) {
            return;
        }
        nextDelete = now.plus(BETWEEN_DELETES);
        // One that fails is made up for an hour later: a few rows too many do no harm.
        succeeds(() -> deleteOld(now.minus(settings.retention())));
    }

    private void deleteOld(Instant end) {
        int deleted;
        do {
            deleted = store.deleteBefore(end, ROWS_PER_DELETE);
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
            LOG.info(() -> "The history is being kept again; minutes that waited: " + (batch.size() + queue.size())
                    + ", dropped since the start: " + droppedMinutes());
        }
        backoff.reset();
        return true;
    }

    /** The failure once an outage, and dropped minutes once an outage; never each attempt. */
    private void tell(RuntimeException failure) {
        if (!failing) {
            failing = true;
            droppedAndTold = droppedMinutes();
            LOG.log(Level.WARNING, failure, () -> "The history is not being kept; up to " + settings.queueCapacity() + " minutes wait");
        } else if (droppedAndTold >= 0 && droppedMinutes() > droppedAndTold) {
            droppedAndTold = -1;
            LOG.warning("The history's queue is full: minutes are being dropped");
        }
    }

    private void giveUpTheRest() {
        int rest = batch.size() + queue.size();
        if (rest > 0) {
            dropped.add(rest);
            LOG.warning(() -> "The history stops with minutes not written: " + rest);
        }
    }
}
