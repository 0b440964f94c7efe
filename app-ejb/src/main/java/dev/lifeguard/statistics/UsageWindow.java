package dev.lifeguard.statistics;

import dev.lifeguard.pool.PoolUsage;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Time-weighted utilisation and the peaks of the last minute, in 60 slots of a second: 3 KB, whatever the sampling rate.
 *
 * <p>Each reading holds until the next one. Over an interval from reading {@code a} to reading {@code b} the utilisation is taken as
 * {@code a}'s, so the mean over a window is Σ utilisation(aᵢ)·Δtᵢ ÷ Σ Δtᵢ. Time after a reading that failed, or long after one that
 * no other followed, belongs to nobody and weighs nothing; neither does time without a max. The window's old end is exact to one slot: a
 * window of 60 s covers between 59 and 60 s.
 *
 * <p>Not safe for use by several threads.
 */
public final class UsageWindow {

    private static final int SLOTS = 60;
    private static final long SLOT_NANOS = 1_000_000_000L;
    private static final int ABSENT = -1;

    private final long[] slotNumbers = new long[SLOTS];
    private final long[] measuredNanos = new long[SLOTS];
    private final long[] limitedNanos = new long[SLOTS];
    private final long[] inUseNanos = new long[SLOTS];
    private final double[] utilizationNanos = new double[SLOTS];
    private final int[] inUsePeaks = new int[SLOTS];
    private final int[] waitingPeaks = new int[SLOTS];

    private final long longestHoldNanos;

    private PoolUsage last;
    private long lastNanos;

    /** @param longestHold for how long a reading speaks at most, if no other follows; what comes after it is a gap */
    public UsageWindow(Duration longestHold) {
        longestHoldNanos = longestHold.toNanos();
        Arrays.fill(slotNumbers, Long.MIN_VALUE);
    }

    /**
     * Takes a reading.
     *
     * @param nanos when it was made, on a monotonic clock; not before the previous one
     */
    public void add(long nanos, PoolUsage usage) {
        holdUntil(nanos);
        last = usage;
        lastNanos = nanos;
        int slot = slotAt(nanos);
        inUsePeaks[slot] = Math.max(inUsePeaks[slot], usage.inUse());
        if (usage.waiting().isPresent()) {
            waitingPeaks[slot] = Math.max(waitingPeaks[slot], usage.waiting().getAsInt());
        }
    }

    /** From here until the next reading nothing is known. */
    public void gap(long nanos) {
        holdUntil(nanos);
        last = null;
    }

    /** What is known of the window that ends now. */
    public BorrowFigures figures(long nanos) {
        long measured = sum(measuredNanos, nanos);
        OptionalDouble inUseMean =
                measured == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sum(inUseNanos, nanos) / measured);
        return BorrowFigures.ofUse(
                Duration.ofNanos(measured), inUseMean, utilization(nanos), inUsePeak(nanos), waitingPeak(nanos));
    }

    /** Mean utilisation over the window that ends now, a ratio of max, 0 or more; absent if nothing was measured, or without a max. */
    public OptionalDouble utilization(long nanos) {
        double weighted = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            weighted += inWindow(slot, nanos) ? utilizationNanos[slot] : 0;
        }
        long limited = sum(limitedNanos, nanos);
        return limited == 0 ? OptionalDouble.empty() : OptionalDouble.of(weighted / limited);
    }

    private long sum(long[] ofSlots, long nanos) {
        long sum = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            sum += inWindow(slot, nanos) ? ofSlots[slot] : 0;
        }
        return sum;
    }

    /** The most connections in use at any reading of the window; absent if there was none. */
    public OptionalInt inUsePeak(long nanos) {
        return peak(inUsePeaks, nanos);
    }

    /** The most requests waiting at any reading of the window; absent if none of them told. */
    public OptionalInt waitingPeak(long nanos) {
        return peak(waitingPeaks, nanos);
    }

    private OptionalInt peak(int[] peaks, long nanos) {
        int peak = ABSENT;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (inWindow(slot, nanos)) {
                peak = Math.max(peak, peaks[slot]);
            }
        }
        return peak == ABSENT ? OptionalInt.empty() : OptionalInt.of(peak);
    }

    private boolean inWindow(int slot, long nanos) {
        long age = Math.floorDiv(nanos, SLOT_NANOS) - slotNumbers[slot];
        return slotNumbers[slot] != Long.MIN_VALUE && age >= 0 && age < SLOTS;
    }

    private void holdUntil(long nanos) {
        if (last == null) {
            return;
        }
        long from = lastNanos;
        long until = Math.min(nanos, lastNanos + longestHoldNanos);
        while (from < until) {
            long slotEnd = (Math.floorDiv(from, SLOT_NANOS) + 1) * SLOT_NANOS;
            long to = Math.min(slotEnd, until);
            int slot = slotAt(from);
            measuredNanos[slot] += to - from;
            inUseNanos[slot] += last.inUse() * (to - from);
            if (last.utilization().isPresent()) {
                limitedNanos[slot] += to - from;
                utilizationNanos[slot] += last.utilization().getAsDouble() * (to - from);
            }
            from = to;
        }
    }

    private int slotAt(long nanos) {
        long number = Math.floorDiv(nanos, SLOT_NANOS);
        int slot = (int) Math.floorMod(number, (long) SLOTS);
        if (slotNumbers[slot] != number) {
            slotNumbers[slot] = number;
            measuredNanos[slot] = 0;
            limitedNanos[slot] = 0;
            inUseNanos[slot] = 0;
            utilizationNanos[slot] = 0;
            inUsePeaks[slot] = ABSENT;
            waitingPeaks[slot] = ABSENT;
        }
        return slot;
    }
}
