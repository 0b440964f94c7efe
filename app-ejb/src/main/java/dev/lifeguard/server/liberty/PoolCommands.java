package dev.lifeguard.server.liberty;

import static dev.lifeguard.server.liberty.Fields.getter;
import static dev.lifeguard.server.liberty.Fields.method;

import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.UnsupportedServerException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.security.auth.Subject;

/**
 * What changes a pool of Liberty: the server's own methods, called as the server calls them and under its own locks. Numbers are all that
 * is handed to it.
 *
 * <p>A connection is idle if its pool's list has it. To close one, it is taken from the list first: who gets it there has it for himself.
 */
final class PoolCommands {

    /** {@code ConnectionState_freePool}: among the idle ones. */
    private static final int IDLE = 1;

    private final Class<?> poolManager;
    private final PooledWrappers wrappers;
    private final Departures departures;

    private final MethodHandle settings;
    private final MethodHandle freePools;
    private final MethodHandle queueLock;
    private final MethodHandle queued;
    private final MethodHandle countLock;
    private final MethodHandle openCount;
    private final MethodHandle activeRequests;
    private final MethodHandle maxConnections;
    private final MethodHandle reaper;
    private final MethodHandle place;
    private final MethodHandle beingReturned;
    private final MethodHandle factory;
    private final MethodHandle subject;
    private final MethodHandle request;
    private final MethodHandle closingMark;
    private final MethodHandle idleList;

    private final Method setMax;
    private final Method setMin;
    private final Method setConnectionTimeout;
    private final Method setUnusedTimeout;
    private final Method setReapTime;
    private final Method startReaper;
    private final Method beginRequest;
    private final Method takeFromList;
    private final Method discount;
    private final Method destroy;
    private final Method create;
    private final Method put;
    private final Method bucket;
    private final Method setBucket;
    private final Method setList;
    private final Method hash;
    private final Method setClosingMark;
    private final Method markStale;
    private final Method abort;

    /** @throws UnsupportedServerException that names the first thing that is not as in the versions that we know */
    static PoolCommands of(Class<?> poolManager) {
        try {
            return new PoolCommands(poolManager);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new UnsupportedServerException("Open Liberty works differently from the versions that we know: " + e.getMessage(), e);
        }
    }

    private PoolCommands(Class<?> poolManager) throws ReflectiveOperationException {
        this.poolManager = poolManager;
        ClassLoader server = poolManager.getClassLoader();
        Class<?> wrapper = server.loadClass(HookedMethod.WRAPPER.replace('/', '.'));
        Class<?> wrapperType = server.loadClass("com.ibm.ws.j2c.MCWrapper");
        Class<?> config = poolManager.getDeclaredField("gConfigProps").getType();
        Class<?> freePool = poolManager.getDeclaredField("freePool").getType().getComponentType();
        wrappers = new PooledWrappers(poolManager);

        settings = getter(poolManager, "gConfigProps", Object.class);
        freePools = getter(poolManager, "freePool", Object[].class);
        queueLock = getter(poolManager, "waiterFreePoolLock", Object.class);
        queued = getter(poolManager, "waiterCount", int.class);
        countLock = getter(poolManager, "pmCounterLock", Object.class);
        openCount = getter(poolManager, "totalConnectionCount", AtomicInteger.class);
        activeRequests = getter(poolManager, "activeRequest", AtomicInteger.class);
        maxConnections = getter(poolManager, "maxConnections", int.class);
        reaper = getter(poolManager, "am", Future.class);
        place = getter(wrapper, "poolState", AtomicInteger.class);
        beingReturned = getter(wrapper, "alreadyBeingReleased", AtomicBoolean.class);
        factory = getter(wrapper, "_managedConnectionFactory", Object.class);
        subject = getter(wrapper, "_subject", Object.class);
        request = getter(wrapper, "_cri", Object.class);
        closingMark = getter(wrapper, "fatalErrorValue", int.class);
        idleList = getter(freePool, "mcWrapperList", Object.class);

        setMax = method(config, "setMaxConnections", void.class, int.class);
        setMin = method(config, "setMinConnections", void.class, int.class);
        setConnectionTimeout = method(config, "setConnectionTimeout", void.class, int.class);
        setUnusedTimeout = method(config, "setUnusedTimeout", void.class, int.class);
        setReapTime = method(config, "setReapTime", void.class, int.class);
        startReaper = method(poolManager, "checkForStartingReaperThread", void.class);
        beginRequest = method(poolManager, "requestingAccessToPool", void.class);
        takeFromList = method(freePool, "removeMCWrapperFromList", boolean.class, wrapperType);
        discount = method(freePool, "removeMCWrapperFromList", void.class,
                wrapperType, boolean.class, boolean.class, boolean.class, boolean.class);
        destroy = method(freePool, "cleanupAndDestroyMCWrapper", boolean.class, wrapperType);
        departures = new Departures(destroy::invoke);
        create = method(freePool, "createManagedConnectionWithMCWrapper", wrapperType,
                wrapper.getDeclaredField("_managedConnectionFactory").getType(), Subject.class,
                wrapper.getDeclaredField("_cri").getType(), boolean.class, int.class);
        put = method(freePool, "returnToFreePoolDelegated", void.class, wrapperType);
        bucket = method(wrapper, "getHashMapBucket", int.class);
        setBucket = method(wrapper, "setHashMapBucket", void.class, int.class);
        setList = method(wrapper, "setMCWrapperList", void.class, Object.class);
        hash = method(wrapper, "getSubjectCRIHashCode", int.class);
        setClosingMark = method(wrapper, "setFatalErrorValue", void.class, int.class);
        markStale = method(wrapper, "markStale", void.class);
        abort = method(wrapper, "abortMC", boolean.class);
    }

