package dev.lifeguard.warden;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.background.Pause;
import dev.lifeguard.observation.OwnBorrows;
import dev.lifeguard.observation.PoolQueue;
import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolCare;
import dev.lifeguard.server.PoolReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * One pool under the warden's eye. What may take long, as all that has to do with the database, is work on a thread of its own, one at a time
 * for a pool and few at a time in all; so open and being opened are never more than max for its sake.
 */
final class Ward {

    private static final Logger LOG = System.getLogger(Ward.class.getName());
    /** Ten a second, so that a database that everybody comes back to is not overrun. */
    private static final Duration BETWEEN_OPENINGS = Duration.ofMillis(100);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final int MOST_AT_ONCE = 10;
    private static final Duration PEAK = Duration.ofSeconds(3);

    /** What all wards have in common. */
    record Common(
            WardenSettings settings,
            PoolReader reader,
            PoolCare care,
            OwnBorrows borrows,
            Sight sight,
            Deeds deeds,
            Semaphore workers,
            Pause pause,
            LongSupplier nanoClock) {}

    /** Waits for the database. */
    private interface Work {
        void perform() throws SQLException, InterruptedException;
    }

    private final Pool pool;
    private final Common common;
    private final SleepWatch sleepers = new SleepWatch();
    private final SpareWatch spares = new SpareWatch();
    private final IdleWatch idle = new IdleWatch();
    private volatile OwnThread work;
    private volatile boolean warm;
    private volatile boolean resting;
    private volatile long restsUntil;
    /** Whether idle connections are ours to close. */
    private volatile boolean closes;
    private boolean troubled;

    /** @param warmed whether it is to be had as it is: only what the server's administrator configured is built before anybody asks */
    Ward(Pool pool, Common common, boolean warmed) {
        this.pool = pool;
        this.common = common;
        this.warm = warmed;
    }

    Pool pool() {
        return pool;
    }

    /** Whether the first attempt at warming it has ended, well or not. */
    boolean warm() {
        return warm;
    }

    private boolean has(WardenRule rule) {
        return common.settings.has(rule);
    }

    private boolean drained() {
        return common.sight.drained(pool.id());
    }

    /** A hundred times a second. Reads the server only if somebody waits. */
    void look(long nanos) {
        Optional<PoolQueue> seen = common.sight.queue(pool.id());
        if (seen.isEmpty() || seen.get().databaseAway() || drained()) {
            sleepers.forget();
            return;
        }
        PoolQueue queue = seen.get();
        if (queue.waiting() == 0) {
            sleepers.forget();
        } else if (has(WardenRule.WAKE)) {
            common.reader.usage(pool).ifPresent(usage -> wake(nanos, usage));
        }
        if (has(WardenRule.OPEN_AHEAD) && spares.due(queue)) {
            begin(this::openAhead);
        }
    }

    private void wake(long nanos, PoolUsage usage) {
        int due = sleepers.due(nanos, usage, common.sight.acquisitions(pool.id()));
        if (due > 0) {
            common.care.wake(pool, due);
            common.deeds.did(pool, WardenRule.WAKE, due);
        }
    }

    private void openAhead() throws SQLException {
        Optional<PoolUsage> usage = common.reader.usage(pool);
        if (usage.isPresent() && usage.get().idle() == 0 && common.care.openOne(pool)) {
            common.deeds.did(pool, WardenRule.OPEN_AHEAD, 1);
        }
        spares.opened();
    }

    /** A few times a second: all that is not urgent. */
    void tend() {
        common.deeds.tell(pool);
        Optional<PoolQueue> queue = common.sight.queue(pool.id());
        if (drained()) {
            warm = true;
        } else if (!warm) {
            begin(this::warmUp);
        } else if (queue.isPresent() && !queue.get().databaseAway()) {
            tend(queue.get().usage());
        }
    }

    private void tend(PoolUsage usage) {
        Set<Long> lost = has(WardenRule.CLEAR_LOST) ? common.sight.lost(pool.id()) : Set.of();
        boolean keepsMin = has(WardenRule.KEEP_MIN) || common.sight.warmOrdered(pool.id());
        if (!lost.isEmpty()) {
            begin(() -> common.deeds.did(pool, WardenRule.CLEAR_LOST, common.care.closeLost(pool, lost)));
        } else if (keepsMin && usage.open() < usage.min()) {
            begin(() -> fill(WardenRule.KEEP_MIN, MOST_AT_ONCE, BETWEEN_OPENINGS));
        }
    }

