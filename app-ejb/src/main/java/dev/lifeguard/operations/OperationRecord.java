package dev.lifeguard.operations;

import dev.lifeguard.pool.PoolId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One entry of the audit: who did or tried what to which pool, and what became of it.
 *
 * @param id tells it from every other, of other servers too
 * @param at when it was asked for, by the server's clock
 * @param endedAt when it ended; absent while it runs
 * @param actor who
 * @param pool the pool's id
 * @param poolName the pool's name then
 * @param operation what
 * @param asked its particulars in the words of the API, for example {@code max=20}; never a credential
 * @param before the settings in force before, in the same words; empty where none was changed or they could not be read
 * @param after what was read back from the server afterwards; empty while it runs and where nothing was done
 * @param reason why, in the actor's words
 * @param state what became of it
 * @param outcome the same in a sentence for people; while it runs, how far it is
 * @param revertAt when it goes back by itself
 */
public record OperationRecord(
        UUID id,
        Instant at,
        Optional<Instant> endedAt,
        Actor actor,
        PoolId pool,
        String poolName,
        Operation operation,
        Map<String, String> asked,
        Map<String, String> before,
        Map<String, String> after,
        Optional<String> reason,
        State state,
        String outcome,
        Optional<Instant> revertAt) {

    /** What became of an operation. */
    public enum State {
        /** It is under way. */
        RUNNING,
        /** All of it was done. */
        DONE,
        /** Some of it was done; {@code after} is what is in force. */
        PARTLY,
        /** It was tried, and nothing was changed. */
        FAILED,
        /** It was not tried: not allowed, out of bounds, or in the way of another. */
        REFUSED
    }

    public OperationRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(endedAt, "endedAt");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(poolName, "poolName");
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(revertAt, "revertAt");
        asked = Map.copyOf(asked);
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }

    /** The same, further on. */
    OperationRecord progressed(String progress) {
        return new OperationRecord(
                id, at, endedAt, actor, pool, poolName, operation, asked, before, after, reason, state, progress, revertAt);
    }

    /** The same at its end. */
    OperationRecord ended(Instant when, State became, String told, Map<String, String> readBack) {
        return new OperationRecord(
                id, at, Optional.of(when), actor, pool, poolName, operation, asked, before, readBack, reason, became, told, revertAt);
    }
}
