package dev.lifeguard.observation;

import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.Histogram;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What one pool did in one minute. A minute without any sample has no record: it is a gap. Where every borrow is seen, the peaks and the mean
 * are those of all borrows and returns, else those of the samples.
 *
 * @param pool the pool's id
 * @param poolName the pool's name as it was then
 * @param minute the start of the minute, UTC, a whole minute
 * @param samples readings that the figures rest on, 1 or more
 * @param gaps readings that failed
 * @param utilizationMean time-weighted mean of in use ÷ max, a ratio, 0 or more; absent without a max
 * @param utilizationPeak the highest in use ÷ max, a ratio, 0 or more; absent without a max
 * @param inUsePeak the most connections in use
 * @param waitingPeak the most requests waiting; absent where the server does not tell
 * @param saturatedMillis for how long the pool was saturated, milliseconds, 0 to 60,000
 * @param min in force at the last sample
 * @param max in force at the last sample; absent for a pool without a limit
 * @param timing where the times of borrows came from at the minute's end
 * @param borrows what was seen of every borrow; absent if nothing was, as where the timing is not exact
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
        OptionalInt max,
        Timing timing,
        Optional<Borrows> borrows) {

    /**
     * The applications' borrows of one minute. A second is told up to 3 s after it began, so that those of a minute begin and end that much
     * late.
     *
     * @param requests for a connection that began
     * @param acquisition from asking to having, of those that got their connection
     * @param over10ms how many of these took longer than 10 ms
     * @param hold from having to giving back, of the connections that came back
     * @param exhaustions requests that ended without a connection because the pool stayed full
     * @param failures requests that ended without a connection for another reason
     * @param inUseMean time-weighted mean of connections in use, Lifeguard's own too; absent if nothing was measured
     */
    public record Borrows(
            long requests, Histogram acquisition, long over10ms, Histogram hold, long exhaustions, long failures, OptionalDouble inUseMean) {}
}