    /** Sees that idle connections are closed by one of the two, the server or us; once a second, as the server may build the pool anew. */
    void shareClosing(long nanos) {
        Optional<PoolQueue> queue = common.sight.queue(pool.id());
        if (queue.isEmpty() || !has(WardenRule.SHRINK)) {
            return;
        }
        OptionalInt peak = common.sight.peak(pool.id(), PEAK);
        if (peak.isEmpty()) {
            // Of what is needed nothing is seen.
            giveBackClosing();
            return;
        }
        closes = common.care.takeOverClosing(pool);
        Optional<Duration> timeout = common.sight.idleTimeout(pool.id());
        if (!closes || timeout.isEmpty() || queue.get().databaseAway() || drained()) {
            idle.forget();
            return;
        }
        PoolUsage usage = queue.get().usage();
        int surplus = idle.surplus(nanos, usage, Math.max(peak.getAsInt(), usage.inUse()), timeout.get());
        if (surplus > 0) {
            begin(() -> retire(Math.min(surplus, MOST_AT_ONCE)));
        }
    }

    private void giveBackClosing() {
        if (closes) {
            common.care.giveBackClosing(pool);
            closes = false;
        }
    }

    private void retire(int number) {
        int closed = 0;
        while (closed < number && !drained() && common.care.retireIdle(pool)) {
            closed++;
        }
        common.deeds.did(pool, WardenRule.SHRINK, closed);
    }

    private void warmUp() throws SQLException, InterruptedException {
        try {
            if (common.reader.usage(pool).isEmpty()) {
                try (Connection connection = common.borrows.borrow(pool, OwnBorrow.PING)) {
                    // Liberty loses connections that nobody ever used.
                    connection.isValid((int) AFTER_FAILURE.toSeconds());
                }
            }
            fill(WardenRule.WARM, Integer.MAX_VALUE, Duration.ZERO);
        } finally {
            warm = true;
        }
    }

    private void fill(WardenRule rule, int most, Duration between) throws SQLException, InterruptedException {
        int opened = 0;
        try {
            while (opened < most && !drained() && lacks() && common.care.openOne(pool)) {
                opened++;
                common.pause.pause(between);
            }
        } finally {
            common.deeds.did(pool, rule, opened);
        }
    }

    private boolean lacks() {
        return common.reader.usage(pool).map(usage -> usage.open() < usage.min()).orElse(false);
    }

    /** On a thread of its own; not at all while another work of this pool goes on, or too many do, or the last one failed just now. */
    private void begin(Work next) {
        boolean rests = resting && common.nanoClock.getAsLong() - restsUntil < 0;
        if (working() || rests || !common.workers.tryAcquire()) {
            return;
        }
        try {
            work = OwnThread.start("lifeguard-warden " + pool.name(), () -> {
                try {
                    perform(next);
                } finally {
                    common.workers.release();
                }
            });
        } catch (OutOfMemoryError e) {
            // As the virtual machine says that there is no thread to be had.
            common.workers.release();
            throw e;
        }
    }

    private void perform(Work next) throws InterruptedException {
        try {
            next.perform();
            resting = false;
            troubled = false;
        } catch (SQLException | RuntimeException | LinkageError e) {
            restsUntil = common.nanoClock.getAsLong() + AFTER_FAILURE.toNanos();
            resting = true;
            if (!gone(e) && !troubled) {
                troubled = true;
                LOG.log(Level.WARNING, "Pool {0} cannot be looked after: {1}", pool.name(), Causes.reason(e));
            }
        }
    }

    private static boolean gone(Throwable failure) {
        return failure instanceof PoolAccessException access && switch (access.category()) {
            case UNKNOWN_POOL, NOT_BUILT -> true;
            case UNSUPPORTED, UNREADABLE, NOT_CHANGED, PARTLY_CHANGED -> false;
        };
    }

    /** Whether something goes on that takes long. */
    boolean working() {
        OwnThread last = work;
        return last != null && last.isAlive();
    }

    /** Interrupts what goes on. */
    void interrupt() {
        OwnThread last = work;
        if (last != null) {
            last.stop(Duration.ZERO);
        }
    }

    /** Leaves the pool to the server as it was. */
    void leave(Duration patience) {
        OwnThread last = work;
        if (last != null) {
            last.stop(patience);
        }
        giveBackClosing();
    }
}
