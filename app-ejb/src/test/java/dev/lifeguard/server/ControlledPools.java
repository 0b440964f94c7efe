package dev.lifeguard.server;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.PoolAccessException.Category;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A server without a server whose pools can be managed, and whose database is a set of numbers. Passes the contract of the adapters. */
public final class ControlledPools implements PoolReader, PoolControl, PoolCare, OwnConnections {

    private static final AtomicInteger SESSIONS = new AtomicInteger();

    private final Path directory;
    private final Map<PoolId, ControlledPool> pools = new ConcurrentHashMap<>();

    /** @param directory that the server would have */
    public ControlledPools(Path directory) {
        this.directory = directory;
    }

    /** Adds a pool, or replaces it; one of an application cannot be persisted. */
    public ControlledPool add(Pool pool, SettingsInForce configured) {
        ControlledPool controlled = new ControlledPool(pool, configured);
        pools.put(pool.id(), controlled);
        return controlled;
    }

    public void remove(Pool pool) {
        pools.remove(pool.id());
    }

    @Override
    public String server() {
        return "Memory 1.0";
    }

    @Override
    public String instance() {
        return InstanceName.of("memory", directory.toString());
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public List<Pool> pools() {
        return pools.values().stream()
                .map(controlled -> controlled.pool)
                .sorted(Comparator.comparing(Pool::name).thenComparing(Pool::key))
                .toList();
    }

    @Override
    public Optional<PoolUsage> usage(Pool pool) {
        return find(pool).usage();
    }

    @Override
    public PoolSettings settings(Pool pool) {
        return find(pool).settings();
    }

    @Override
    public FailureKind kindOf(Throwable failure) {
        return failure instanceof PoolFullException ? FailureKind.EXHAUSTED : SqlFailures.kindOf(failure);
    }

    @Override
    public Optional<String> lacks(Pool pool, Capability capability) {
        boolean persistable = pool.source() == Pool.Source.SERVER;
        return capability == Capability.PERSIST && !persistable
                ? Optional.of("The application defines this pool")
                : Optional.empty();
    }

    @Override
    public Optional<SettingsInForce> inForce(Pool pool) {
        return find(pool).inForce();
    }

    @Override
    public void change(Pool pool, SettingsChange change) {
        find(pool).change(change);
    }

    @Override
    public void persist(Pool pool, SettingsChange change) {
        lacks(pool, Capability.PERSIST).ifPresent(reason -> {
            throw new PoolAccessException(Category.UNSUPPORTED, reason);
        });
        find(pool).persist(change);
    }

    @Override
    public Recycling recycle(Pool pool) {
        return find(pool).recycle();
    }

    @Override
    public int flush(Pool pool) {
        return find(pool).flush();
    }

    @Override
    public void wake(Pool pool, int requests) {
        find(pool).wake();
    }

    @Override
    public boolean openOne(Pool pool) throws SQLException {
        return find(pool).openOne();
    }

    @Override
    public boolean retireIdle(Pool pool) {
        return find(pool).retireIdle();
    }

    @Override
    public boolean takeOverClosing(Pool pool) {
        return find(pool).keepFromClosing(true);
    }

    @Override
    public void giveBackClosing(Pool pool) {
        find(pool).keepFromClosing(false);
    }

    @Override
    public Connection borrow(Pool pool, Runnable asking) throws SQLException {
        ControlledPool controlled = find(pool);
        asking.run();
        return controlled.borrow();
    }

    @Override
    public Optional<Connection> openBeside(Pool pool) {
        return Optional.empty();
    }

    private ControlledPool find(Pool pool) {
        ControlledPool controlled = pools.get(pool.id());
        if (controlled == null) {
            throw new PoolAccessException(Category.UNKNOWN_POOL, "No pool " + pool.name());
        }
        return controlled;
    }

    private static final class PoolFullException extends SQLException {
        private static final long serialVersionUID = 1L;

        PoolFullException(int inUse) {
            super("All " + inUse + " in use");
        }
    }

    /** One of its pools, as an application and an administrator meet it. */
    public static final class ControlledPool {

        private final Pool pool;
        private SettingsInForce configured;
        private SettingsInForce inForce;
        private boolean built;
        private int waiting;
        private boolean databaseAway;
        private int refusedOpenings;
        private boolean closesIdle = true;
        private RuntimeException refusal;
        private final Deque<Integer> idle = new ArrayDeque<>();
        private final Set<Integer> inUse = new HashSet<>();
        private final Set<Integer> leaving = new HashSet<>();

        private ControlledPool(Pool pool, SettingsInForce configured) {
            this.pool = pool;
            this.configured = configured;
            this.inForce = configured;
        }

        /** As an application borrows. Its session is told by {@link #session}. */
        public synchronized Connection borrow() throws SQLException {
            built = true;
            awaitRoom();
            if (idle.isEmpty() && databaseAway) {
                throw new SQLException("The database is away", "08001");
            }
            int session = idle.isEmpty() ? SESSIONS.incrementAndGet() : idle.pop();
            inUse.add(session);
            return connection(session);
        }

        private void awaitRoom() throws SQLException {
            long deadline = System.nanoTime() + inForce.waitTimeout().orElse(Duration.ofHours(1)).toNanos();
            waiting++;
            try {
                while (idle.isEmpty() && inUse.size() >= max()) {
                    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                    if (left <= 0) {
                        throw new PoolFullException(inUse.size());
                    }
                    wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("Interrupted", e);
            } finally {
                waiting--;
            }
        }

        private Connection connection(int session) {
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> switch (
                    method.getName()) {
                        case "close" -> {
                            giveBack(session);
                            yield null;
                        }
                        case "isClosed" -> !has(session);
                        case "isValid" -> has(session) && !isDatabaseAway();
                        case "getClientInfo" -> requireOpen(session);
                        case "toString" -> "connection " + session;
                        case "hashCode" -> session;
                        case "equals" -> proxy == arguments[0];
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }

        /** The number of the connection's session; fails if it was cut. */
        public static int session(Connection connection) throws SQLException {
            return Integer.parseInt(connection.getClientInfo("session"));
        }

        private synchronized boolean has(int session) {
            return inUse.contains(session);
        }

        private synchronized boolean isDatabaseAway() {
            return databaseAway;
        }

        private synchronized String requireOpen(int session) throws SQLException {
            if (!inUse.contains(session) || databaseAway) {
                throw new SQLException("Session " + session + " is closed", "08003");
            }
            return Integer.toString(session);
        }

        private synchronized void giveBack(int session) {
            if (inUse.remove(session)) {
                if (!leaving.remove(session) && idle.size() + inUse.size() < max()) {
                    idle.push(session);
                }
                notifyAll();
            }
        }

        /** The sessions of all its connections, sorted. */
        public synchronized List<Integer> sessions() {
            return Stream.concat(idle.stream(), inUse.stream()).sorted().toList();
        }

        /** An administrator changes the configuration, past everybody; the server puts all of it in force. */
        public synchronized void configure(SettingsInForce settings) {
            configured = settings;
            inForce = settings;
            close(Math.max(0, idle.size() + inUse.size() - max()));
            notifyAll();
        }

        /** The server undoes what was changed in memory. */
        public synchronized void refresh() {
            configure(configured);
        }

        /** From now on no connection is opened, and none that is open answers; or again. */
        public synchronized void setDatabaseAway(boolean away) {
            databaseAway = away;
        }

        /** How often a connection was to be opened ahead, and could not be. */
        public synchronized int refusedOpenings() {
            return refusedOpenings;
        }

        /** Every change fails with this, until told otherwise with null. */
        public synchronized void refuseWith(RuntimeException failure) {
            refusal = failure;
        }

        private synchronized Optional<PoolUsage> usage() {
            return built
                    ? Optional.of(new PoolUsage(
                            inUse.size(), idle.size(), OptionalInt.of(Math.max(0, waiting)), inForce.min(), inForce.max()))
                    : Optional.empty();
        }

        private synchronized PoolSettings settings() {
            return new PoolSettings(
                    OptionalInt.of(configured.min()),
                    configured.max(),
                    configured.waitTimeout(),
                    configured.idleTimeout(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
        }

        private synchronized Optional<SettingsInForce> inForce() {
            return built ? Optional.of(inForce) : Optional.empty();
        }

        private synchronized void change(SettingsChange change) {
            requireBuilt();
            if (refusal != null) {
                throw refusal;
            }
            inForce = inForce.after(change);
            close(Math.max(0, idle.size() + inUse.size() - max()));
            notifyAll();
        }

        private synchronized void persist(SettingsChange change) {
            change(change);
            configured = configured.after(change);
        }

        private synchronized Recycling recycle() {
            requireBuilt();
            int begun = idle.size() + inUse.size();
            idle.clear();
            Set<Integer> old = new HashSet<>(inUse);
            leaving.addAll(old);
            notifyAll();
            return new Recycling() {
                @Override
                public int begun() {
                    return begun;
                }

                @Override
                public int left() {
                    return (int) sessions().stream().filter(old::contains).count();
                }
            };
        }

        private synchronized int flush() {
            requireBuilt();
            int cut = inUse.size();
            idle.clear();
            inUse.clear();
            leaving.clear();
            notifyAll();
            return cut;
        }

        private synchronized void wake() {
            requireBuilt();
            notifyAll();
        }

        private synchronized boolean openOne() throws SQLException {
            requireBuilt();
            if (idle.size() + inUse.size() >= max()) {
                return false;
            }
            if (databaseAway) {
                refusedOpenings++;
                throw new SQLException("The database is away", "08001");
            }
            idle.push(SESSIONS.incrementAndGet());
            notifyAll();
            return true;
        }

        private synchronized boolean keepFromClosing(boolean keeps) {
            requireBuilt();
            closesIdle = !keeps;
            return true;
        }

        /** Whether the server closes its idle connections by itself. */
        public synchronized boolean closesIdle() {
            return closesIdle;
        }

        private synchronized boolean retireIdle() {
            requireBuilt();
            return idle.poll() != null;
        }

        private void close(int number) {
            for (int closed = 0; closed < number && !idle.isEmpty(); closed++) {
                idle.pop();
            }
        }

        private void requireBuilt() {
            if (!built) {
                throw new PoolAccessException(Category.NOT_BUILT, pool.name() + " was never used");
            }
        }

        private int max() {
            return inForce.max().orElse(Integer.MAX_VALUE);
        }
    }
}