    /** Whether these are for pools of that very class: the server reloads its classes when its features change. */
    boolean fit(Object manager) {
        return poolManager == manager.getClass();
    }

    /**
     * Puts limits in force, those that are not as they are to be; min is above max for no moment that it has to be.
     *
     * @param limits those in force
     * @param next those to be in force
     * @param watched whether {@link #closeAboveMax} is told of each return
     */
    void change(Object manager, Limits limits, Limits next, boolean watched) throws ReflectiveOperationException {
        boolean grows = next.max() == 0 || limits.max() > 0 && next.max() > limits.max();
        if (grows) {
            set(manager, setMax, limits.max(), next.max());
        }
        set(manager, setMin, limits.min(), next.min());
        if (!grows && watched) {
            // The server marks those to be closed that are too many now, whichever come back first, and even if there is room again then.
            Map<Object, Integer> marks = new IdentityHashMap<>();
            open(manager).forEach(wrapper -> marks.put(wrapper, (int) read(closingMark, wrapper)));
            set(manager, setMax, limits.max(), next.max());
            for (var mark : marks.entrySet()) {
                setClosingMark.invoke(mark.getKey(), mark.getValue());
            }
        } else if (!grows) {
            set(manager, setMax, limits.max(), next.max());
        }
        set(manager, setConnectionTimeout, limits.connectionTimeoutSeconds(), next.connectionTimeoutSeconds());
        set(manager, setUnusedTimeout, limits.maxIdleSeconds(), next.maxIdleSeconds());
        set(manager, setReapTime, limits.reapSeconds(), next.reapSeconds());
        keepReaping(manager);
    }

    private void set(Object manager, Method setter, int current, int next) throws ReflectiveOperationException {
        if (next != current) {
            setter.invoke(read(settings, manager), next);
        }
    }

    /** The server ends its looking for idle connections when no more than min are open, and does not begin again when min is lowered. */
    private void keepReaping(Object manager) throws ReflectiveOperationException {
        Future<?> next = (Future<?>) read(reaper, manager);
        if (next == null || next.isDone()) {
            startReaper.invoke(manager);
        }
    }

    /** Has up to so many queued requests look again, for room or for connections that were returned while they waited. */
    void wake(Object manager, int requests) {
        Object lock = read(queueLock, manager);
        synchronized (lock) {
            for (int left = Math.min(requests, (int) read(queued, manager)); left > 0; left--) {
                lock.notify();
            }
        }
    }

    /** How many are open, or about to be. */
    int count(Object manager) {
        return ((AtomicInteger) read(openCount, manager)).get();
    }

    /** All that are open now, by identity. */
    Set<Object> open(Object manager) {
        return matching(manager, wrapper -> true);
    }

    /** Those that are on their way back: whether they are to be closed was decided before, perhaps before we said so. */
    boolean anyBeingReturned(Object manager) {
        return !matching(manager, wrapper -> ((AtomicBoolean) read(beingReturned, wrapper)).get()).isEmpty();
    }

