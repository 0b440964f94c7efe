package dev.lifeguard.governor;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.observation.PoolFlow;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.Order;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsInForce;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks at every pool ten times a second, and at one that has run short of connections at once; has done what is to be done. Sleeps
 * otherwise: a borrower that finds the pool full wakes it, and goes its way.
 */
final class SizingLoop {

    private static final Logger LOG = System.getLogger(SizingLoop.class.getName());
    private static final Duration INTERVAL = Duration.ofMillis(100);
    /** From one look at a pool that stays short to the next. */
    private static final Duration SHORTEST = Duration.ofMillis(10);
    /** Changes that are made at the same time; for one more there is another round. */
    private static final int CHANGES = 8;

    /** Sees pools. */
    interface Eye {

        /** Empty while the pool is not built. */
        Optional<PoolFlow> flow(PoolId pool, long nanos);

        /** Has this run once, as soon as so many are in use or one waits; takes the place of the one before. */
        void alarm(PoolId pool, int inUse, Runnable told);

        void disarm(PoolId pool);
    }

    /** Changes pools. */
    interface Hand {

        /** As it is in memory. */
        Optional<SettingsInForce> inForce(PoolId pool);

        boolean drained(PoolId pool);

        /** What would keep an order from being taken. */
        Optional<RefusedException> objection(PoolId pool);

        /** @throws RefusedException if it may not be; nothing was changed */
        OperationRecord execute(Order order);

        /** Begins to open connections until so many are open. */
        void openAhead(PoolId pool, int connections);
    }

    private final Eye eye;
    private final Hand hand;
    private final Supplier<Collection<GovernedPool>> pools;
    private final LongSupplier nanoClock;
    /** Those that have run short since they were looked at. */
    private final Set<PoolId> rung = ConcurrentHashMap.newKeySet();
    private final Set<PoolId> changing = ConcurrentHashMap.newKeySet();
    private final Set<PoolId> failing = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(CHANGES);
    private volatile Thread looking;
    private long lookedNanos;
    private long tickNanos;

    SizingLoop(Eye eye, Hand hand, Supplier<Collection<GovernedPool>> pools, LongSupplier nanoClock) {
        this.eye = eye;
        this.hand = hand;
        this.pools = pools;
        this.nanoClock = nanoClock;
        lookedNanos = nanoClock.getAsLong();
        tickNanos = lookedNanos;
    }

    /** Waits until there is something to look at, and looks. To be called again and again, by one thread. */
    void turn() throws InterruptedException {
        looking = Thread.currentThread();
        await();
        long nanos = nanoClock.getAsLong();
        lookedNanos = nanos;
        boolean tick = nanos - tickNanos >= INTERVAL.toNanos();
        if (tick) {
            tickNanos = nanos;
        }
        for (GovernedPool pool : pools.get()) {
            if (rung.remove(pool.id) || tick) {
                lookAt(pool, nanos);
            }
        }
    }

    private void await() throws InterruptedException {
        long left = left();
        while (left > 0) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            left = left();
        }
    }

    private long left() {
        long now = nanoClock.getAsLong();
        long toTick = tickNanos + INTERVAL.toNanos() - now;
        return rung.isEmpty() ? toTick : Math.min(toTick, lookedNanos + SHORTEST.toNanos() - now);
    }

    /** Has this pool looked at as soon as may be; from any thread, at next to no cost. */
    private void ring(PoolId pool) {
        rung.add(pool);
        LockSupport.unpark(looking);
    }

    private void lookAt(GovernedPool pool, long nanos) {
        try {
            look(pool, nanos);
            failing.remove(pool.id);
        } catch (RuntimeException | LinkageError e) {
            // The others are looked at all the same.
            if (failing.add(pool.id)) {
                LOG.log(Level.ERROR, "The size of pool " + pool.id + " cannot be judged", e);
            }
        }
    }

    private void look(GovernedPool pool, long nanos) {
        // Asked before what is in force, which may be another by the time that it has ended.
        boolean changes = changing.contains(pool.id);
        Optional<PoolFlow> flow = eye.flow(pool.id, nanos);
        Optional<SettingsInForce> inForce = hand.inForce(pool.id);
        // What was changed a moment ago is not in the readings yet.
        OptionalInt max = inForce.map(SettingsInForce::max).or(() -> flow.map(PoolFlow::max)).orElse(OptionalInt.empty());
        pool.look(nanos, flow, max, hand.drained(pool.id));
        boolean may = inForce.isPresent() && pool.isGoverned() && !pool.isPatient(nanos) && (changes || maySettle(pool, inForce.get()));
        if (may && max.getAsInt() < pool.bounds().ceiling()) {
            eye.alarm(pool.id, max.getAsInt(), () -> ring(pool.id));
        } else {
            eye.disarm(pool.id);
        }
    }

    /** Has what is due begun; whether something may be done to it. */
    private boolean maySettle(GovernedPool pool, SettingsInForce inForce) {
        Optional<Order.Settings> order = pool.order(inForce);
        if (order.isEmpty()) {
            return true;
        }
        Optional<RefusedException> objection = hand.objection(pool.id);
        if (objection.isPresent()) {
            pool.prevented(objection.get().getMessage(), objection.get().kind() != RefusedException.Kind.BUSY);
            return false;
        }
        if (places.tryAcquire()) {
            begin(pool, order.get(), inForce);
        }
        return true;
    }

    /** On a thread of its own: one that has to wait for the server keeps nobody from looking. */
    private void begin(GovernedPool pool, Order.Settings order, SettingsInForce before) {
        changing.add(pool.id);
        boolean begun = false;
        try {
            OwnThread.start("lifeguard-governs", () -> {
                try {
                    change(pool, order, before);
                } finally {
                    ended(pool);
                }
            });
            begun = true;
        } finally {
            if (!begun) {
                ended(pool);
            }
        }
    }

    private void ended(GovernedPool pool) {
        changing.remove(pool.id);
        places.release();
        ring(pool.id);
    }

    private void change(GovernedPool pool, Order.Settings order, SettingsInForce before) {
        try {
            OperationRecord record = hand.execute(order);
            if (record.state() == State.DONE) {
                pool.done(order, before);
            } else {
                pool.failed(record.outcome(), nanoClock.getAsLong());
            }
            int max = order.change().max().orElseThrow();
            if (record.state() != State.FAILED && max > before.max().orElse(max)) {
                // To no more than max, whatever that is now.
                hand.openAhead(pool.id, max);
            }
        } catch (RefusedException e) {
            pool.failed(e.getMessage(), nanoClock.getAsLong());
        } catch (RuntimeException | LinkageError e) {
            pool.failed("It failed in an unforeseen way; the log has it", nanoClock.getAsLong());
            LOG.log(Level.ERROR, "The size of pool " + pool.id + " could not be changed", e);
        }
    }

    /** Waits for what is under way, which an interrupt would leave half done. */
    void stop(Duration patience) throws InterruptedException {
        if (!places.tryAcquire(CHANGES, patience.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.log(Level.WARNING, "The size of a pool is still being changed");
        }
    }
}
