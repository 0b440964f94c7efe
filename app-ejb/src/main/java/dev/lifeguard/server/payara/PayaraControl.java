package dev.lifeguard.server.payara;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import dev.lifeguard.server.PoolCare;
import dev.lifeguard.server.PoolControl;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Changes Payara's pools where they run; and in its configuration by commands, those alone that it was configured with. */
final class PayaraControl implements PoolControl, PoolCare {

    private static final String MIN = "steady-pool-size";
    private static final String MAX = "max-pool-size";
    private static final String WAIT_TIMEOUT = "max-wait-time-in-millis";
    private static final String IDLE_TIMEOUT = "idle-timeout-in-seconds";

    private final PayaraPools pools;
    private final ConfiguredPools configured;
    private final PoolLevers levers;
    private final PayaraCommands commands;
    /** By Payara's names of the pools. */
    private final Map<String, TendedPool> tended = new ConcurrentHashMap<>();

    PayaraControl(PayaraPools pools, ConfiguredPools configured, PoolLevers levers, PayaraCommands commands) {
        this.pools = pools;
        this.configured = configured;
        this.levers = levers;
        this.commands = commands;
    }

    @Override
    public Optional<String> lacks(Pool pool, Capability capability) {
        if (capability == Capability.PERSIST) {
            if (DefinedPoolName.parse(pool.key()).isPresent()) {
                return Optional.of("An application defines the pool; the server's configuration has none of it");
            }
            if (!PayaraCommands.canName(pool.key())) {
                return Optional.of("The pool's name has characters that mean something else in a command");
            }
        }
        return pools.read(pool, pools::running)
                .filter(target -> !levers.move(target))
                .map(target -> "Only a pool that keeps its connections in Payara's usual way can be changed while it runs");
    }

    @Override
    public Optional<SettingsInForce> inForce(Pool pool) {
        return pools.read(pool, pools::running).isEmpty() ? Optional.empty() : Optional.of(look(pool, TendedPool::inForce));
    }

    @Override
    public void change(Pool pool, SettingsChange change) {
        putInForce(pool, changed(pool, change));
    }

    /** What is to be in force then. */
    private SettingsInForce changed(Pool pool, SettingsChange change) {
        SettingsInForce then = look(pool, TendedPool::inForce).after(change);
        if (then.min() > then.max().getAsInt()) {
            throw new PoolAccessException(Category.NOT_CHANGED,
                    "Pool " + pool.name() + " would have a min of " + then.min() + " and a max of " + then.max().getAsInt());
        }
        return then;
    }

    private void putInForce(Pool pool, SettingsInForce wanted) {
        act(pool, target -> {
            target.change(wanted);
            return target;
        });
    }

    @Override
    public void persist(Pool pool, SettingsChange change) {
        lacks(pool, Capability.PERSIST).ifPresent(reason -> {
            throw new PoolAccessException(Category.UNSUPPORTED, reason);
        });
        SettingsInForce wanted = changed(pool, change);
        Map<String, String> before = pools.read(pool, this::configuration);
        Map<String, Long> attributes = attributes(change, number(before.get(MIN)));
        if (!attributes.isEmpty() && !act(pool, target -> commands.set(pool.key(), attributes))) {
            boolean same = pools.read(pool, this::configuration).equals(before);
            throw new PoolAccessException(same ? Category.NOT_CHANGED : Category.PARTLY_CHANGED,
                    "Payara refused to set " + attributes + " of pool " + pool.name());
        }
        // Payara has put all of its configuration in force, what was changed in memory alone too, and has woken nobody.
        putInForce(pool, wanted);
    }

    private Map<String, String> configuration(Pool pool) {
        return configured.attributes(configured.bean(pool.key()));
    }

