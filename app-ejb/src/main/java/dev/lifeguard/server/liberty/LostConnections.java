package dev.lifeguard.server.liberty;

import static dev.lifeguard.server.liberty.Fields.getter;

import dev.lifeguard.server.PoolAccessException;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Finds the connections that Liberty itself has lost: when several threads borrow and close without ever running a statement, some stay in
 * use for ever, though their last handle is closed, no transaction has them, and nobody is about to give them back.
 */
final class LostConnections {

    /** {@code STATE_ACTIVE_INUSE}: in use, and not in a transaction. */
    private static final int IN_USE = 2;
    /** In the part of the pool that lends each connection to one borrower alone. */
    private static final int UNSHARED = 3;
    private static final int NO_TRANSACTION = 0;
    /** One that is younger may not have got its handle yet. */
    private static final long IN_USE_FOR_MILLIS = 1_000;

    private final PooledWrappers wrappers;
    private final MethodHandle state;
    private final MethodHandle place;
    private final MethodHandle handles;
    private final MethodHandle transaction;
    private final MethodHandle unitOfWork;
    private final MethodHandle beingReleased;
    private final MethodHandle inUseSinceMillis;

    private LostConnections(Class<?> poolManager, Class<?> wrapper) throws ReflectiveOperationException {
        wrappers = new PooledWrappers(poolManager);
        state = getter(wrapper, "state", int.class);
        place = getter(wrapper, "poolState", AtomicInteger.class);
        handles = getter(wrapper, "mcConnectionCount", int.class);
        transaction = getter(wrapper, "tranWrapperInUse", int.class);
        unitOfWork = getter(wrapper, "uowCoord", Object.class);
        beingReleased = getter(wrapper, "alreadyBeingReleased", AtomicBoolean.class);
        inUseSinceMillis = getter(wrapper, "holdTimeStart", long.class);
    }

    /**
     * @param wrapperName the class of the wrappers of this pool's connections
     * @return empty if the fields that it takes are not as we know them
     */
    static Optional<LostConnections> of(Class<?> poolManager, String wrapperName) {
        try {
            return Optional.of(new LostConnections(poolManager, poolManager.getClassLoader().loadClass(wrapperName)));
        } catch (ReflectiveOperationException | LinkageError e) {
            // All else of the pool can be told nevertheless.
            return Optional.empty();
        }
    }

    /** Those of the pool now, by their keys. @param nowMillis by the server's clock */
    Set<Long> find(Object poolManager, long nowMillis) {
        return wrappers.read(poolManager, all -> all.stream()
                .filter(wrapper -> lost(wrapper, nowMillis))
                .map(TappedPools::key)
                .collect(Collectors.toUnmodifiableSet()));
    }

    private boolean lost(Object wrapper, long nowMillis) {
        try {
            return (int) state.invokeExact(wrapper) == IN_USE
                    && ((AtomicInteger) place.invokeExact(wrapper)).get() == UNSHARED
                    && (int) handles.invokeExact(wrapper) == 0
                    && (int) transaction.invokeExact(wrapper) == NO_TRANSACTION
                    && (Object) unitOfWork.invokeExact(wrapper) == null
                    && !((AtomicBoolean) beingReleased.invokeExact(wrapper)).get()
                    && nowMillis - (long) inUseSinceMillis.invokeExact(wrapper) > IN_USE_FOR_MILLIS;
        } catch (Throwable e) {
            throw PoolAccessException.unreadable("It cannot be read who has a connection", e);
        }
    }
}
