package dev.lifeguard.sizing;

import dev.lifeguard.sizing.PlayedPool.Resizing;

/**
 * What congestion control does: one more whenever somebody has to wait, a tenth less after each second in which nobody had to and less than
 * three fifths were in use (additive increase, multiplicative decrease). Knows nothing of rates and holds.
 */
final class AdditiveIncrease implements Resizing {

    private static final double DECREASE = 0.9;
    private static final long PERIOD_NANOS = 1_000_000_000;

    private long periodBegan;
    private long inUseNanosThen;
    private boolean wasShort;

    @Override
    public int max(Look look, Bounds bounds) {
        if (look.isShort()) {
            wasShort = true;
            return bounds.within(look.max() + 1);
        }
        long period = look.nanos() - periodBegan;
        if (period < PERIOD_NANOS) {
            return look.max();
        }
        double inUse = (look.flow().inUseNanos() - inUseNanosThen) / (double) period;
        boolean tooMany = !wasShort && inUse < Objective.STANDARD.bandFrom() * look.max();
        periodBegan = look.nanos();
        inUseNanosThen = look.flow().inUseNanos();
        wasShort = false;
        return tooMany ? bounds.within((int) (DECREASE * look.max())) : look.max();
    }
}