    /** In the order in which Payara finds min below max at each step. */
    private static Map<String, Long> attributes(SettingsChange change, long configuredMin) {
        Map<String, Long> attributes = new LinkedHashMap<>();
        if (change.max().orElse(0) >= configuredMin) {
            change.max().ifPresent(max -> attributes.put(MAX, (long) max));
        }
        change.min().ifPresent(min -> attributes.put(MIN, (long) min));
        change.max().ifPresent(max -> attributes.putIfAbsent(MAX, (long) max));
        change.waitTimeout().ifPresent(timeout -> attributes.put(WAIT_TIMEOUT, timeout.toMillis()));
        change.idleTimeout().ifPresent(timeout -> attributes.put(IDLE_TIMEOUT, timeout.toSeconds()));
        return attributes;
    }

    private static long number(String value) {
        return value != null && value.matches("\\d{1,9}") ? Long.parseLong(value) : 0;
    }

    @Override
    public Recycling recycle(Pool pool) {
        TendedPool tending = tended(pool);
        Set<Object> begun = act(pool, target -> tending.recycle());
        return new Recycling() {
            @Override
            public int begun() {
                return begun.size();
            }

            @Override
            public int left() {
                return tending.open(begun);
            }
        };
    }

    @Override
    public int flush(Pool pool) {
        return act(pool, TendedPool::flush);
    }

    @Override
    public void wake(Pool pool, int requests) {
        act(pool, target -> {
            target.wake(requests);
            return target;
        });
    }

    @Override
    public boolean openOne(Pool pool) throws SQLException {
        TendedPool target = tended(pool);
        if (!look(pool, TendedPool::canOpen)) {
            throw notBuilt(pool);
        }
        try {
            return target.openOne();
        } catch (PoolAccessException e) {
            throw new SQLException("No connection was opened in pool " + pool.name(), e);
        }
    }

    @Override
    public boolean retireIdle(Pool pool) {
        return act(pool, TendedPool::retireIdle);
    }

    @Override
    public boolean takeOverClosing(Pool pool) {
        return act(pool, target -> {
            target.keepFromClosing(true);
            return true;
        });
    }

    @Override
    public void giveBackClosing(Pool pool) {
        act(pool, target -> {
            target.keepFromClosing(false);
            return target;
        });
    }

    @Override
    public void leave() {
        tended.values().forEach(TendedPool::stop);
    }

    private <T> T look(Pool pool, Function<TendedPool, T> looking) {
        return pools.read(pool, asked -> looking.apply(tended(asked)));
    }

    /** What fails in the middle may have changed something. */
    private <T> T act(Pool pool, Function<TendedPool, T> action) {
        TendedPool target = tended(pool);
        try {
            return pools.read(pool, asked -> action.apply(target));
        } catch (PoolAccessException e) {
            if (e.category() == Category.UNREADABLE) {
                throw new PoolAccessException(Category.PARTLY_CHANGED, "Pool " + pool.name() + " was perhaps changed in part", e);
            }
            throw e;
        }
    }

    private TendedPool tended(Pool pool) {
        return pools.read(pool, asked -> {
            Object target = pools.running(asked).orElseThrow(() -> notBuilt(asked));
            if (!levers.move(target)) {
                throw new PoolAccessException(Category.UNSUPPORTED, lacks(asked, Capability.CHANGE).orElse("It is built anew just now"));
            }
            TendedPool known = tended.get(asked.key());
            return known != null && known.isOf(target) ? known : tendAnew(asked, target);
        });
    }

    /** What was tended under that name, or is no longer running, keeps no thread and holds nothing of its application. */
    private synchronized TendedPool tendAnew(Pool pool, Object target) {
        tended.entrySet().removeIf(each -> {
            boolean gone = !pools.isRunning(each.getKey(), each.getValue()::isOf);
            if (gone) {
                each.getValue().stop();
            }
            return gone;
        });
        return tended.computeIfAbsent(pool.key(), key -> new TendedPool(levers, pool.name(), target));
    }

    private static PoolAccessException notBuilt(Pool pool) {
        return new PoolAccessException(Category.NOT_BUILT, "Payara builds pool " + pool.name() + " at its first borrow");
    }
}
