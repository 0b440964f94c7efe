package dev.lifeguard.server.liberty;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import dev.lifeguard.server.PoolCare;
import dev.lifeguard.server.PoolControl;
import dev.lifeguard.server.UnsupportedServerException;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Changes pools through the server's own methods, which the server itself calls when its configuration has changed. What is changed so is
 * in force at once, for pools of every kind, and stays until the pool's connection manager is changed in the configuration.
 */
final class LibertyControl implements PoolControl, PoolCare {

    /** A return that has begun takes much less. */
    private static final long RETURN_NANOS = 20_000_000;
    private static final long LOOK_NANOS = 1_000_000;
    private static final int VALIDATION_SECONDS = 5;

    private final LibertyPools pools;
    private final LibertyConnections connections;
    private final Predicate<Object> watchReturns;
    private final Persistence persistence;
    private volatile PoolCommands commands;

    /** @param watchReturns has each return to a manager's pool looked at before the connection is kept, while there are too many */
    LibertyControl(LibertyPools pools, LibertyConnections connections, Predicate<Object> watchReturns) {
        this.pools = pools;
        this.connections = connections;
        this.watchReturns = watchReturns;
        this.persistence = new Persistence(pools);
    }

    @Override
    public Optional<String> lacks(Pool pool, Capability capability) {
        try {
            pools.poolManager(pool).ifPresent(this::commands);
        } catch (PoolAccessException e) {
            if (e.category() == Category.UNSUPPORTED) {
                return Optional.of(e.getMessage());
            }
            throw e;
        }
        return capability == Capability.PERSIST ? persistence.lacks(pool) : Optional.empty();
    }

    @Override
    public Optional<SettingsInForce> inForce(Pool pool) {
        return pools.limits(pool).map(Limits::inForce);
    }

    @Override
    public void change(Pool pool, SettingsChange change) {
        Limits limits = limits(pool);
        change(pool, limits, limits.with(change));
    }

    private void change(Pool pool, Limits limits, Limits next) {
        if (!next.areOrdered()) {
            throw new PoolAccessException(Category.NOT_CHANGED,
                    "The min of " + pool.name() + " would be " + next.min() + ", above its max, which would be " + next.max());
        }
        Object manager = manager(pool);
        PoolCommands server = commands(manager);
        int most = next.max() == 0 ? Integer.MAX_VALUE : next.max();
        try {
            // Beforehand, as the server closes what is idle above max while it keeps borrowers from the idle ones.
            server.retireDownTo(manager, most);
            server.change(manager, limits, next, watchReturns.test(manager));
            retireLate(server, manager, most);
            // Nobody else tells those who wait that there is more room.
            server.wake(manager, Integer.MAX_VALUE);
        } catch (ReflectiveOperationException | RuntimeException e) {
            Category category = limits(pool).equals(limits) ? Category.NOT_CHANGED : Category.PARTLY_CHANGED;
            throw failed("The settings of " + pool.name() + " could not be changed", category, e);
        }
    }

