package dev.lifeguard.observation;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * All that is known of one pool now, taken from memory.
 *
 * @param pool which pool
 * @param usage the last reading; absent while the server has not built the pool, which it does at the first
 *     borrow, and when it could not be read lately
 * @param age how old the last reading is, whether it found a built pool or not; absent before the first
 * @param trouble why the pool could not be read lately, for people; absent if it could
 * @param settings as last read back from the server; absent before that
 * @param utilization time-weighted mean over the last minute, a ratio of max; absent if nothing was measured, or without a max
 * @param inUsePeak the most connections in use at a reading of the last minute; absent if there was none
 * @param waitingPeak the most requests waiting at a reading of the last minute; absent where the server does not tell
 * @param saturatedTime for how long the pool was saturated since Lifeguard watches it
 * @param samples readings since Lifeguard watches the pool
 * @param gaps readings that failed since Lifeguard watches the pool
 * @param reachability what the probe found
 * @param probeBorrows connections that the probe borrowed since Lifeguard watches the pool
 */
public record PoolObservation(
        Pool pool,
        Optional<PoolUsage> usage,
        Optional<Duration> age,
        Optional<String> trouble,
        Optional<PoolSettings> settings,
        OptionalDouble utilization,
        OptionalInt inUsePeak,
        OptionalInt waitingPeak,
        Duration saturatedTime,
        long samples,
        long gaps,
        Reachability reachability,
        long probeBorrows) {}
