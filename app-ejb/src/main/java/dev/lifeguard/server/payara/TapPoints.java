package dev.lifeguard.server.payara;

import java.util.Timer;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Where Payara's pools can be looked into, found and checked beforehand. */
final class TapPoints {

    private static final String CONNECTORS = "com.sun.enterprise.resource.";

    /** Makes the stand-ins for pools, for their listeners and for their structures of connections. */
    final StandIn pools;
    final StandIn listeners;
    final StandIn structures;

    /** Fields of a pool, and of its resizer. */
    final Field listener;
    final Field structure;
    final Field structureOfResizer;

    private final ConcurrentMap<Object, Object> table;
    private final ServerCall newInfo;
    private final Class<?> pooled;
    private final ServerCall resizer;
    private final ServerCall timer;
    private final ToLongFunction<Object> key;
    private final Object invocations;
    private final Function<Object, Object> currentInvocation;
    private final Function<Object, Object> applicationName;

    /** @param runtime Payara's connector runtime */
    TapPoints(ServerClasses classes, Object runtime) {
        Class<?> info = classes.find("org.glassfish.resourcebase.resources.api.PoolInfo");
        Class<?> managerType = classes.find(CONNECTORS + "pool.PoolManager");
        Class<?> manager = classes.find(CONNECTORS + "pool.PoolManagerImpl");
        Class<?> pool = classes.find(CONNECTORS + "pool.ResourcePool");
        Class<?> listenerType = classes.findBeside(pool, CONNECTORS + "listener.PoolLifeCycleListener");
        Class<?> structureType = classes.findBeside(pool, CONNECTORS + "pool.datastructure.DataStructure");
        Class<?> resizerType = classes.findBeside(pool, CONNECTORS + "pool.resizer.Resizer");
        Class<?> handle = classes.find(CONNECTORS + "ResourceHandle");
        Class<?> invocation = classes.find("org.glassfish.api.invocation.ComponentInvocation");
        Class<?> invocationManager = classes.find("org.glassfish.api.invocation.InvocationManager");
        pooled = classes.find(CONNECTORS + "pool.ConnectionPool");
        pools = new StandIn(pool, PoolObservers.OfPool.class);
        listeners = new StandIn(listenerType, PoolObservers.OfLifeCycle.class);
        structures = new StandIn(structureType, PoolObservers.OfStructure.class);
        listener = new Field(classes, pooled, listenerType, "poolLifeCycleListener");
        structure = new Field(classes, pooled, structureType, "ds");
        structureOfResizer = new Field(classes, resizerType, structureType, "dataStructure");
        table = concurrentMap(classes.field(manager, ConcurrentMap.class, "poolTable")
                .of(classes.method(runtime.getClass(), managerType, "getPoolManager").of(runtime)));
        newInfo = classes.constructor(info, String.class);
        resizer = classes.field(pooled, resizerType, "resizerTask");
        timer = classes.field(pooled, Timer.class, "timer");
        key = classes.longGetter(handle, "getId");
        invocations = classes.method(runtime.getClass(), invocationManager, "getInvocationManager").of(runtime);
        currentInvocation = classes.getter(invocationManager, invocation, "getCurrentInvocation");
        applicationName = classes.getter(invocation, String.class, "getAppName");
    }

    @SuppressWarnings("unchecked")
    private static ConcurrentMap<Object, Object> concurrentMap(Object map) {
        return (ConcurrentMap<Object, Object>) map;
    }

    /** The pool of that name as Payara has it now, or what stands in for it; null if it has built none. */
    Object pool(String name) {
        return table.get(newInfo.of(name));
    }

    /** Whether it was put where the expected one was. */
    boolean replacePool(String name, Object expected, Object pool) {
        return table.replace(newInfo.of(name), expected, pool);
    }

    /** Unpooled ones and those that leave connections with threads give back in ways of their own. */
    boolean isPlain(Object pool) {
        return pool.getClass() == pooled;
    }

    /** The one who closes what is idle for long; null if there is none at the moment. */
    Object resizer(Object pool) {
        return resizer.of(pool);
    }

    /** Has Payara forget the resizers that were cancelled, which would stay until their next turn. */
    void forgetCancelledResizers(Object pool) {
        Timer resizers = (Timer) timer.of(pool);
        if (resizers != null) {
            resizers.purge();
        }
    }

    /** The number of a connection: no other of this server ever has the same. */
    long key(Object handle) {
        return key.applyAsLong(handle);
    }

    /** The application that runs in this thread, or null. */
    String application() {
        Object invocation = currentInvocation.apply(invocations);
        return invocation == null ? null : (String) applicationName.apply(invocation);
    }

    /** A field of Payara's that holds something that can be stood in for. */
    static final class Field {

        private final ServerCall get;
        private final ServerCall compareAndSet;

        private Field(ServerClasses classes, Class<?> owner, Class<?> type, String name) {
            get = classes.field(owner, type, name);
            compareAndSet = classes.compareAndSet(owner, type, name);
        }

        Object of(Object owner) {
            return get.of(owner);
        }

        boolean replace(Object owner, Object expected, Object value) {
            return (boolean) compareAndSet.of(owner, expected, value);
        }
    }
}
