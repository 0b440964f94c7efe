package dev.lifeguard.server.liberty;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.server.BorrowListener;
import dev.lifeguard.server.BorrowTap;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import dev.lifeguard.server.UnsupportedServerException;
import dev.lifeguard.server.liberty.TappedPools.Tapped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sees the borrows by hooks in the code of the server's pools, which is changed while it runs; not while there is no pool to be seen. */
final class LibertyTap implements BorrowTap {

    private static final Logger LOG = System.getLogger(LibertyTap.class.getName());
    private static final String INSTRUMENTATION = "java.lang.instrument.Instrumentation";

    private final Services registry;
    private final LibertyPools pools;
    private final Set<String> told = new HashSet<>();
    private HookedServer hooks;
    private volatile TappedPools events;
    private List<Tapped> tapped = List.of();
    private long attachments;
    /** For good: the server is not as known. Null if it is, as far as we have seen. */
    private volatile String refused;
    private volatile boolean occupied;

    LibertyTap(Services registry, LibertyPools pools) {
        this.registry = registry;
        this.pools = pools;
    }

    @Override
    public Optional<String> unavailable() {
        if (refused != null) {
            return Optional.of(refused);
        }
        if (occupied) {
            return Optional.of("Another application sees the borrows on this server already");
        }
        if (registry.references(INSTRUMENTATION, null).isEmpty()) {
            return Optional.of("Open Liberty lets nobody change its code");
        }
        return Optional.empty();
    }

    @Override
    public Set<PoolId> attach(Collection<Pool> wanted, Function<Pool, BorrowListener> listeners) {
        Map<Pool, Object> managers = new HashMap<>();
        for (Pool pool : wanted) {
            Object manager = manager(pool);
            if (manager != null) {
                managers.put(pool, manager);
            }
        }
        // All are of one class, another one when the server's features change.
        if (!managers.isEmpty() && !hook(managers.values().iterator().next().getClass())) {
            return Set.of();
        }
        Map<Pool, List<Tapped>> before = tapped.stream().filter(Tapped::isThere).collect(Collectors.groupingBy(Tapped::pool));
        List<Tapped> next = new ArrayList<>();
        Set<PoolId> seen = new HashSet<>();
        for (Pool pool : wanted) {
            // With those of its former selves, until all that was borrowed there is back.
            List<Tapped> known = before.getOrDefault(pool, List.of());
            next.addAll(known);
            Object manager = managers.get(pool);
            if (manager != null && hooks.isOf(manager.getClass())) {
                Tapped current = known.stream().filter(tap -> tap.isOf(manager)).findFirst().orElse(null);
                if (current == null) {
                    current = new Tapped(++attachments, pool, manager, listeners.apply(pool));
                    next.add(current);
                }
                if (isWell(current)) {
                    seen.add(pool.id());
                }
            }
        }
        if (next.isEmpty()) {
            detach();
        } else {
            tapped = next;
            events.tap(next);
            events.untold().ifPresent(cause -> tellOnce("Some borrows lack what goes with them", cause));
        }
        return seen;
    }

    /** Has what is returned to this manager's pool looked at before it is kept, while more are open than may be; false if that cannot be. */
    boolean watchReturns(Object manager) {
        TappedPools current = events;
        return current != null && current.watchReturns(manager);
    }

    private boolean isWell(Tapped tap) {
        tap.fault().ifPresent(fault ->
                tellOnce("The borrows of " + tap.pool().name() + " are not seen any longer, for an error of ours", fault));
        return tap.fault().isEmpty();
    }

    /** Null if the server has not built the pool, or has it no longer. */
    private Object manager(Pool pool) {
        try {
            return pools.poolManager(pool).orElse(null);
        } catch (PoolAccessException e) {
            if (e.category() != Category.UNKNOWN_POOL) {
                tellOnce("The borrows of " + pool.name() + " are not seen", e);
            }
            return null;
        }
    }

    /** Sees to it that the hooks are in this class and in those beside it; false if they cannot be. */
    private boolean hook(Class<?> poolManager) {
        if (hooks != null && hooks.isOf(poolManager)) {
            return true;
        }
        detach();
        if (refused != null) {
            return false;
        }
        Optional<Object> instrumentation = registry.references(INSTRUMENTATION, null).stream().findFirst();
        if (instrumentation.isEmpty()) {
            return false;
        }
        try {
            TappedPools receiving = new TappedPools(
                    RunningApplication.seenFrom(poolManager), new DatabaseSessions(), PoolCommands.of(poolManager)::closeAboveMax);
            HookedServer.hook(instrumentation(instrumentation.get()), poolManager, receiving.receivers()).ifPresent(hooked -> {
                hooks = hooked;
                events = receiving;
            });
            occupied = hooks == null;
        } catch (UnsupportedServerException e) {
            refused = e.getMessage();
            LOG.log(Level.WARNING, "No pool's borrows are seen", e);
        }
        return hooks != null;
    }

    /** The virtual machine's own object: it stays good when the service is given back. */
    private Instrumentation instrumentation(Object reference) {
        try {
            return (Instrumentation) registry.getService(reference);
        } finally {
            registry.ungetService(reference);
        }
    }

    private void tellOnce(String what, Throwable cause) {
        if (told.add(what)) {
            LOG.log(Level.WARNING, what, cause);
        }
    }

    @Override
    public void detach() {
        tapped = List.of();
        events = null;
        if (hooks == null) {
            return;
        }
        HookedServer former = hooks;
        hooks = null;
        try {
            former.close();
        } catch (UnsupportedServerException e) {
            LOG.log(Level.WARNING, "Calls into nothing stay in the code of the server's pools", e);
        }
    }
}
