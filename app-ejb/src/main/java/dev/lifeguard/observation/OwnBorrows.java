package dev.lifeguard.observation;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.server.OwnConnections;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Borrows for Lifeguard itself, so that it is counted apart and never taken for an application's. On threads of ours only. */
@ApplicationScoped
public class OwnBorrows {

    @Inject
    private OwnConnections connections;

    private final Map<PoolId, Map<OwnBorrow, LongAdder>> counts = new ConcurrentHashMap<>();

    /** For the container. */
    public OwnBorrows() {}

    public OwnBorrows(OwnConnections connections) {
        this.connections = connections;
    }

    /**
     * A connection of the pool, given back when it is closed.
     *
     * @throws SQLException as the server's data source throws it
     */
    public Connection borrow(Pool pool, OwnBorrow why) throws SQLException {
        return borrow(pool, why, new OwnBorrowing());
    }

    /** @param seen is told how long it took */
    Connection borrow(Pool pool, OwnBorrow why, OwnBorrowing seen) throws SQLException {
        OwnThread.setPurpose(seen);
        try {
            Connection connection = connections.borrow(pool, seen::begin);
            seen.end();
            counts.computeIfAbsent(pool.id(), unseen -> counters()).get(why).increment();
            return connection;
        } finally {
            OwnThread.setPurpose(null);
        }
    }

    /** A connection to the pool's database that is none of the pool's; empty if the server allows none. */
    public Optional<Connection> openBeside(Pool pool) throws SQLException {
        return connections.openBeside(pool);
    }

    /** How many were borrowed of this pool, by what for. */
    Map<OwnBorrow, Long> counts(PoolId pool) {
        Map<OwnBorrow, Long> counted = new EnumMap<>(OwnBorrow.class);
        counts.getOrDefault(pool, Map.of()).forEach((why, number) -> counted.put(why, number.sum()));
        return counted;
    }

    /** Forgets the counts of every other pool. */
    void retain(Collection<PoolId> pools) {
        counts.keySet().retainAll(pools);
    }

    private static Map<OwnBorrow, LongAdder> counters() {
        Map<OwnBorrow, LongAdder> counters = new EnumMap<>(OwnBorrow.class);
        for (OwnBorrow why : OwnBorrow.values()) {
            counters.put(why, new LongAdder());
        }
        return counters;
    }
}
