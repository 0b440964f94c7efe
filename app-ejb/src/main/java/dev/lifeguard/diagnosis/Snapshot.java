package dev.lifeguard.diagnosis;

import dev.lifeguard.pool.PoolId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * How a pool was at one moment. Holds stacks and statements: for operators alone.
 *
 * @param id unique among all snapshots of all servers
 * @param pool whose it is
 * @param poolName as it was then
 * @param takenAt by this machine's clock
 * @param cause why it was taken
 * @param took how long taking it lasted
 * @param json all that was seen, one JSON object
 */
public record Snapshot(String id, PoolId pool, String poolName, Instant takenAt, Cause cause, Duration took, String json) {

    /** Why a snapshot is taken. */
    public enum Cause {
        /** A request ended without a connection because the pool stayed full. */
        EXHAUSTED,
        /** Somebody asked for it. */
        ASKED;

        /** The word as it stands in answers: lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Snapshot {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(poolName, "poolName");
        Objects.requireNonNull(takenAt, "takenAt");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(json, "json");
    }
}
