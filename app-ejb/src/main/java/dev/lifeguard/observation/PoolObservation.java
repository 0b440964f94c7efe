package dev.lifeguard.observation;

import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.BorrowTotals;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * All that is known of one pool now, taken from memory.
 *
 * @param pool which pool
 * @param usage the last reading; absent while the server has not built the pool, which it does at the first
 *     borrow, and when it could not be read lately
 * @param lost connections in use that the server itself has lost, so that nobody can give them back, 0 or more; absent like the usage,
 *     in the first seconds, and where the server loses none or does not tell
 * @param age how old the last reading is, whether it found a built pool or not; absent before the first
 * @param trouble why the pool could not be read lately, for people; absent if it could
 * @param settings as last read back from the server; absent before that
 * @param timing where the times of borrows come from
 * @param timingReason why the timing is not exact, a sentence for people; absent if it is
 * @param lastMinute what was seen of the last minute. Where the timing is {@code PROBED} its acquisition times are those of the probe, and
 *     where it is not {@code EXACT} its use is that of the readings and nothing is known of requests, holds and failures. Nothing at all
 *     while the pool is not looked at
 * @param totals since Lifeguard watches the pool; absent unless the timing is {@code EXACT}
 * @param saturatedTime for how long the pool was saturated since Lifeguard watches it
 * @param samples readings since Lifeguard watches the pool
 * @param gaps readings that failed since Lifeguard watches the pool
 * @param reachability what the probe found
 * @param ownBorrows connections that Lifeguard borrowed for itself since it watches the pool, by what for; what is not counted is not in it
 */
public record PoolObservation(
        Pool pool,
        Optional<PoolUsage> usage,
        OptionalInt lost,
        Optional<Duration> age,
        Optional<String> trouble,
        Optional<PoolSettings> settings,
        Timing timing,
        Optional<String> timingReason,
        BorrowFigures lastMinute,
        Optional<BorrowTotals> totals,
        Duration saturatedTime,
        long samples,
        long gaps,
        Reachability reachability,
        Map<OwnBorrow, Long> ownBorrows) {

    /** So many samples have to lie above a quantile for it to be told, where there is but a sample. */
    private static final double SAMPLES_ABOVE = 10;

    public PoolObservation {
        ownBorrows = Map.copyOf(ownBorrows);
        if (timingReason.isPresent() == (timing == Timing.EXACT)) {
            throw new IllegalArgumentException("A reason is given exactly for a timing that is not exact, not for " + timing);
        }
    }

    /** Time-weighted mean over the last minute, a ratio of max; absent if nothing was measured, or without a max. */
    public OptionalDouble utilization() {
        return lastMinute.utilization();
    }

    /**
     * The acquisition time that this share of the last minute's borrows did not exceed, nanoseconds.
     *
     * @param share above 0 and below 1
     * @return absent if there was no borrow, or where the probe made too few: 10 ÷ (1 − share) is the least
     */
    public OptionalLong acquisitionNanos(double share) {
        return acquisitionNanos(lastMinute, share);
    }

    /** The same of the borrows of another window. */
    public OptionalLong acquisitionNanos(BorrowFigures figures, double share) {
        boolean enough = timing == Timing.EXACT || figures.acquisition().count() * (1 - share) >= SAMPLES_ABOVE;
        return enough ? figures.acquisition().quantileNanos(share) : OptionalLong.empty();
    }
}
