package dev.lifeguard.statistics;

import dev.lifeguard.pool.PoolUsage;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Time-weighted use and the peaks of the last minute, in 60 slots of a second: 3 KB, whatever the sampling rate.
 *
 * <p>Each reading holds until the next one. Over an interval from reading {@code a} to reading {@code b} the use is taken as {@code a}'s,
 * so the mean over a window is Σ use(aᵢ)·Δtᵢ ÷ Σ Δtᵢ. Time after a reading that failed, or long after one that no other followed, belongs
 * to nobody and weighs nothing; in the utilisation neither does time without a max. The window's old end is exact to one slot: a window of
 * 60 s covers between 59 and 60 s.
 *
 * <p>Not safe for use by several threads.
 */
public final class UsageWindow {

    private static final int SLOTS = 60;
    private static final long SLOT_NANOS = 1_000_000_000L;
    private static final int ABSENT = -1;

    private final long[] slotNumbers = new long[SLOTS];
    private final long[] coveredNanos = new long[SLOTS];
    private final long[] inUseNanos = new long[SLOTS];
    private final long[] limitedNanos = new long[SLOTS];
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

    /** What the readings tell of the window that ends now; the peaks are those at any reading of it. */
    public BorrowFigures figures(long nanos) {
        long covered = 0;
        long inUse = 0;
        long limited = 0;
        double utilization = 0;
        int inUsePeak = ABSENT;
        int waitingPeak = ABSENT;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (inWindow(slot, nanos)) {
                covered += coveredNanos[slot];
                inUse += inUseNanos[slot];
                limited += limitedNanos[slot];
                utilization += utilizationNanos[slot];
                inUsePeak = Math.max(inUsePeak, inUsePeaks[slot]);
                waitingPeak = Math.max(waitingPeak, waitingPeaks[slot]);
            }
        }
        return BorrowFigures.ofUse(
                Duration.ofNanos(covered),
                covered == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) inUse / covered),
                limited == 0 ? OptionalDouble.empty() : OptionalDouble.of(utilization / limited),
                peak(inUsePeak),
                peak(waitingPeak));
    }

    private static OptionalInt peak(int peak) {
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
        OptionalDouble utilization = last.utilization();
        long from = lastNanos;
        long until = Math.min(nanos, lastNanos + longestHoldNanos);
        while (from < until) {
            long slotEnd = (Math.floorDiv(from, SLOT_NANOS) + 1) * SLOT_NANOS;
            long to = Math.min(slotEnd, until);
            int slot = slotAt(from);
            coveredNanos[slot] += to - from;
            inUseNanos[slot] += last.inUse() * (to - from);
            if (utilization.isPresent()) {
                limitedNanos[slot] += to - from;
                utilizationNanos[slot] += utilization.getAsDouble() * (to - from);
            }
            from = to;
        }
    }

    private int slotAt(long nanos) {
        long number = Math.floorDiv(nanos, SLOT_NANOS);
        int slot = (int) Math.floorMod(number, (long) SLOTS);
        if (slotNumbers[slot] != number) {
            slotNumbers[slot] = number;
            coveredNanos[slot] = 0;
            inUseNanos[slot] = 0;
            limitedNanos[slot] = 0;
            utilizationNanos[slot] = 0;
            inUsePeaks[slot] = ABSENT;
            waitingPeaks[slot] = ABSENT;
        }
        return slot;
    }
}
