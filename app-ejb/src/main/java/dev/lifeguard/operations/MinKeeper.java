package dev.lifeguard.operations;

import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.PoolId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps min filled where that was ordered, as no server does after a purge; not in a drained pool. For one thread. */
final class MinKeeper {

    private static final Logger LOG = System.getLogger(MinKeeper.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    /** Of one pool in one round, so that none waits for long for another. */
    private static final int MOST_PER_ROUND = 10;

    private final ServerAccess server;
    /** Until when a pool is left alone. */
    private final Map<PoolId, Long> failed = new HashMap<>();

    MinKeeper(ServerAccess server) {
        this.server = server;
    }

    /** Looks once; waits for databases. */
    void round(Collection<ManagedPool> pools) throws InterruptedException {
        for (ManagedPool pool : pools) {
            Standing standing = pool.standing();
            Long until = failed.get(pool.pool.id());
            boolean patient = until != null && server.nanoClock().getAsLong() - until < 0;
            if (standing.warmed() && !standing.drained() && !patient) {
                Optional<String> failure = fill(pool);
                if (failure.isEmpty()) {
                    failed.remove(pool.pool.id());
                } else if (failed.put(pool.pool.id(), server.nanoClock().getAsLong() + AFTER_FAILURE.toNanos()) == null) {
                    LOG.log(Level.WARNING, "min of {0} is not filled: {1}", pool.pool.name(), failure.get());
                }
            }
        }
    }

    private Optional<String> fill(ManagedPool pool) throws InterruptedException {
        try {
            int opened = 0;
            // A drain may begin in between.
            while (opened < MOST_PER_ROUND && !pool.standing().drained() && server.fill(pool.pool, 1, usage -> {}) > 0) {
                opened++;
            }
            return Optional.empty();
        } catch (SQLException | RuntimeException | LinkageError e) {
            // One pool's trouble is not to keep the others from theirs.
            return Optional.of(Causes.reason(e));
        }
    }
}
