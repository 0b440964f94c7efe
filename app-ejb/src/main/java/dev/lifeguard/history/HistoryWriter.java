package dev.lifeguard.history;

import dev.lifeguard.background.Backoff;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Keeps rows in a queue with room for so many of each table, and writes them from one thread, in order; while the database is away they
 * wait. When a table's room is full, new rows of it are dropped and counted. The same thread deletes what is past the retention, at start
 * and every hour.
 */
final class HistoryWriter {

    static final int ROWS_PER_WRITE = 500;
    static final int ROWS_PER_DELETE = 5_000;
    static final Duration BETWEEN_DELETES = Duration.ofHours(1);

    private static final Logger LOG = System.getLogger(HistoryWriter.class.getName());

    private final HistorySettings settings;
    private final HistoryStore store;
    private final Backoff backoff;
    private final LongSupplier nanoClock;
    private final BlockingQueue<HistoryRow> queue = new LinkedBlockingQueue<>();
    private final Map<HistoryTable, Room> rooms = new EnumMap<>(HistoryTable.class);
    private volatile boolean ended;

    // Of the writing thread alone.
    private final List<HistoryRow> batch = new ArrayList<>(ROWS_PER_WRITE);
    private long nextDeleteNanos;
    private boolean failing;

    /** What the rows of one table may take of the queue. */
    private static final class Room {

        private final int capacity;
        private final Semaphore free;
        private final LongAdder dropped = new LongAdder();
        private final AtomicBoolean dropping = new AtomicBoolean();

        private Room(int capacity) {
            this.capacity = capacity;
            this.free = new Semaphore(capacity);
        }
    }

    /** @param nanoClock as {@link System#nanoTime()}: nobody sets it, so that a wrong time of day neither hurries nor holds it up */
    HistoryWriter(HistorySettings settings, HistoryStore store, Backoff backoff, LongSupplier nanoClock) {
        this.settings = settings;
        this.store = store;
        this.backoff = backoff;
        this.nanoClock = nanoClock;
        this.nextDeleteNanos = nanoClock.getAsLong();
        for (HistoryTable table : HistoryTable.values()) {
            rooms.put(table, new Room(table.capacity(settings)));
        }
    }

    /** Takes over rows. Returns at once and never fails; may be called by any thread, before the start and after the end too. */
    void append(List<? extends HistoryRow> rows) {
        for (HistoryRow row : rows) {
            Room room = rooms.get(row.table());
            if (room.free.tryAcquire()) {
                queue.add(row);
            } else {
                room.dropped.increment();
                tellThatItDrops(row.table());
            }
        }
        if (ended) {
            dropTheRest();
        }
    }

    /** Rows of this table lost since the start, because there was no room or the writer was stopped before they were written. */
    long dropped(HistoryTable table) {
        return rooms.get(table).dropped.sum();
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
        HistoryRow first = queue.poll(nextDeleteNanos - nanoClock.getAsLong(), TimeUnit.NANOSECONDS);
        if (first == null) {
            return;
        }
        batch.add(first);
        queue.drainTo(batch, ROWS_PER_WRITE - 1);
        batch.forEach(row -> rooms.get(row.table()).free.release());
        while (!succeeds(() -> store.write(batch))) {
            if (ended) {
                return;
            }
            backoff.pause();
        }
        batch.clear();
        if (queue.isEmpty()) {
            // Not as soon as there is room: a queue that is full each minute would be told of each minute.
            rooms.values().forEach(room -> room.dropping.set(false));
        }
    }

    private void deleteIfDue() {
        long nowNanos = nanoClock.getAsLong();
        if (nowNanos - nextDeleteNanos < 0) {
            return;
        }
        nextDeleteNanos = nowNanos + BETWEEN_DELETES.toNanos();
        // One that fails is made up for an hour later: a few rows too many do no harm.
        for (HistoryTable table : HistoryTable.values()) {
            succeeds(() -> deleteOld(table));
        }
    }

    private void deleteOld(HistoryTable table) {
        int deleted;
        do {
            deleted = store.deleteOlderThan(table, settings.retention(), ROWS_PER_DELETE);
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
            LOG.log(Level.INFO, () -> "The history is being kept again; rows that waited: " + (batch.size() + queue.size())
                    + ", dropped since the start: " + rooms.values().stream().mapToLong(room -> room.dropped.sum()).sum());
        }
        backoff.reset();
        return true;
    }

    /** Once from a full queue to an empty one. By the one who appends, as the writing thread may not have come so far as to write. */
    private void tellThatItDrops(HistoryTable table) {
        Room room = rooms.get(table);
        if (!ended && room.dropping.compareAndSet(false, true)) {
            LOG.log(Level.WARNING,
                    () -> "The history's queue of " + room.capacity + " " + table.rows + " is full: new ones are being dropped");
        }
    }

    /** Once an outage, not at each attempt. */
    private void tell(RuntimeException failure) {
        if (!failing) {
            failing = true;
            LOG.log(Level.WARNING,
                    () -> "The history is not being kept; up to " + settings.queueCapacity() + " minutes wait", failure);
        }
    }

    /** Nothing is written any more: what waits is dropped, and whatever is still appended. */
    void end() {
        ended = true;
        dropTheRest();
    }

    private void dropTheRest() {
        List<HistoryRow> rest = new ArrayList<>();
        queue.drainTo(rest);
        drop(rest);
    }

    private void drop(List<HistoryRow> rest) {
        if (!rest.isEmpty()) {
            rest.forEach(row -> rooms.get(row.table()).dropped.increment());
            LOG.log(Level.WARNING, () -> "The history has stopped; rows not written: " + rest.size());
        }
    }
}
