package dev.lifeguard.observation;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The pools that the server has, each with its series. One thread changes the set, any may read it. */
final class ObservedPools {

    private final Map<PoolId, ObservedPool> byId = new ConcurrentHashMap<>();
    private final Duration longestHold;
    private final Function<Throwable, FailureKind> classifier;
    private final LongSupplier nanoClock;
    private volatile boolean listed;

    /**
     * @param longestHold for how long a reading speaks at most, if no other follows
     * @param classifier why a borrow failed
     */
    ObservedPools(Duration longestHold, Function<Throwable, FailureKind> classifier, LongSupplier nanoClock) {
        this.longestHold = longestHold;
        this.classifier = classifier;
        this.nanoClock = nanoClock;
    }

    /** The server has these pools and no others; gives the running minutes of those that are gone. */
    List<PoolMinute> present(List<Pool> pools) {
        Map<PoolId, Pool> present = new HashMap<>();
        pools.forEach(pool -> present.put(pool.id(), pool));
        List<PoolMinute> ended = new ArrayList<>();
        byId.values().removeIf(known -> {
            // One that came back with other names, say, is another pool to look at.
            boolean gone = !known.pool().equals(present.get(known.pool().id()));
            if (gone) {
                known.end().ifPresent(ended::add);
            }
            return gone;
        });
        present.forEach((id, pool) -> byId.computeIfAbsent(id, unseen -> new ObservedPool(pool, longestHold, classifier, nanoClock.getAsLong())));
        listed = true;
        return ended;
    }

    /** Whether the server ever told which pools it has. */
    boolean listed() {
        return listed;
    }

    Collection<ObservedPool> all() {
        return byId.values();
    }

    Optional<ObservedPool> find(PoolId id) {
        return Optional.ofNullable(byId.get(id));
    }
}
