package dev.lifeguard.server.payara;

import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/** By what a pool of Payara's can be moved while it runs, found and checked beforehand. A time is in milliseconds. */
final class PoolLevers {

    private static final String CONNECTORS = "com.sun.enterprise.resource.";

    /** Of a pool. */
    final ServerCall min;
    final ServerCall setMin;
    final ServerCall max;
    final ServerCall setMax;
    final ServerCall waitTimeout;
    final ServerCall setWaitTimeout;
    final ServerCall idleTimeout;
    final ServerCall setIdleTimeout;
    final ServerCall stopResizer;
    final ServerCall startResizer;
    final ServerCall initialized;
    final ServerCall allocator;
    final ServerCall waiting;
    final ServerCall wakeOne;
    final ServerCall openOne;
    final ServerCall close;
    /** How often a connection may be used until it is closed on its return; 0 is for ever. */
    final ServerCall usageLimit;
    final ServerCall setUsageLimit;
    /** How many connections a request opens at most that finds none idle; in a full pool, how many it replaces. */
    final ServerCall resizeQuantity;
    final ServerCall setResizeQuantity;

    /** Makes what stands in for the one who closes connections. */
    final StandIn handlers;

    /** Of a connection's handle. */
    final ServerCall usage;
    final ServerCall setUsage;

    private final ServerCall state;
    private final ServerCall isBusy;
    private final ServerCall isEnlisted;

    private final Class<?> pooled;
    private final Class<?> plainStructure;
    private final ServerCall structure;
    private final ServerCall maxSize;
    private final ServerCall setMaxSize;
    private final ServerCall lock;
    private final ServerCall open;
    private final ServerCall idle;
    private final ServerCall room;
    private final ServerCall handler;
    private final ServerCall setHandler;

    PoolLevers(ServerClasses classes) {
        Class<?> pool = classes.find(CONNECTORS + "pool.ResourcePool");
        Class<?> handle = classes.find(CONNECTORS + "ResourceHandle");
        pooled = classes.find(CONNECTORS + "pool.ConnectionPool");
        min = classes.method(pool, int.class, "getSteadyPoolSize");
        setMin = classes.method(pool, void.class, "setSteadyPoolSize", int.class);
        max = classes.method(pool, int.class, "getMaxPoolSize");
        // Not by Payara's setter, which begins the resizer's time anew at each shrink.
        setMax = classes.assignment(pooled, int.class, "maxPoolSize");
        waitTimeout = classes.field(pooled, int.class, "maxWaitTime");
        setWaitTimeout = classes.assignment(pooled, int.class, "maxWaitTime");
        idleTimeout = classes.field(pooled, long.class, "idletime");
        setIdleTimeout = classes.assignment(pooled, long.class, "idletime");
        stopResizer = classes.method(pool, void.class, "cancelResizerTask");
        startResizer = classes.inner(pooled, void.class, "scheduleResizerTask");
        initialized = classes.field(pooled, boolean.class, "poolInitialized");
        allocator = classes.field(pooled, classes.find(CONNECTORS + "allocator.ResourceAllocator"), "allocator");
        waiting = classes.method(pooled, int.class, "getWaitQueueLength");
        wakeOne = classes.inner(pooled, void.class, "notifyWaitingThreads");
        openOne = classes.method(pooled, void.class, "createResourceAndAddToPool");
        close = classes.method(pooled, void.class, "deleteResource", handle);
        usageLimit = classes.field(pooled, int.class, "maxConnectionUsage_");
        setUsageLimit = classes.assignment(pooled, int.class, "maxConnectionUsage_");
        resizeQuantity = classes.field(pooled, int.class, "resizeQuantity");
        setResizeQuantity = classes.assignment(pooled, int.class, "resizeQuantity");
        usage = classes.method(handle, int.class, "getUsageCount");
        setUsage = classes.assignment(handle, int.class, "usageCount");
        Class<?> stateType = classes.find(CONNECTORS + "ResourceState");
        state = classes.method(handle, stateType, "getResourceState");
        isBusy = classes.method(stateType, boolean.class, "isBusy");
        isEnlisted = classes.method(stateType, boolean.class, "isEnlisted");
        Class<?> anyStructure = classes.findBeside(pool, CONNECTORS + "pool.datastructure.DataStructure");
        plainStructure = classes.findBeside(pool, CONNECTORS + "pool.datastructure.RWLockDataStructure");
        structure = classes.field(pooled, anyStructure, "ds");
        maxSize = classes.field(plainStructure, int.class, "maxSize");
        setMaxSize = classes.method(anyStructure, void.class, "setMaxSize", int.class);
        Class<?> handlerType = classes.find(CONNECTORS + "pool.ResourceHandler");
        handlers = new StandIn(handlerType, PoolObservers.OfHandler.class);
        handler = classes.field(plainStructure, handlerType, "handler");
        setHandler = classes.assignment(plainStructure, handlerType, "handler");
        lock = classes.field(plainStructure, Lock.class, "writeLock");
        open = classes.field(plainStructure, List.class, "allResources");
        idle = classes.field(plainStructure, Deque.class, "freeResources");
        room = classes.field(plainStructure, AtomicInteger.class, "remainingCapacity");
    }

    /** Others leave connections with threads, pool nothing, or keep what is open in a way of their own. */
    boolean move(Object pool) {
        return pool.getClass() == pooled && StandIn.original(structure.of(pool)).getClass() == plainStructure;
    }

    /** Whether a borrower or a transaction has it. */
    boolean isOut(Object handle) {
        Object now = state.of(handle);
        return (boolean) isBusy.of(now) || (boolean) isEnlisted.of(now);
    }

    Structure structure(Object pool) {
        return new Structure(StandIn.original(structure.of(pool)));
    }

    /** What a pool keeps its connections in. */
    final class Structure {

        final Collection<Object> open;
        /** The one that is borrowed next comes first. */
        final Deque<Object> idle;

        private final Lock lock;
        private final AtomicInteger room;
        private final Object structure;

        // Of what, only Payara can say.
        @SuppressWarnings("unchecked")
        private Structure(Object structure) {
            this.structure = structure;
            lock = (Lock) PoolLevers.this.lock.of(structure);
            open = (List<Object>) PoolLevers.this.open.of(structure);
            idle = (Deque<Object>) PoolLevers.this.idle.of(structure);
            room = (AtomicInteger) PoolLevers.this.room.of(structure);
        }

        /** Work that looks at connections or changes them. */
        <T> T locked(Supplier<T> work) {
            lock.lock();
            try {
                return work.get();
            } finally {
                lock.unlock();
            }
        }

        void setMax(int max) {
            setMaxSize.of(structure, max);
        }

        /** The one who closes what it lets go of. */
        Object handler() {
            return StandIn.original(handler.of(structure));
        }

        void setHandler(Object closing) {
            setHandler.of(structure, closing);
        }

        /** How many may be opened yet; below zero, while there are too many. The caller has the lock. */
        int room() {
            // Payara takes what is below zero for zero when it is asked for room, and from then on has too much of it.
            int surplus = room.get() + open.size() - maxSize.number(structure);
            return surplus > 0 ? room.addAndGet(-surplus) : room.get();
        }

        /** Makes it the caller's to close. The caller has the lock. */
        void takeOut(Object handle) {
            idle.remove(handle);
            if (open.remove(handle)) {
                room.incrementAndGet();
            }
        }

        /** Undoes that, of an idle one that was not closed: it is borrowed after all others. The caller has the lock. */
        void putBack(Object handle) {
            open.add(handle);
            idle.addLast(handle);
            room.decrementAndGet();
        }
    }
}
