package dev.lifeguard.observation;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.BorrowFigures;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Collects the readings of the running minute, by the wall clock. A clock that jumps ends the minute. */
final class MinuteCollector {

    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final int MILLIS_PER_MINUTE = 60_000;
    private static final Duration LITTLE = Duration.ofMinutes(1);

    private final Pool pool;
    private Instant minute;
    private int samples;
    private int gaps;
    private double utilizationNanos;
    private long utilizationHeldNanos;
    private OptionalDouble utilizationPeak = OptionalDouble.empty();
    private int inUsePeak;
    private OptionalInt waitingPeak = OptionalInt.empty();
    private long saturatedNanos;
    private PoolUsage last;
    private Timing timing = Timing.OFF;
    private MinuteOfBorrows borrows;

    MinuteCollector(Pool pool) {
        this.pool = pool;
    }

    /** Moves on to the minute of this time; gives the one before if it is over and anything was read in it. */
    Optional<PoolMinute> turn(Instant time) {
        Instant now = time.truncatedTo(ChronoUnit.MINUTES);
        // A clock that is set back a little would end a minute twice, and the second time with next to nothing in it.
        boolean setBackALittle = minute != null && now.isBefore(minute) && now.plus(LITTLE).compareTo(minute) >= 0;
        if (now.equals(minute) || setBackALittle) {
            return Optional.empty();
        }
        Optional<PoolMinute> ended = end();
        reset(now);
        return ended;
    }

    /** The running minute as far as it came; empty if nothing was read in it. */
    Optional<PoolMinute> end() {
        return samples == 0 ? Optional.empty() : Optional.of(collected());
    }

    void sampled(PoolUsage usage) {
        samples++;
        if (usage.utilization().isPresent()) {
            utilizationPeak = OptionalDouble.of(Math.max(utilizationPeak.orElse(0), usage.utilization().getAsDouble()));
        }
        inUsePeak = Math.max(inUsePeak, usage.inUse());
        if (usage.waiting().isPresent()) {
            waitingPeak = OptionalInt.of(Math.max(waitingPeak.orElse(0), usage.waiting().getAsInt()));
        }
        last = usage;
    }

    /** The pool stayed as it was read for so long. */
    void held(PoolUsage usage, long nanos) {
        if (usage.utilization().isPresent()) {
            utilizationNanos += usage.utilization().getAsDouble() * nanos;
            utilizationHeldNanos += nanos;
        }
        if (usage.saturated()) {
            saturatedNanos += nanos;
        }
    }

    void failed() {
        gaps++;
    }

    /** Where the times of borrows come from by now. */
    void timedBy(Timing now) {
        timing = now;
    }

    /** What was seen of every borrow of another second. */
    void borrowed(BorrowFigures second) {
        if (second.covered().isZero()) {
            return;
        }
        if (borrows == null) {
            borrows = new MinuteOfBorrows();
        }
        borrows.add(second);
        if (second.inUsePeak().isPresent()) {
            inUsePeak = Math.max(inUsePeak, second.inUsePeak().getAsInt());
            if (last != null && last.max().isPresent()) {
                double peak = (double) second.inUsePeak().getAsInt() / last.max().getAsInt();
                utilizationPeak = OptionalDouble.of(Math.max(utilizationPeak.orElse(0), peak));
            }
        }
        if (second.waitingPeak().isPresent()) {
            waitingPeak = OptionalInt.of(Math.max(waitingPeak.orElse(0), second.waitingPeak().getAsInt()));
        }
    }

    private PoolMinute collected() {
        OptionalDouble sampled = utilizationHeldNanos == 0
                ? last.utilization()
                : OptionalDouble.of(utilizationNanos / utilizationHeldNanos);
        OptionalDouble mean = borrows == null || borrows.utilization().isEmpty() ? sampled : borrows.utilization();
        int saturatedMillis = (int) Math.min(MILLIS_PER_MINUTE, saturatedNanos / NANOS_PER_MILLI);
        return new PoolMinute(
                pool.id(),
                pool.name(),
                minute,
                samples,
                gaps,
                mean,
                utilizationPeak,
                inUsePeak,
                waitingPeak,
                saturatedMillis,
                last.min(),
                last.max(),
                timing,
                Optional.ofNullable(borrows).map(MinuteOfBorrows::collected));
    }

    private void reset(Instant now) {
        minute = now;
        samples = 0;
        gaps = 0;
        utilizationNanos = 0;
        utilizationHeldNanos = 0;
        utilizationPeak = OptionalDouble.empty();
        inUsePeak = 0;
        waitingPeak = OptionalInt.empty();
        saturatedNanos = 0;
        borrows = null;
    }
}