    private Set<Object> matching(Object manager, Predicate<Object> filter) {
        return wrappers.read(manager, all -> {
            Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
            // The server keeps those too that are closed after they have left.
            all.stream().filter(filter).filter(wrapper -> !departures.has(wrapper)).forEach(found::add);
            return found;
        });
    }

    /** Closes the connection if it is idle; false if it is not. */
    boolean retire(Object manager, Object wrapper) throws ReflectiveOperationException {
        Object freePool = freePoolOf(manager, (int) bucket.invoke(wrapper));
        if (!(boolean) takeFromList.invoke(freePool, wrapper)) {
            return false;
        }
        try {
            destroy.invoke(freePool, wrapper);
        } finally {
            // It is no longer counted only now, so that there are never more than max, and a queued request may have its place.
            discount.invoke(freePool, wrapper, false, true, false, true);
        }
        return true;
    }

    /** Those of them that are idle, as far as can be seen without holding anybody up. */
    Set<Object> idle(Object manager) {
        return matching(manager, wrapper -> ((AtomicInteger) read(place, wrapper)).get() == IDLE);
    }

    /** Takes idle connections out of the pool, until no more than so many are open or none is idle; they are closed within a second. */
    void retireDownTo(Object manager, int most) throws ReflectiveOperationException {
        if (count(manager) > most) {
            for (Object wrapper : idle(manager)) {
                Object freePool = freePoolOf(manager, (int) bucket.invoke(wrapper));
                if (count(manager) > most && (boolean) takeFromList.invoke(freePool, wrapper)) {
                    discount.invoke(freePool, wrapper, false, true, false, true);
                    departures.add(freePool, wrapper);
                }
            }
        }
    }

    /** Closes at once what has left its pool. */
    void closeLeaving() {
        departures.closeAll();
    }

    /**
     * Has a connection closed that is on its way back to a pool in which more than max are open. In the thread that returns it.
     *
     * @return whether more than max are open
     */
    boolean closeAboveMax(Object manager, Object wrapper) {
        try {
            int max = (int) maxConnections.invokeExact(manager);
            boolean above = max > 0 && ((AtomicInteger) openCount.invokeExact(manager)).get() > max;
            if (above) {
                markStale.invoke(wrapper);
            }
            return above;
        } catch (Throwable e) {
            throw PoolAccessException.unreadable("A connection above max cannot be closed", e);
        }
    }

    /** Has the connection closed when it is returned. */
    void closeOnReturn(Object wrapper) throws ReflectiveOperationException {
        markStale.invoke(wrapper);
    }

    /** Closes a connection that is in use; false if its driver cannot. */
    boolean abort(Object wrapper) throws ReflectiveOperationException {
        return (boolean) abort.invoke(wrapper);
    }

    /**
     * Opens a connection more like one that is there, and gives it to the queue or the idle ones. Takes none from anybody.
     *
     * @param like the wrapper of one of the pool's connections
     * @return false if as many as max are open
     * @throws InvocationTargetException with the server's failure to open it
     */
    boolean openLike(Object manager, Object like) throws ReflectiveOperationException {
        AtomicInteger open = (AtomicInteger) read(openCount, manager);
        synchronized (read(countLock, manager)) {
            int max = (int) read(maxConnections, manager);
            if (max > 0 && open.get() >= max) {
                return false;
            }
            open.incrementAndGet();
        }
        int hashBucket = (int) bucket.invoke(like);
        Object freePool = freePoolOf(manager, hashBucket);
        beginRequest.invoke(manager);
        Object opened;
        try {
            opened = create.invoke(freePool, read(factory, like), read(subject, like), read(request, like), false, hash.invoke(like));
        } catch (InvocationTargetException e) {
            // The server has ended the request, and leaves the count to who asked.
            open.decrementAndGet();
            wake(manager, 1);
            throw e;
        }
        setBucket.invoke(opened, hashBucket);
        setList.invoke(opened, read(idleList, freePool));
        put.invoke(freePool, opened);
        ((AtomicInteger) read(activeRequests, manager)).decrementAndGet();
        return true;
    }

    private Object freePoolOf(Object manager, int hashBucket) {
        return ((Object[]) read(freePools, manager))[hashBucket];
    }

    private static Object read(MethodHandle field, Object owner) {
        try {
            return field.invoke(owner);
        } catch (Throwable e) {
            throw PoolAccessException.unreadable("The pool cannot be read", e);
        }
    }
}
