package dev.lifeguard.observation;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.server.BorrowListener;
import dev.lifeguard.server.BorrowTap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Keeps the tap on the pools whose borrows are to be seen, and says for each pool which timing that comes to. */
final class TapFitting {

    private static final Logger LOG = System.getLogger(TapFitting.class.getName());

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private final BorrowTap tap;
    private final PoolTiming timing;
    private final Predicate<PoolId> probed;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean failing;
    private volatile boolean stopped;

    /** @param probed whether a pool is borrowed from by the probe */
    TapFitting(BorrowTap tap, PoolTiming timing, Predicate<PoolId> probed, LongSupplier nanoClock) {
        this.tap = tap;
        this.timing = timing;
        this.probed = probed;
        this.nanoClock = nanoClock;
    }

    /** Brings tap and timings in line with the pools as they are now. Called from time to time, as pools are built and built anew. */
    void fit(Collection<ObservedPool> pools) {
        // One that hung in here may still be at it.
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (!stopped) {
                fitNow(pools);
            }
        } finally {
            lock.unlock();
        }
    }

    private void fitNow(Collection<ObservedPool> pools) {
        Map<PoolId, ObservedPool> wanted = new HashMap<>();
        for (ObservedPool pool : pools) {
            if (pool.built() && timing.wanted(pool.pool().id()) == Timing.EXACT) {
                wanted.put(pool.pool().id(), pool);
            }
        }
        Set<PoolId> seen = attach(wanted);
        for (ObservedPool pool : pools) {
            tell(pool, seen.contains(pool.pool().id()));
        }
    }

    /** Takes the tap off, for good. */
    void stop() throws InterruptedException {
        stopped = true;
        if (!lock.tryLock(STOP_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.log(Level.ERROR, "The tap cannot be taken off the server's pools: somebody has been putting it on for long");
            return;
        }
        try {
            tap.detach();
        } catch (RuntimeException | LinkageError | InternalError e) {
            LOG.log(Level.ERROR, "The tap could not be taken off the server's pools", e);
        } finally {
            lock.unlock();
        }
    }

    private Set<PoolId> attach(Map<PoolId, ObservedPool> wanted) {
        List<Pool> pools = wanted.values().stream().map(ObservedPool::pool).toList();
        try {
            Set<PoolId> seen = tap.attach(pools, pool -> listener(wanted, pool));
            failing = false;
            return seen;
        } catch (RuntimeException | LinkageError | InternalError e) {
            if (!failing) {
                LOG.log(Level.WARNING, "The tap cannot be put on the server's pools", e);
            }
            failing = true;
            return Set.of();
        }
    }

    private static BorrowListener listener(Map<PoolId, ObservedPool> wanted, Pool pool) {
        return wanted.get(pool.id()).listener();
    }

    private void tell(ObservedPool pool, boolean seen) {
        PoolId id = pool.pool().id();
        Timing wanted = timing.wanted(id);
        if (seen) {
            pool.timed(Timing.EXACT, Optional.empty(), nanoClock.getAsLong());
        } else if (wanted != Timing.OFF && probed.test(id)) {
            pool.timed(Timing.PROBED, Optional.of(wanted == Timing.PROBED ? timing.reason(id) : why(pool)), nanoClock.getAsLong());
        } else {
            pool.timed(Timing.OFF, Optional.of(wanted == Timing.OFF ? timing.reason(id) : why(pool)), nanoClock.getAsLong());
        }
    }

    private String why(ObservedPool pool) {
        return tap.unavailable().orElseGet(() -> pool.usage().isEmpty()
                ? "The server has not built the pool"
                : "Its borrows cannot be seen; the log says why");
    }
}
