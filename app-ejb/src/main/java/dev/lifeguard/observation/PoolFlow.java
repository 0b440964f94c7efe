package dev.lifeguard.observation;

import dev.lifeguard.statistics.Flow;
import java.util.OptionalInt;

/**
 * A pool just now, as far as its size depends on it.
 *
 * @param exact whether every borrow is seen; else {@code flow} says nothing, and the numbers are those of the last reading
 * @param max in force at the last reading; absent without a limit
 * @param inUse connections in use
 * @param waiting requests queued; 0 where the server does not tell
 * @param flow what has gone through it
 */
public record PoolFlow(boolean exact, OptionalInt max, int inUse, int waiting, Flow flow) {}
