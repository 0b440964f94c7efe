package dev.lifeguard.operations;

import dev.lifeguard.pool.PoolId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which entries of the audit are wanted, the newest first. What is absent does not restrict.
 *
 * @param actor by name
 * @param from asked for at this instant or later
 * @param to asked for before this instant
 * @param before those that come after this entry on a page before: older than it
 * @param limit at most so many, 1 to 1,000
 */
public record AuditQuery(
        Optional<PoolId> pool,
        Optional<Operation> operation,
        Optional<OperationRecord.State> state,
        Optional<String> actor,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<UUID> before,
        int limit) {

    public static final int MOST = 1_000;

    public AuditQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is " + limit + "; it must be from 1 to " + MOST);
        }
    }

    /** The same, going on after another entry, or from the newest on if that is empty. */
    AuditQuery goingOn(Optional<UUID> after, int most) {
        return new AuditQuery(pool, operation, state, actor, from, to, after, most);
    }
}
