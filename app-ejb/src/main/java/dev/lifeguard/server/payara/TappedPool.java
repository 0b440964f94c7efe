package dev.lifeguard.server.payara;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.server.BorrowListener;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The tap on one pool, in three places. What stands in for the pool sees each request begin and end. What stands in for the pool's listener
 * sees it queue, get a connection that was not in use, and connections opened and closed. What stands in for the structure that the
 * connections are kept in sees them before they are given back: Payara's listener is told only when others may have them already.
 *
 * <p>A thread's request is kept in an array, as a value of a class of ours in a thread of the server's would keep our classes.
 */
final class TappedPool implements PoolObservers.OfPool, PoolObservers.OfLifeCycle {

    private static final int STATE = 0;
    private static final int REQUESTED = 1;
    /** When the present state began, if it is {@code QUEUING} or {@code OPENING}. */
    private static final int SINCE = 2;
    private static final int QUEUED = 3;
    private static final int OPENED = 4;
    private static final int LENGTH = 5;

    private static final long NONE = 0;
    /** Of a request that ends so, the transaction had the connection already. */
    private static final long BEGUN = 1;
    /** The pool looks for one that is idle. */
    private static final long LOOKING = 2;
    private static final long QUEUING = 3;
    private static final long OPENING = 4;

    private final Pool seen;
    private final TapPoints points;
    private final Function<Object, OptionalInt> sessions;
    private final BorrowListener told;
    private final Object pool;
    private final Object structure;
    private final Object poolStandIn;
    private final Object structureStandIn;
    private final ThreadLocal<long[]> requests = ThreadLocal.withInitial(() -> new long[LENGTH]);
    private volatile boolean on = true;
    private volatile Throwable fault;
    private volatile boolean thrownAway;

    /**
     * Not on the pool yet.
     *
     * @param seen which pool that is
     * @param pool Payara's
     * @param sessions tells what the database calls the session of a connection
     */
    TappedPool(Pool seen, Object pool, TapPoints points, Function<Object, OptionalInt> sessions, BorrowListener told) {
        this.seen = seen;
        this.pool = pool;
        this.points = points;
        this.sessions = sessions;
        this.told = told;
        structure = points.structure.of(pool);
        poolStandIn = points.pools.over(pool, this);
        structureStandIn = points.structures.over(structure, new Structure());
    }

    /** Whether it went on; else the pool was built anew meanwhile. The pool itself comes last: before, nothing is told. */
    boolean putOn() {
        boolean isOn = false;
        try {
            standInForListener();
            isOn = points.structure.replace(pool, structure, structureStandIn) && points.replacePool(seen.key(), pool, poolStandIn);
            return isOn;
        } finally {
            if (!isOn) {
                takeOff();
            }
        }
    }

    boolean isOf(Pool pool) {
        return seen.equals(pool);
    }

    boolean isIn(Object pool) {
        return pool == poolStandIn;
    }

    /** Whether it tells, or shall once it is in. */
    boolean isOn() {
        return on;
    }

    /** The error of ours for which it has switched itself off, if it has. */
    Optional<Throwable> fault() {
        return Optional.ofNullable(fault);
    }

    /** Leaves nothing of ours in the pool. Requests that are under way end as they would. */
    synchronized void takeOff() {
        on = false;
        points.replacePool(seen.key(), poolStandIn, pool);
        points.structure.replace(pool, structureStandIn, structure);
        correctResizer();
        points.forgetCancelledResizers(pool);
        Object listener = points.listener.of(pool);
        while (points.listeners.made(listener)
                && !points.listener.replace(pool, listener, StandIn.original(listener))) {
            listener = points.listener.of(pool);
        }
    }

    /** A resizer keeps the structure that was the pool's when it was made, and outlives us. */
    void correctResizer() {
        Object resizer = points.resizer(pool);
        if (resizer != null) {
            points.structureOfResizer.replace(resizer, structureStandIn, structure);
        }
    }

    private synchronized void standInForListener() {
        Object listener = points.listener.of(pool);
        while (on && !points.listeners.made(listener)
                && !points.listener.replace(pool, listener, points.listeners.over(listener, this))) {
            listener = points.listener.of(pool);
        }
    }

