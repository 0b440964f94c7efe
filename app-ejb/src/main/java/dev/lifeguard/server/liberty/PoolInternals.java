package dev.lifeguard.server.liberty;

import static dev.lifeguard.server.liberty.Fields.declaring;
import static dev.lifeguard.server.liberty.Fields.getter;

import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The fields inside Liberty's data sources and pools that hold the live numbers. They are nobody's promise: each is resolved by name and
 * type, and one that does not fit is named in the error.
 *
 * <p>The server writes them under locks of its own, several of them, so that even it has no moment at which all of them are steady. We
 * take no lock: a monitor must not be able to hold up a borrower.
 */
final class PoolInternals {

    /**
     * The numbers of one reading; {@code idle} is at most {@code open}.
     *
     * @param max absent for a pool without a limit
     */
    record Counts(int open, int idle, int waiting, int min, OptionalInt max) {}

    /** Each attempt takes well under a microsecond; it fails when a connection came or went in that time. */
    private static final int ATTEMPTS = 100;
    /** After so many, numbers that do not contradict each other will do, though they were not seen twice in a row. */
    private static final int STEADY_ATTEMPTS = 5;

    private static final String WRAPPER = "com.ibm.ejs.j2c.MCWrapper";

    private final Class<?> dataSourceService;
    private final MethodHandle connectionManagerOfDataSource;
    private final MethodHandle poolManagerOfConnectionManager;
    private final MethodHandle totalConnectionCount;
    private final MethodHandle freePool;
    private final MethodHandle mcWrapperList;
    private final MethodHandle waiterCount;
    private final MethodHandle minConnections;
    private final MethodHandle maxConnections;
    private final MethodHandle connectionTimeout;
    private final MethodHandle unusedTimeout;
    private final MethodHandle agedTimeout;
    private final MethodHandle reapTime;
    private final Optional<LostConnections> lostConnections;

    private PoolInternals(Class<?> dataSourceService, String connectionManagerName) throws ReflectiveOperationException {
        this.dataSourceService = dataSourceService;
        Class<?> abstractManager = declaring(dataSourceService, "conMgrSvc").getDeclaredField("conMgrSvc").getType();
        Class<?> connectionManager = abstractManager.getClassLoader().loadClass(connectionManagerName);
        Class<?> poolManager = connectionManager.getDeclaredField("pm").getType();
        Class<?> freePools = poolManager.getDeclaredField("freePool").getType();
        if (!freePools.isArray()) {
            throw new NoSuchFieldException(poolManager.getName() + ".freePool is no array, but " + freePools.getName());
        }
        Class<?> oneFreePool = freePools.getComponentType();

        connectionManagerOfDataSource = getter(dataSourceService, "conMgrSvc", Object.class);
        poolManagerOfConnectionManager = getter(connectionManager, "pm", Object.class);
        totalConnectionCount = getter(poolManager, "totalConnectionCount", AtomicInteger.class);
        freePool = getter(poolManager, "freePool", Object[].class);
        mcWrapperList = getter(oneFreePool, "mcWrapperList", List.class);
        waiterCount = getter(poolManager, "waiterCount", int.class);
        minConnections = getter(poolManager, "minConnections", int.class);
        maxConnections = getter(poolManager, "maxConnections", int.class);
        connectionTimeout = getter(poolManager, "connectionTimeout", int.class);
        unusedTimeout = getter(poolManager, "unusedTimeout", int.class);
        agedTimeout = getter(poolManager, "agedTimeout", int.class);
        reapTime = getter(poolManager, "reapTime", int.class);
        lostConnections = LostConnections.of(poolManager, WRAPPER);
    }

    /**
     * @param dataSourceService the class of the server's data source services
     * @param connectionManagerName the class of the server's connection manager services
     * @param server the server by product and version, for the error
     * @throws PoolAccessException with category {@code UNREADABLE}, naming the first field that does not fit
     */
    static PoolInternals resolve(Class<?> dataSourceService, String connectionManagerName, String server) {
        try {
            return new PoolInternals(dataSourceService, connectionManagerName);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new PoolAccessException(Category.UNREADABLE,
                    server + " keeps its pools' numbers differently from the versions that we know: " + e.getMessage(), e);
        }
    }

    /** Whether this was resolved for that very class. */
    boolean fits(Class<?> service) {
        return dataSourceService == service;
    }

    /** The pool of a data source; null as long as the server has not built it. */
    Object poolManager(Object service) {
        try {
            Object connectionManager = (Object) connectionManagerOfDataSource.invokeExact(service);
            return connectionManager == null ? null : (Object) poolManagerOfConnectionManager.invokeExact(connectionManager);
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    /** The numbers of a pool; empty if they contradicted each other at every attempt. */
    Optional<Counts> counts(Object poolManager) {
        try {
            AtomicInteger total = (AtomicInteger) totalConnectionCount.invokeExact(poolManager);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                int open = total.get();
                int idle = idle(poolManager);
                boolean steady = open == total.get() && idle == idle(poolManager);
                if (idle <= open && (steady || attempt >= STEADY_ATTEMPTS)) {
                    int max = (int) maxConnections.invokeExact(poolManager);
                    return Optional.of(new Counts(
                            open,
                            idle,
                            Math.max(0, (int) waiterCount.invokeExact(poolManager)),
                            Math.max(0, (int) minConnections.invokeExact(poolManager)),
                            max > 0 ? OptionalInt.of(max) : OptionalInt.empty()));
                }
                Thread.onSpinWait();
            }
            return Optional.empty();
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    /** The connections of a pool that are lost at this moment, by their keys; empty if this server does not show it. */
    Optional<Set<Long>> lost(Object poolManager) {
        return lostConnections.map(lost -> lost.find(poolManager, System.currentTimeMillis()));
    }

    /** The limits by which the pool works now. */
    Limits limits(Object poolManager) {
        try {
            return new Limits(
                    (int) minConnections.invokeExact(poolManager),
                    (int) maxConnections.invokeExact(poolManager),
                    (int) connectionTimeout.invokeExact(poolManager),
                    (int) unusedTimeout.invokeExact(poolManager),
                    (int) agedTimeout.invokeExact(poolManager),
                    (int) reapTime.invokeExact(poolManager));
        } catch (Throwable e) {
            throw unreadable(e);
        }
    }

    private int idle(Object poolManager) throws Throwable {
        int idle = 0;
        for (Object pool : (Object[]) freePool.invokeExact(poolManager)) {
            // One for each hash bucket, made when first needed.
            if (pool != null) {
                idle += ((List<?>) mcWrapperList.invokeExact(pool)).size();
            }
        }
        return idle;
    }

    private static PoolAccessException unreadable(Throwable cause) {
        return PoolAccessException.unreadable("The pool's numbers cannot be read", cause);
    }
}
