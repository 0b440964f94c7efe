package dev.lifeguard.operations;

import dev.lifeguard.database.ConnectionLimits;
import dev.lifeguard.observation.OwnBorrows;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Asks the database behind each pool every 30 s how many connections it allows, and remembers the answer. Through the pool, or beside it
 * where it has no more than two connections left; not while the probe does not find the database reachable. {@link #round} is for one
 * thread, the rest for any.
 */
final class LimitWatch {

    private static final Logger LOG = System.getLogger(LimitWatch.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration BETWEEN = Duration.ofSeconds(30);
    private static final int LEFT_TO_APPLICATIONS = 2;

    private final OwnBorrows borrows;
    private final LongSupplier nanoClock;
    private final Map<PoolId, ConnectionLimits> known = new ConcurrentHashMap<>();
    /** When each was asked last; of the asking thread. */
    private final Map<PoolId, Long> asked = new ConcurrentHashMap<>();

    LimitWatch(OwnBorrows borrows, LongSupplier nanoClock) {
        this.borrows = borrows;
        this.nanoClock = nanoClock;
    }

    /** What the database behind this pool allows; empty if it did not tell yet, or is no PostgreSQL. */
    Optional<ConnectionLimits> of(PoolId pool) {
        return Optional.ofNullable(known.get(pool));
    }

    /** Asks where it is due; waits for databases. */
    void round(List<PoolObservation> pools) {
        Set<PoolId> present = pools.stream().map(seen -> seen.pool().id()).collect(Collectors.toSet());
        known.keySet().retainAll(present);
        asked.keySet().retainAll(present);
        for (PoolObservation seen : pools) {
            Long before = asked.get(seen.pool().id());
            boolean due = before == null || nanoClock.getAsLong() - before >= BETWEEN.toNanos();
            if (due && seen.reachability().state() == Reachability.State.REACHABLE && seen.usage().isPresent()) {
                ask(seen, seen.usage().get());
            }
        }
    }

    private void ask(PoolObservation seen, PoolUsage usage) {
        PoolId id = seen.pool().id();
        boolean isShort = usage.max().isPresent() && usage.max().getAsInt() - usage.inUse() <= LEFT_TO_APPLICATIONS;
        try (Connection connection =
                isShort ? borrows.openBeside(seen.pool()).orElse(null) : borrows.borrow(seen.pool(), OwnBorrow.LIMITS)) {
            if (connection != null) {
                known.put(id, ConnectionLimits.read(connection, DEADLINE));
            }
        } catch (SQLFeatureNotSupportedException e) {
            known.remove(id);
        } catch (SQLException | RuntimeException | LinkageError e) {
            // What was known still is the best there is.
            LOG.log(Level.DEBUG, () -> "The limits of " + seen.pool().name() + " were not read: " + Causes.reason(e), e);
        }
        asked.put(id, nanoClock.getAsLong());
    }
}
