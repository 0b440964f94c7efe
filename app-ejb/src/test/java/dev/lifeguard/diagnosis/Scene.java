package dev.lifeguard.diagnosis;

import dev.lifeguard.database.DatabaseIdentity;
import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.database.SessionReading;
import dev.lifeguard.database.SessionState;
import dev.lifeguard.diagnosis.PoolReading.ClusterReading;
import dev.lifeguard.diagnosis.PoolReading.Origin;
import dev.lifeguard.observation.Holder;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.BorrowFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Pools, holders and sessions as the tests need them. */
final class Scene {

    static final Pool APP = Pool.of("jdbc/app", List.of(), "app", Pool.Source.SERVER, Optional.empty());
    static final Reachability REACHABLE = Reachability.reachable(Duration.ofMillis(1));
    static final DatabaseIdentity CLUSTER = new DatabaseIdentity(Instant.EPOCH, 5432, "");

    private Scene() {}

    static PoolObservation pool(Pool pool, int inUse, int max) {
        return pool(pool, inUse, max, REACHABLE);
    }

    static PoolObservation pool(Pool pool, int inUse, int max, Reachability found) {
        return observed(pool, Optional.of(new PoolUsage(inUse, 0, OptionalInt.of(0), 0, OptionalInt.of(max))), found);
    }

    static PoolObservation notBuilt(Pool pool) {
        return observed(pool, Optional.empty(), REACHABLE);
    }

    private static PoolObservation observed(Pool pool, Optional<PoolUsage> usage, Reachability found) {
        return new PoolObservation(pool, usage, OptionalInt.empty(), Optional.of(Duration.ZERO), Optional.empty(), Optional.empty(),
                Timing.EXACT, Optional.empty(), BorrowFigures.none(), Optional.empty(), Duration.ZERO, 1, 0, found, Map.of());
    }

    static Holder holder(long borrow, int pid, Thread thread, long sinceNanos) {
        return new Holder(borrow, OptionalInt.of(pid), thread, Optional.of("shop"), sinceNanos, false, false);
    }

    /** A session of the application's that has been in this state for so long, and open for a day. */
    static DatabaseSession session(int pid, SessionState state, Duration since) {
        return session(pid, "app", Optional.of(state), Optional.of(since), Optional.of(Duration.ofDays(1)), List.of());
    }

    static DatabaseSession session(
            int pid, String user, Optional<SessionState> state, Optional<Duration> since, Optional<Duration> age, List<Integer> blockedBy) {
        return new DatabaseSession(pid, Optional.of("payara jdbc/app"), user, "app", state, since, Optional.empty(), age, Optional.empty(),
                blockedBy, Optional.of("select ?"));
    }

    /** Read just then, by the application's own role. */
    static PoolReading reading(long nanos, List<DatabaseSession> sessions) {
        SessionReading reading = new SessionReading(CLUSTER, session(1, SessionState.ACTIVE, Duration.ZERO), sessions);
        return new PoolReading(Origin.of(reading), ClusterReading.of(reading, nanos));
    }
}
