package dev.lifeguard.observation;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.server.BorrowListener;
import dev.lifeguard.server.BorrowTap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Keeps the tap on the pools whose borrows are to be seen, and says for each pool which timing that comes to. */
final class TapFitting {

    private static final Logger LOG = System.getLogger(TapFitting.class.getName());

    private final BorrowTap tap;
    private final PoolTiming timing;
    private final Predicate<PoolId> probed;
    private final LongSupplier nanoClock;
    private boolean failing;
    private boolean stopped;

    /** @param probed whether a pool is borrowed from by the probe */
    TapFitting(BorrowTap tap, PoolTiming timing, Predicate<PoolId> probed, LongSupplier nanoClock) {
        this.tap = tap;
        this.timing = timing;
        this.probed = probed;
        this.nanoClock = nanoClock;
    }

    /** Brings tap and timings in line with the pools as they are now. Called from time to time, as pools are built and built anew. */
    synchronized void fit(Collection<ObservedPool> pools) {
        if (stopped) {
            return;
        }
        Map<PoolId, ObservedPool> wanted = new HashMap<>();
        for (ObservedPool pool : pools) {
            if (pool.usage().isPresent() && timing.wanted(pool.pool().id()) == Timing.EXACT) {
                wanted.put(pool.pool().id(), pool);
            }
        }
        Set<PoolId> seen = attach(wanted);
        for (ObservedPool pool : pools) {
            tell(pool, seen.contains(pool.pool().id()));
        }
    }

    /** Takes the tap off, for good. */
    synchronized void stop() {
        stopped = true;
        try {
            tap.detach();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "The tap could not be taken off the server's pools", e);
        }
    }

    private Set<PoolId> attach(Map<PoolId, ObservedPool> wanted) {
        List<Pool> pools = wanted.values().stream().map(ObservedPool::pool).toList();
        try {
            Set<PoolId> seen = tap.attach(pools, pool -> listener(wanted, pool));
            failing = false;
            return seen;
        } catch (RuntimeException | LinkageError e) {
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
        Timing wanted = timing.wanted(pool.pool().id());
        if (seen) {
            pool.timed(Timing.EXACT, Optional.empty(), nanoClock.getAsLong());
        } else if (wanted != Timing.OFF && probed.test(pool.pool().id())) {
            pool.timed(Timing.PROBED, Optional.of(wanted == Timing.PROBED ? "It is set to probed" : why(pool)), nanoClock.getAsLong());
        } else {
            pool.timed(Timing.OFF, Optional.of(wanted == Timing.OFF ? "It is set to off" : why(pool)), nanoClock.getAsLong());
        }
    }

    private String why(ObservedPool pool) {
        return tap.unavailable().orElseGet(() -> pool.usage().isEmpty()
                ? "The server has not built the pool"
                : "Its borrows cannot be seen; the log says why");
    }
}
