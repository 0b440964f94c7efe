package dev.lifeguard.judgement;

import dev.lifeguard.pool.PoolId;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * Something that became another at a pool.
 *
 * @param id tells the event from every other, of other servers too
 * @param at when, by the server's clock
 * @param pool the pool's id
 * @param poolName the pool's name as it was then
 * @param kind what changed
 * @param before what it was, a word
 * @param after what it became, a word
 * @param reason why, a sentence for people
 */
public record PoolEvent(
        UUID id, Instant at, PoolId pool, String poolName, Kind kind, String before, String after, String reason) {

    /** What can change. */
    public enum Kind {
        /** The verdict on it. */
        VERDICT,
        /** What the warden did: {@code before} is its rule, {@code after} what was done by it. */
        WARDEN;

        /** The word as it is kept: lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PoolEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(poolName, "poolName");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(reason, "reason");
    }
}
