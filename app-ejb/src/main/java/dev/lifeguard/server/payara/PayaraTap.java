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
import java.util.stream.Collectors;

/** Sees the borrows by standing in for Payara's pools. */
final class PayaraTap implements BorrowTap {

    private static final Logger LOG = System.getLogger(PayaraTap.class.getName());

    private final TapPoints points;
    private final PhysicalConnections connections;
    /** By Payara's names of the pools. */
    private final Map<String, TappedPool> tapped = new HashMap<>();
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
        Set<String> wanted = pools.stream().map(Pool::key).collect(Collectors.toSet());
        List.copyOf(tapped.keySet()).stream().filter(name -> !wanted.contains(name)).forEach(this::retire);
        Set<PoolId> seen = new HashSet<>();
        for (Pool pool : pools) {
            try {
                if (isSeen(pool, listeners)) {
                    seen.add(pool.id());
                }
            } catch (RuntimeException | LinkageError e) {
                leaveOut(pool, "the tap cannot be put on", e);
            }
        }
        return seen;
    }

    /** Puts the tap on, if that is to be done and can be. */
    private boolean isSeen(Pool pool, Function<Pool, BorrowListener> listeners) {
        TappedPool known = tapped.get(pool.key());
        if (known != null) {
            if (known.isOf(pool) && known.isIn(points.pool(pool.key()))) {
                known.correctResizer();
                known.fault().ifPresent(fault -> leaveOut(pool, "an error of ours", fault));
                return known.fault().isEmpty();
            }
            retire(pool.key());
        }
        Object target = points.pool(pool.key());
        if (target == null) {
            return false;
        }
        if (StandIn.original(target) != target) {
            leaveOut(pool, "another Lifeguard sees them", null);
            return false;
        }
        if (!points.isPlain(target)) {
            leaveOut(pool, "it is a " + target.getClass().getSimpleName(), null);
            return false;
        }
        TappedPool tap = new TappedPool(pool, target, points, connections::session, listeners.apply(pool));
        // Known before anything of it is in the server, so that it is taken off in any case.
        tapped.put(pool.key(), tap);
        boolean isOn = tap.putOn();
        leftOut.remove(pool.key());
        return isOn;
    }

    /** In a pool that Payara has thrown away, those who wait or have a connection are seen to the end. */
    private void retire(String name) {
        boolean isThrownAway = tapped.get(name).isOn() && !tapped.get(name).isIn(points.pool(name));
        TappedPool tap = tapped.remove(name);
        if (isThrownAway) {
            retired.removeIf(reference -> reference.get() == null);
            retired.add(new WeakReference<>(tap));
        } else {
            takeOff(tap);
        }
    }

    private static void takeOff(TappedPool tap) {
        try {
            tap.takeOff();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "A tap could not be taken off whole; it tells nothing any longer", e);
        }
    }

    /** @param cause null if there is none */
    private void leaveOut(Pool pool, String reason, Throwable cause) {
        if (!reason.equals(leftOut.put(pool.key(), reason))) {
            LOG.log(Level.WARNING, "Borrows from pool " + pool.name() + " are not seen: " + reason, cause);
        }
    }

    @Override
    public void detach() {
        tapped.values().forEach(PayaraTap::takeOff);
        tapped.clear();
        retired.stream().map(WeakReference::get).filter(Objects::nonNull).forEach(PayaraTap::takeOff);
        retired.clear();
    }
}
