package dev.lifeguard.server.liberty;

import static dev.lifeguard.server.liberty.Fields.getter;

import dev.lifeguard.server.PoolAccessException;
import java.lang.invoke.MethodHandle;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.Function;

/** What the server wraps each of a pool's connections in, those in use too. */
final class PooledWrappers {

    private final MethodHandle lock;
    private final MethodHandle byConnection;

    /** @throws NoSuchFieldException if the server's pools are of another make */
    PooledWrappers(Class<?> poolManager) throws ReflectiveOperationException {
        lock = getter(poolManager, "rwl", ReadWriteLock.class);
        byConnection = getter(poolManager, "mcToMCWMap", Map.class);
    }

    /** Under the server's lock: who opens or closes a connection meanwhile waits until the reading is done. */
    <T> T read(Object poolManager, Function<Collection<?>, T> reading) {
        Lock reader;
        Map<?, ?> wrappers;
        try {
            reader = ((ReadWriteLock) lock.invokeExact(poolManager)).readLock();
            wrappers = (Map<?, ?>) byConnection.invokeExact(poolManager);
        } catch (Throwable e) {
            throw PoolAccessException.unreadable("The pool's connections cannot be read", e);
        }
        reader.lock();
        try {
            return reading.apply(wrappers.values());
        } finally {
            reader.unlock();
        }
    }
}
