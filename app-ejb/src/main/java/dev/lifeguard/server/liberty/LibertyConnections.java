package dev.lifeguard.server.liberty;

import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.server.OwnConnections;
import dev.lifeguard.server.PoolAccessException;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.security.auth.Subject;
import javax.sql.DataSource;

/**
 * Borrows by a lookup of our own, which shares its connections only within a transaction or request, so that a thread of ours has each for
 * itself. What is opened beside a pool is opened by what opened one of its connections, with the same credentials, which we do not see.
 */
final class LibertyConnections implements OwnConnections {

    private static final String CONNECTOR = "jakarta.resource.spi.";

    private final LibertyPools pools;
    /** The first borrow through a data source takes longer than those that follow, and an application keeps its own. */
    private final Map<PoolId, Lender> lenders = new ConcurrentHashMap<>();
    private final Map<PoolId, Opener> openers = new ConcurrentHashMap<>();

    LibertyConnections(LibertyPools pools) {
        this.pools = pools;
    }

    @Override
    public Connection borrow(Pool pool, Runnable asking) throws SQLException {
        return pools.use(pool, service -> {
            Lender lender = lenders.get(pool.id());
            if (lender == null || !lender.service().refersTo(service)) {
                lender = new Lender(new WeakReference<>(service), dataSource(service));
                lenders.put(pool.id(), lender);
            }
            asking.run();
            return lender.source().getConnection();
        });
    }

    private record Lender(WeakReference<Object> service, DataSource source) {}

    private static DataSource dataSource(Object service) {
        try {
            Class<?> info = service.getClass().getClassLoader().loadClass("com.ibm.wsspi.resource.ResourceInfo");
            return (DataSource) service.getClass().getMethod("createResource", info).invoke(service, (Object) null);
        } catch (InvocationTargetException e) {
            throw PoolAccessException.unreadable("Open Liberty does not make the data source ready", e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw PoolAccessException.unreadable("Open Liberty does not lend a connection", e);
        }
    }

    @Override
    public Optional<Connection> openBeside(Pool pool) throws SQLException {
        Optional<Object> manager = pools.poolManager(pool);
        if (manager.isEmpty()) {
            openers.remove(pool.id());
            return Optional.empty();
        }
        Opener opener = anyWrapper(manager.get())
                .map(wrapper -> Opener.of(manager.get(), wrapper))
                .orElseGet(() -> openers.get(pool.id()));
        if (opener == null || !opener.manager().refersTo(manager.get())) {
            openers.remove(pool.id());
            return Optional.empty();
        }
        openers.put(pool.id(), opener);
        return Optional.of(opener.open());
    }

    /** What opened one of the pool's connections. Kept, as a pool has none left soon after its database is gone. */
    private record Opener(WeakReference<Object> manager, Object factory, Object subject, Object request) {

        static Opener of(Object manager, Object wrapper) {
            try {
                return new Opener(new WeakReference<>(manager), Fields.value(wrapper, "_managedConnectionFactory"),
                        Fields.value(wrapper, "_subject"), Fields.value(wrapper, "_cri"));
            } catch (ReflectiveOperationException e) {
                throw PoolAccessException.unreadable("Open Liberty does not show how a pool opens its connections", e);
            }
        }

        Connection open() throws SQLException {
            Object[] credentials = {subject, request};
            try {
                ClassLoader server = factory.getClass().getClassLoader();
                Class<?> managed = server.loadClass(CONNECTOR + "ManagedConnection");
                Class<?>[] parameters = {Subject.class, server.loadClass(CONNECTOR + "ConnectionRequestInfo")};
                Object opened = server.loadClass(CONNECTOR + "ManagedConnectionFactory")
                        .getMethod("createManagedConnection", parameters)
                        .invoke(factory, credentials);
                Method destroy = managed.getMethod("destroy");
                try {
                    return closedBy(
                            destroy, opened, (Connection) managed.getMethod("getConnection", parameters).invoke(opened, credentials));
                } catch (ReflectiveOperationException | RuntimeException e) {
                    destroy.invoke(opened);
                    throw e;
                }
            } catch (InvocationTargetException e) {
                throw sqlException(e.getCause());
            } catch (ReflectiveOperationException | LinkageError e) {
                throw PoolAccessException.unreadable("Open Liberty opens no connection beside a pool", e);
            }
        }
    }

    /** The wrapper of one of the pool's connections, in use or not; empty if it has none. */
    private static Optional<Object> anyWrapper(Object poolManager) {
        try {
            return new PooledWrappers(poolManager.getClass())
                    .read(poolManager, wrappers -> wrappers.stream().findAny().map(Object.class::cast));
        } catch (ReflectiveOperationException e) {
            throw PoolAccessException.unreadable("Open Liberty does not show a pool's connections", e);
        }
    }

    /** To close the handle would leave the physical connection open: there is no pool behind it to take it back. */
    private static Connection closedBy(Method destroy, Object managedConnection, Connection handle) {
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                LibertyConnections.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        if (!method.getName().equals("close")) {
                            return method.invoke(handle, arguments);
                        }
                        return closed.getAndSet(true) ? null : destroy.invoke(managedConnection);
                    } catch (InvocationTargetException e) {
                        throw method.getName().equals("close") ? sqlException(e.getCause()) : e.getCause();
                    }
                });
    }

    /** The driver's own, or the server's that tells no more: its connectors know no {@code SQLException}. */
    static SQLException sqlException(Throwable failure) {
        for (Throwable cause : Causes.of(failure)) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return new SQLException(failure.getMessage(), failure);
    }
}