    /**
     * Connections that are in use are closed at their return. One whose return had begun is idle after it instead, above max for as long as
     * nobody borrows it.
     */
    private static void retireLate(PoolCommands server, Object manager, int most) throws ReflectiveOperationException {
        long latest = System.nanoTime() + RETURN_NANOS;
        boolean more = true;
        while (more && server.count(manager) > most) {
            more = server.anyBeingReturned(manager) && System.nanoTime() < latest;
            server.retireDownTo(manager, most);
            if (more) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    @Override
    public void persist(Pool pool, SettingsChange change) {
        Optional<String> reason = lacks(pool, Capability.PERSIST);
        if (reason.isPresent()) {
            throw new PoolAccessException(Category.UNSUPPORTED, reason.get());
        }
        Limits next = limits(pool).with(change);
        persistence.write(pool, change);
        // The server has put all in force that its configuration has of this pool, in place of what had been changed in memory alone.
        try {
            change(pool, limits(pool), next);
        } catch (PoolAccessException e) {
            throw new PoolAccessException(Category.PARTLY_CHANGED, "In the configuration, but: " + e.getMessage(), e);
        }
    }

    @Override
    public Recycling recycle(Pool pool) {
        Object manager = manager(pool);
        PoolCommands server = commands(manager);
        server.closeLeaving();
        Set<Object> old = server.open(manager);
        int begun = old.size();
        Replaced replaced = new Replaced(pool, server, manager, old);
        try {
            for (Object wrapper : old) {
                server.closeOnReturn(wrapper);
            }
            replaced.left();
        } catch (ReflectiveOperationException e) {
            throw failed("The connections of " + pool.name() + " are not all replaced", Category.PARTLY_CHANGED, e);
        }
        return new Recycling() {
            @Override
            public int begun() {
                return begun;
            }

            @Override
            public int left() {
                return replaced.left();
            }
        };
    }

    /** Connections that are closed when they are returned, or are idle after all: their return had begun before they were marked. */
    private record Replaced(Pool pool, PoolCommands server, Object manager, Set<Object> old) {

        int left() {
            try {
                for (Object wrapper : server.idle(manager)) {
                    if (old.contains(wrapper)) {
                        server.retire(manager, wrapper);
                    }
                }
            } catch (ReflectiveOperationException e) {
                throw failed("Connections of " + pool.name() + " cannot be closed", Category.PARTLY_CHANGED, e);
            }
            Set<Object> left = server.open(manager);
            left.retainAll(old);
            return left.size();
        }
    }

    @Override
    public int flush(Pool pool) {
        Object manager = manager(pool);
        PoolCommands server = commands(manager);
        int inUse = 0;
        int remaining = 0;
        server.closeLeaving();
        try {
            for (Object wrapper : server.open(manager)) {
                if (!server.retire(manager, wrapper)) {
                    inUse++;
                    remaining += server.abort(wrapper) ? 0 : 1;
                }
            }
        } catch (ReflectiveOperationException e) {
            throw failed("The connections of " + pool.name() + " are not all closed", Category.PARTLY_CHANGED, e);
        }
        if (remaining > 0) {
            throw new PoolAccessException(Category.PARTLY_CHANGED, remaining + " connections of " + pool.name()
                    + " are in use and not closed: their driver cannot do that. They are closed when they are returned");
        }
        return inUse;
    }

    @Override
    public void leave() {
        PoolCommands last = commands;
        if (last != null) {
            last.closeLeaving();
        }
    }

    @Override
    public void wake(Pool pool, int requests) {
        Object manager = manager(pool);
        commands(manager).wake(manager, requests);
    }

    @Override
    public boolean openOne(Pool pool) throws SQLException {
        Object manager = manager(pool);
        PoolCommands server = commands(manager);
        Iterator<Object> open = server.open(manager).iterator();
        if (!open.hasNext()) {
            // There is none to open another one like, and none that we would take from an application.
            try (Connection connection = connections.borrow(pool)) {
                return connection.isValid(VALIDATION_SECONDS);
            }
        }
        try {
            return server.openLike(manager, open.next());
        } catch (InvocationTargetException e) {
            throw LibertyConnections.sqlException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw failed("No connection of " + pool.name() + " can be opened", Category.NOT_CHANGED, e);
        }
    }

    @Override
    public boolean retireIdle(Pool pool) {
        Object manager = manager(pool);
        PoolCommands server = commands(manager);
        try {
            for (Object wrapper : server.idle(manager)) {
                if (server.retire(manager, wrapper)) {
                    return true;
                }
            }
            return false;
        } catch (ReflectiveOperationException e) {
            throw failed("An idle connection of " + pool.name() + " cannot be closed", Category.NOT_CHANGED, e);
        }
    }

    @Override
    public int closeLost(Pool pool, Set<Long> lost) {
        Object manager = manager(pool);
        PoolCommands server = commands(manager);
        // Just now, as one of them may be on its way back after all.
        Set<Long> still = new HashSet<>(pools.lost(pool).orElse(Set.of()));
        still.retainAll(lost);
        int closed = 0;
        try {
            for (Object wrapper : server.open(manager)) {
                if (still.contains(TappedPools.key(wrapper)) && server.abort(wrapper)) {
                    closed++;
                }
            }
        } catch (ReflectiveOperationException e) {
            throw failed("The lost connections of " + pool.name() + " are not all closed", Category.PARTLY_CHANGED, e);
        }
        return closed;
    }

    private Limits limits(Pool pool) {
        return pools.limits(pool).orElseThrow(() -> notBuilt(pool));
    }

    private Object manager(Pool pool) {
        return pools.poolManager(pool).orElseThrow(() -> notBuilt(pool));
    }

    private static PoolAccessException notBuilt(Pool pool) {
        return new PoolAccessException(Category.NOT_BUILT, "Open Liberty has not built " + pool.name() + " yet; the first borrow does");
    }

    private PoolCommands commands(Object manager) {
        PoolCommands current = commands;
        if (current == null || !current.fit(manager)) {
            try {
                current = PoolCommands.of(manager.getClass());
            } catch (UnsupportedServerException e) {
                throw new PoolAccessException(Category.UNSUPPORTED, e.getMessage(), e);
            }
            commands = current;
        }
        return current;
    }

    private static PoolAccessException failed(String what, Category category, Exception e) {
        Throwable cause = e instanceof InvocationTargetException thrown ? thrown.getCause() : e;
        // Not in its own words: whatever else a server says, it may say with what it was configured.
        String state = cause instanceof SQLException sql && sql.getSQLState() != null ? ", SQLState " + sql.getSQLState() : "";
        return new PoolAccessException(category, what + ": " + cause.getClass().getSimpleName() + state, cause);
    }
}
