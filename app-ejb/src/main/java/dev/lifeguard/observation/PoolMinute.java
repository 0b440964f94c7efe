package dev.lifeguard.observation;

import dev.lifeguard.pool.PoolId;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What one pool did in one minute, from the samples of that minute. A minute without any sample has no record: it is a gap.
 *
 * @param pool the pool's id
 * @param poolName the pool's name as it was then
 * @param minute the start of the minute, UTC, a whole minute
 * @param samples readings that the figures rest on, 1 or more
 * @param gaps readings that failed
 * @param utilizationMean time-weighted mean of in use ÷ max, a ratio, 0 or more; absent without a max
 * @param utilizationPeak the highest in use ÷ max that was sampled, a ratio, 0 or more; absent without a max
 * @param inUsePeak the most connections in use that were sampled
 * @param waitingPeak the most requests waiting that were sampled; absent where the server does not tell
 * @param saturatedMillis for how long the pool was saturated, milliseconds, 0 to 60,000
 * @param min in force at the last sample
 * @param max in force at the last sample; absent for a pool without a limit
 */
public record PoolMinute(
        PoolId pool,
        String poolName,
        Instant minute,
        int samples,
        int gaps,
        OptionalDouble utilizationMean,
        OptionalDouble utilizationPeak,
        int inUsePeak,
        OptionalInt waitingPeak,
        int saturatedMillis,
        int min,
        OptionalInt max) {}