    @Override
    public void faulty(Throwable thrown) {
        // The depth of an application's own calls, or its hunger for memory, met in ours.
        if (!(thrown instanceof VirtualMachineError)) {
            fault = thrown;
            on = false;
        }
    }

    @Override
    public void beforeGetResource() {
        if (on) {
            long[] request = requests.get();
            request[QUEUED] = 0;
            request[OPENED] = 0;
            request[STATE] = BEGUN;
            request[REQUESTED] = System.nanoTime();
            told.requested(request[REQUESTED]);
        }
    }

    @Override
    public void afterGetResource(Object handle) {
        long now = System.nanoTime();
        long[] request = requests.get();
        boolean isAgain = request[STATE] == BEGUN;
        if (!ends(request)) {
            return;
        }
        if (isAgain) {
            told.reacquired();
            return;
        }
        long key = points.key(handle);
        if (told.acquired(key, null, request[REQUESTED], now, request[QUEUED], request[OPENED], points.application())) {
            told.identified(key, null, sessions.apply(handle));
        }
        // A pool that was thrown away still serves those who wait in it, and is never told that their connections come back.
        if (thrownAway) {
            told.closed(key, null, System.nanoTime());
        }
    }

    @Override
    public void failedGetResource(Throwable failure) {
        long now = System.nanoTime();
        long[] request = requests.get();
        if (ends(request)) {
            told.failed(request[REQUESTED], now, failure);
        }
    }

    /** Whether a request ends that is to be told of. */
    private boolean ends(long[] request) {
        boolean isUnderWay = request[STATE] != NONE;
        leaveQueue(request);
        request[STATE] = NONE;
        return isUnderWay && on;
    }

    private void leaveQueue(long[] request) {
        if (request[STATE] == QUEUING) {
            request[STATE] = LOOKING;
            request[QUEUED] += System.nanoTime() - request[SINCE];
            if (on) {
                told.dequeued();
            }
        }
    }

    /** Payara's manager asks for that only when it throws the pool away, with all that is in use. */
    @Override
    public void beforeEmptyPool() {
        thrownAway = true;
    }

    @Override
    public void afterSetPoolLifeCycleListener() {
        standInForListener();
    }

    @Override
    public void afterRemovePoolLifeCycleListener() {
        standInForListener();
    }

    @Override
    public void beforeConnectionRequestQueued() {
        long[] request = requests.get();
        if (request[STATE] != NONE && on) {
            request[STATE] = QUEUING;
            request[SINCE] = System.nanoTime();
            told.queued();
        }
    }

    @Override
    public void beforeConnectionCreated() {
        if (on) {
            told.opened();
        }
    }

    @Override
    public void beforeConnectionDestroyed(long key) {
        if (on) {
            told.closed(key, null, System.nanoTime());
        }
    }

    /** What is seen where the pool keeps its connections. */
    private final class Structure implements PoolObservers.OfStructure {

        /** The first thing that a thread does in which the queue has let go of. */
        @Override
        public void beforeGetResource() {
            long[] request = requests.get();
            leaveQueue(request);
            if (request[STATE] == BEGUN) {
                request[STATE] = LOOKING;
            }
        }

        @Override
        public void beforeAddResource() {
            long[] request = requests.get();
            if (request[STATE] != NONE) {
                request[STATE] = OPENING;
                request[SINCE] = System.nanoTime();
            }
        }

        @Override
        public void afterAddResource() {
            long[] request = requests.get();
            if (request[STATE] == OPENING) {
                request[STATE] = LOOKING;
                request[OPENED] += System.nanoTime() - request[SINCE];
            }
        }

        @Override
        public void failedAddResource(Throwable failure) {
            afterAddResource();
        }

        @Override
        public void beforeReturnResource(Object handle) {
            if (on) {
                told.returned(points.key(handle), null, System.nanoTime());
            }
        }

        /** Not every one that is removed is told as closed: one that was in use when the pool was flushed comes back like any other. */
        @Override
        public void beforeRemoveResource(Object handle) {
            beforeReturnResource(handle);
        }

        @Override
        public void faulty(Throwable fault) {
            TappedPool.this.faulty(fault);
        }
    }
}
