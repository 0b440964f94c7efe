package dev.lifeguard.server.liberty;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.server.InstanceName;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import dev.lifeguard.server.PoolReader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * The pools of the Open Liberty that we run in: one for each {@code dataSource} element and each {@code @DataSourceDefinition} that the
 * server has taken. A data source that the server itself could not make out, for example for want of its driver, is none of its pools.
 *
 * <p>Safe for use by any thread, ours and the container's. A usage costs about a microsecond and takes no lock of the pool.
 */
final class LibertyPools implements PoolReader {

    private static final String DATA_SOURCE = "com.ibm.ws.jdbc.DataSourceService";
    private static final String CONNECTION_MANAGER = "com.ibm.ws.jca.cm.ConnectionManagerService";
    private static final String CONNECTION_MANAGER_IMPLEMENTATION = "com.ibm.ejs.j2c.ConnectionManagerServiceImpl";

    private final Services registry;
    private final String server;
    /** The last discovery, by the pools' keys. */
    private volatile Map<String, Registration> registrations = Map.of();
    private volatile PoolInternals internals;

    LibertyPools(Services registry) {
        this.registry = registry;
        this.server = LibertyVersion.product();
    }

    @Override
    public String server() {
        return server;
    }

    @Override
    public String instance() {
        return InstanceName.of(name(), directory().toString());
    }

    @Override
    public Path directory() {
        return Path.of(System.getProperty("wlp.user.dir", "")).toAbsolutePath().normalize().resolve("servers").resolve(name());
    }

    private static String name() {
        return System.getProperty("wlp.server.name", "");
    }

    @Override
    public List<Pool> pools() {
        List<Pool> pools = new ArrayList<>();
        Map<String, Registration> found = new HashMap<>();
        for (Object reference : registry.references(DATA_SOURCE, null)) {
            DataSourceProperties properties = new DataSourceProperties(registry.properties(reference));
            // Unregistered while we looked: its properties are gone with it.
            if (properties.isComplete() && found.putIfAbsent(properties.key(), new Registration(reference)) == null) {
                pools.add(properties.pool());
            }
        }
        registrations = Map.copyOf(found);
        pools.sort(Comparator.comparing(Pool::name).thenComparing(Pool::key));
        return List.copyOf(pools);
    }

    @Override
    public Optional<PoolUsage> usage(Pool pool) {
        return read(pool, registration -> usage(pool, registration));
    }

    /**
     * The server's own object for the pool; empty as long as it has not built it.
     *
     * @throws PoolAccessException as {@link #usage}
     */
    Optional<Object> poolManager(Pool pool) {
        return read(pool, registration -> livePool(registration).map(LivePool::poolManager));
    }

    /**
     * The limits by which the pool works now; empty as long as the server has not built it.
     *
     * @throws PoolAccessException as {@link #usage}
     */
    Optional<Limits> limits(Pool pool) {
        return read(pool, this::limits);
    }

    private Optional<Limits> limits(Registration registration) {
        return livePool(registration).map(live -> live.internals().limits(live.poolManager()));
    }

    /**
     * The properties of the pool's connection manager, as the server's configuration has them; empty if it has none and lives by the
     * server's defaults.
     *
     * @throws PoolAccessException as {@link #usage}
     */
    Map<String, Object> connectionManager(Pool pool) {
        return read(pool, registration -> connectionManager(registry.properties(registration.reference)));
    }

    /** What is done with the service that a data source is. */
    interface ServiceUse<T> {
        T with(Object service) throws SQLException;
    }

    /**
     * Does something with the pool's data source, which the server makes ready for it if it is not.
     *
     * @throws PoolAccessException with category {@code UNKNOWN_POOL} if the pool is gone, and whatever the use throws
     */
    <T> T use(Pool pool, ServiceUse<T> use) throws SQLException {
        Object reference = registration(pool).reference;
        Object service = registry.getService(reference);
        if (service == null) {
            throw unknown(pool);
        }
        try {
            return use.with(service);
        } finally {
            registry.ungetService(reference);
        }
    }

