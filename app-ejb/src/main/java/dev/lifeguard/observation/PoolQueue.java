package dev.lifeguard.observation;

import dev.lifeguard.pool.PoolUsage;

/**
 * Who waits for a connection of a pool just now.
 *
 * @param exact whether every borrow is seen; else {@code waiting} is that of the last reading
 * @param waiting requests queued, 0 or more; 0 where the server does not tell
 * @param usage the last reading
 * @param usageNanos when that was, on the monotonic clock
 * @param databaseAway whether a connection that has to be opened now can be expected to fail: the database was last found away, or a borrow
 *     has failed since it was last found well
 */
public record PoolQueue(boolean exact, int waiting, PoolUsage usage, long usageNanos, boolean databaseAway) {}
