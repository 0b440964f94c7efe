package dev.lifeguard.server.payara;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.server.BorrowListener;
import dev.lifeguard.server.BorrowTap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Sees the borrows by standing in for Payara's pools. */
final class PayaraTap implements BorrowTap {

    private static final Logger LOG = System.getLogger(PayaraTap.class.getName());

    private final TapPoints points;
    private final PhysicalConnections connections;
    /** By Payara's names of the pools. */
    private Map<String, TappedPool> tapped = Map.of();
    private final List<WeakReference<TappedPool>> retired = new ArrayList<>();
    private final Map<String, String> leftOut = new HashMap<>();

    PayaraTap(TapPoints points, PhysicalConnections connections) {
        this.points = points;
        this.connections = connections;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public Set<PoolId> attach(Collection<Pool> pools, Function<Pool, BorrowListener> listeners) {
        Map<String, TappedPool> now = new HashMap<>();
        Set<PoolId> seen = new HashSet<>();
        for (Pool pool : pools) {
            TappedPool tap = tapped(pool, listeners);
            if (tap != null) {
                now.put(pool.key(), tap);
                if (!tap.isFaulty()) {
                    seen.add(pool.id());
                }
            }
        }
        tapped.forEach((name, tap) -> {
            if (now.get(name) != tap) {
                retire(name, tap);
            }
        });
        tapped = now;
        return seen;
    }

    /** In a pool that Payara has thrown away, those who wait or have a connection are seen to the end. */
    private void retire(String name, TappedPool tap) {
        if (tap.isIn(points.pool(name))) {
            tap.takeOff();
        } else {
            retired.removeIf(reference -> reference.get() == null);
            retired.add(new WeakReference<>(tap));
        }
    }

    /** Null if the tap cannot be put on now. */
    private TappedPool tapped(Pool pool, Function<Pool, BorrowListener> listeners) {
        Object target = points.pool(pool.key());
        TappedPool before = tapped.get(pool.key());
        if (before != null && before.isIn(target)) {
            before.correctResizer();
            return before;
        }
        if (target == null) {
            return null;
        }
        if (StandIn.original(target) != target) {
            return leaveOut(pool, "another Lifeguard sees them");
        }
        if (!points.isPlain(target)) {
            return leaveOut(pool, "it is a " + target.getClass().getSimpleName());
        }
        leftOut.remove(pool.key());
        TappedPool tap = new TappedPool(pool.key(), target, points, connections::session, listeners.apply(pool));
        return tap.putOn() ? tap : null;
    }

    private TappedPool leaveOut(Pool pool, String reason) {
        if (!reason.equals(leftOut.put(pool.key(), reason))) {
            LOG.log(Level.WARNING, "Borrows from pool {0} are not seen: {1}", pool.name(), reason);
        }
        return null;
    }

    @Override
    public void detach() {
        tapped.values().forEach(TappedPool::takeOff);
        tapped = Map.of();
        retired.stream().map(WeakReference::get).filter(Objects::nonNull).forEach(TappedPool::takeOff);
        retired.clear();
    }
}