    private Optional<PoolUsage> usage(Pool pool, Registration registration) {
        return livePool(registration).map(live -> {
            PoolInternals.Counts counts = live.internals().counts(live.poolManager())
                    .orElseThrow(() -> new PoolAccessException(Category.UNREADABLE, "The numbers of " + pool.name()
                            + " contradict each other however often they are read"));
            return new PoolUsage(counts.open() - counts.idle(), counts.idle(), OptionalInt.of(counts.waiting()), counts.min(),
                    counts.max());
        });
    }

    @Override
    public PoolSettings settings(Pool pool) {
        return read(pool, this::settings);
    }

    private PoolSettings settings(Registration registration) {
        Map<String, Object> dataSource = registry.properties(registration.reference);
        return LibertySettings.of(dataSource, connectionManager(dataSource));
    }

    @Override
    public Optional<Set<Long>> lost(Pool pool) {
        return read(pool, registration -> livePool(registration).flatMap(live -> live.internals().lost(live.poolManager())));
    }

    @Override
    public FailureKind kindOf(Throwable failure) {
        return LibertyFailures.kindOf(failure);
    }

    /** Reads what is of the pool; whatever was read, or went wrong, while the server took the data source away counts for nothing. */
    private <T> T read(Pool pool, Function<Registration, T> reading) {
        Registration registration = registration(pool);
        try {
            T result = reading.apply(registration);
            if (registry.isRegistered(registration.reference)) {
                return result;
            }
        } catch (PoolAccessException e) {
            if (registry.isRegistered(registration.reference)) {
                throw e;
            }
        }
        // It is gone, or registered anew by now.
        return reading.apply(registration(pool));
    }

    /** What the server has registered for the pool now. */
    private Registration registration(Pool pool) {
        Registration registration = registrations.get(pool.key());
        if (registration == null || !registry.isRegistered(registration.reference)) {
            // The server registers a data source anew when its configuration has changed.
            pools();
            registration = registrations.get(pool.key());
        }
        if (registration == null) {
            throw unknown(pool);
        }
        return registration;
    }

    private static PoolAccessException unknown(Pool pool) {
        return new PoolAccessException(Category.UNKNOWN_POOL, "Open Liberty has no data source " + pool.key());
    }

    private Map<String, Object> connectionManager(Map<String, Object> dataSource) {
        if (!dataSource.containsKey("connectionManagerRef")) {
            return Map.of();
        }
        String filter = (String) dataSource.get("connectionManager.target");
        List<Object> found = registry.references(CONNECTION_MANAGER, filter);
        return found.isEmpty() ? Map.of() : registry.properties(found.get(0));
    }

    /** A data source's place in the registry. */
    private static final class Registration {

        final Object reference;
        /** The service as long as its pool is built: to ask for it and give it back costs more than all else. Null before. */
        volatile Object service;

        Registration(Object reference) {
            this.reference = reference;
        }
    }

    /** The server's own pool object, and what reads it. */
    private record LivePool(PoolInternals internals, Object poolManager) {}

    /** Empty as long as the server has not built the pool. */
    private Optional<LivePool> livePool(Registration registration) {
        Object known = registration.service;
        if (known != null) {
            Optional<LivePool> live = livePool(known);
            if (live.isPresent()) {
                return live;
            }
            registration.service = null;
        }
        // Nobody holds the service: to ask for it would activate the data source, only to learn that it has no pool.
        if (!registry.isInUse(registration.reference)) {
            return Optional.empty();
        }
        Object service = registry.getService(registration.reference);
        if (service == null) {
            return Optional.empty();
        }
        try {
            Optional<LivePool> live = livePool(service);
            registration.service = live.isPresent() ? service : null;
            return live;
        } finally {
            // We look at it, we do not use it: the server stays free to end it, and then its pool is gone from it.
            registry.ungetService(registration.reference);
        }
    }

    private Optional<LivePool> livePool(Object service) {
        PoolInternals current = internals(service.getClass());
        return Optional.ofNullable(current.poolManager(service)).map(manager -> new LivePool(current, manager));
    }

    private PoolInternals internals(Class<?> dataSourceService) {
        PoolInternals current = internals;
        // The server reloads its classes when its features change.
        if (current == null || !current.fits(dataSourceService)) {
            current = PoolInternals.resolve(dataSourceService, CONNECTION_MANAGER_IMPLEMENTATION, server);
            internals = current;
        }
        return current;
    }
}
