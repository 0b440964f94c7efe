package dev.lifeguard.server.payara;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.server.OwnConnections;
import dev.lifeguard.server.PoolAccessException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** Borrows by Payara's data sources that take part in no transaction; opens others as the pool itself does, without telling it. */
final class PayaraConnections implements OwnConnections {

    private final PayaraPools pools;
    private final PhysicalConnections physical;
    private final Object runtime;
    private final ServerCall lookup;
    private final ServerCall allocator;
    private final ServerCall create;
    private final ServerCall destroy;

    /** @param runtime Payara's connector runtime */
    PayaraConnections(ServerClasses classes, Object runtime, PayaraPools pools, PhysicalConnections physical) {
        this.pools = pools;
        this.physical = physical;
        this.runtime = runtime;
        Class<?> allocatorType = classes.find("com.sun.enterprise.resource.allocator.ResourceAllocator");
        Class<?> handle = classes.find("com.sun.enterprise.resource.ResourceHandle");
        lookup = classes.method(runtime.getClass(), Object.class, "lookupNonTxResource", String.class, boolean.class);
        allocator = classes.field(classes.find("com.sun.enterprise.resource.pool.ConnectionPool"), allocatorType, "allocator");
        create = classes.method(allocatorType, handle, "createResource");
        destroy = classes.method(allocatorType, void.class, "destroyResource", handle);
    }

    @Override
    public Connection borrow(Pool pool, Runnable asking) throws SQLException {
        DataSource source = pools.read(pool, this::source);
        asking.run();
        return source.getConnection();
    }

    private DataSource source(Pool pool) {
        // An application's pool is bound for everybody under a name like its own.
        String name = DefinedPoolName.parse(pool.key()).isPresent()
                ? pool.key().replaceFirst("^__SYSTEM/pools/", "__SYSTEM/resource/")
                : pool.name();
        return (DataSource) lookup.of(runtime, name, false);
    }

    @Override
    public Optional<Connection> openBeside(Pool pool) throws SQLException {
        Optional<Object> opener = pools.read(pool, this::allocator);
        if (opener.isEmpty()) {
            return Optional.empty();
        }
        try {
            Object handle = create.of(opener.get());
            return Optional.of(closing(physical.of(handle), () -> destroy.of(opener.get(), handle)));
        } catch (PoolAccessException e) {
            throw new SQLException("No connection was opened beside pool " + pool.name(), e);
        }
    }

    /** What the pool opens its connections with; empty if it has opened none yet. */
    private Optional<Object> allocator(Pool pool) {
        return pools.running(pool).map(allocator::of);
    }

    /** Payara's own handle would give the connection to the pool when it is closed. */
    private static Connection closing(Connection connection, Runnable close) {
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(PayaraConnections.class.getClassLoader(), new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("close")) {
                        return invoke(method, connection, arguments);
                    }
                    if (closed.compareAndSet(false, true)) {
                        close.run();
                    }
                    return null;
                });
    }

    private static Object invoke(Method method, Connection connection, Object[] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
