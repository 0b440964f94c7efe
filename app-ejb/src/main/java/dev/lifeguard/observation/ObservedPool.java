package dev.lifeguard.observation;

import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.UsageWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The series of one pool. The sampler writes it, everybody reads it; the lock is held for microseconds. */
final class ObservedPool {

    private static final Duration STALE_AFTER = Duration.ofSeconds(15);

    private final Pool pool;
    private final UsageWindow window;
    private final MinuteCollector minute;
    private final long longestHoldNanos;

    private Optional<PoolUsage> usage = Optional.empty();
    private Optional<String> usageTrouble = Optional.empty();
    private Optional<String> settingsTrouble = Optional.empty();
    private Optional<PoolSettings> settings = Optional.empty();
    private long readNanos;
    private long saturatedNanos;
    private long samples;
    private long gaps;

    /** @param longestHold for how long a reading speaks at most, if no other follows */
    ObservedPool(Pool pool, Duration longestHold) {
        this.pool = pool;
        this.window = new UsageWindow(longestHold);
        this.longestHoldNanos = longestHold.toNanos();
        this.minute = new MinuteCollector(pool);
    }

    Pool pool() {
        return pool;
    }

    /** Takes a reading; gives the minute that it ended, if it did. */
    synchronized Optional<PoolMinute> sampled(long nanos, Instant time, Optional<PoolUsage> reading) {
        Optional<PoolMinute> ended = minute.turn(time);
        holdUntil(nanos);
        if (reading.isPresent()) {
            window.add(nanos, reading.get());
            minute.sampled(reading.get());
        } else {
            window.gap(nanos);
        }
        usage = reading;
        usageTrouble = Optional.empty();
        readNanos = nanos;
        samples++;
        return ended;
    }

    /** Notes that a reading failed; gives the minute that ended meanwhile, if it did. */
    synchronized Optional<PoolMinute> failed(long nanos, Instant time, String why) {
        Optional<PoolMinute> ended = minute.turn(time);
        holdUntil(nanos);
        window.gap(nanos);
        minute.failed();
        usage = Optional.empty();
        usageTrouble = Optional.of(why);
        gaps++;
        return ended;
    }

    /** The running minute, if anything was read in it: the pool is not watched any longer. */
    synchronized Optional<PoolMinute> end() {
        return minute.end();
    }

    private void holdUntil(long nanos) {
        long held = Math.min(nanos - readNanos, longestHoldNanos);
        usage.ifPresent(before -> {
            if (before.saturated()) {
                saturatedNanos += held;
            }
            minute.held(before, held);
        });
    }

    synchronized void configured(PoolSettings read) {
        settings = Optional.of(read);
        settingsTrouble = Optional.empty();
    }

    /** Notes that the settings could not be read; the last known ones are no longer shown as the present ones. */
    synchronized void configurationUnreadable(String why) {
        settings = Optional.empty();
        settingsTrouble = Optional.of(why);
    }

    /** Whether the latest attempt to read the usage failed. */
    synchronized boolean usageInTrouble() {
        return usageTrouble.isPresent();
    }

    /** Whether the latest attempt to read the settings failed. */
    synchronized boolean settingsInTrouble() {
        return settingsTrouble.isPresent();
    }

    synchronized Optional<PoolUsage> usage() {
        return usage;
    }

    synchronized PoolObservation observe(long nanos, Reachability reachability, long probeBorrows) {
        boolean everRead = samples > 0;
        Duration age = Duration.ofNanos(nanos - readNanos);
        boolean stale = everRead && age.compareTo(STALE_AFTER) > 0;
        return new PoolObservation(
                pool,
                stale ? Optional.empty() : usage,
                everRead ? Optional.of(age) : Optional.empty(),
                usageTrouble
                        .or(() -> settingsTrouble)
                        .or(() -> stale ? Optional.of("The last reading is " + age.toSeconds() + " s old") : Optional.empty()),
                settings,
                Timing.OFF,
                Optional.of("Borrows are not timed yet"),
                window.figures(nanos),
                Optional.empty(),
                Duration.ofNanos(saturatedNanos),
                samples,
                gaps,
                reachability,
                Map.of(OwnBorrow.PROBE, probeBorrows));
    }
}
