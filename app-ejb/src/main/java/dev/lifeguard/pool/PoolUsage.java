package dev.lifeguard.pool;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a pool is used at one instant. The numbers change while they are read, but those of one reading agree with each other.
 *
 * @param inUse connections borrowed, 0 or more
 * @param idle connections waiting in the pool, 0 or more
 * @param waiting requests queued for a connection, 0 or more; absent where the server does not tell
 * @param min the least number of connections to keep open, as in force, 0 or more
 * @param max the most connections that may be open, as in force, 1 or more; after it was lowered, more may be open until they come back;
 *     absent for a pool without a limit
 */
public record PoolUsage(int inUse, int idle, OptionalInt waiting, int min, OptionalInt max) {

    public PoolUsage {
        requireNotNegative("in use", inUse);
        requireNotNegative("idle", idle);
        waiting.ifPresent(number -> requireNotNegative("waiting", number));
        requireNotNegative("min", min);
        if (max.isPresent() && max.getAsInt() < 1) {
            throw new IllegalArgumentException("max is 1 or more, not " + max.getAsInt());
        }
    }

    private static void requireNotNegative(String what, int number) {
        if (number < 0) {
            throw new IllegalArgumentException(what + " is 0 or more, not " + number);
        }
    }

    /** Connections that exist: in use and idle. */
    public int open() {
        return inUse + idle;
    }

    /** Share of max that is in use now; above 1 only while a lowered max is not yet reached; absent without a max. */
    public OptionalDouble utilization() {
        return max.isPresent() ? OptionalDouble.of((double) inUse / max.getAsInt()) : OptionalDouble.empty();
    }

    /** Nothing idle, max reached and somebody waiting: the pool's trouble, whatever the database's. Never without a max. */
    public boolean saturated() {
        return max.isPresent() && idle == 0 && inUse >= max.getAsInt() && waiting.orElse(0) > 0;
    }
}
