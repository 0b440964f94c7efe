package dev.lifeguard.observation;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolUsage;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The pools that the server has, each with its series. One thread changes the set, any may read it. */
final class ObservedPools {

    private final Map<PoolId, ObservedPool> byId = new ConcurrentHashMap<>();
    private final Duration longestHold;

    /** @param longestHold for how long a reading speaks at most, if no other follows */
    ObservedPools(Duration longestHold) {
        this.longestHold = longestHold;
    }

    /** The server has these pools and no others. */
    void present(List<Pool> pools) {
        Map<PoolId, Pool> present = new HashMap<>();
        pools.forEach(pool -> present.put(pool.id(), pool));
        // One that came back with other names, say, is another pool to look at.
        byId.values().removeIf(known -> !known.pool().equals(present.get(known.pool().id())));
        present.forEach((id, pool) -> byId.computeIfAbsent(id, unseen -> new ObservedPool(pool, longestHold)));
    }

    Collection<ObservedPool> all() {
        return byId.values();
    }

    Optional<ObservedPool> find(PoolId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The last reading of the pool with this JNDI name, if it is known and built. */
    Optional<PoolUsage> usageOf(String jndiName) {
        return byId.values().stream()
                .filter(known -> goesBy(known.pool(), jndiName))
                .findFirst()
                .flatMap(ObservedPool::usage);
    }

    static boolean goesBy(Pool pool, String jndiName) {
        return pool.name().equals(jndiName) || pool.otherNames().contains(jndiName);
    }
}
