package dev.lifeguard.sizing;

import dev.lifeguard.sizing.PlayedPool.Resizing;

/**
 * What FlexyPool does: one more after each acquisition that took too long, and never one less. In the play, when somebody has been waiting
 * at looks that are further apart than that.
 */
final class IncrementOnTimeout implements Resizing {

    private static final long TOO_LONG_NANOS = 10_000_000;

    private long waitingSince = Long.MAX_VALUE;

    @Override
    public int max(Look look, Bounds bounds) {
        if (look.waiting() == 0) {
            waitingSince = Long.MAX_VALUE;
            return look.max();
        }
        if (waitingSince == Long.MAX_VALUE) {
            waitingSince = look.nanos();
        }
        if (look.nanos() - waitingSince < TOO_LONG_NANOS) {
            return look.max();
        }
        waitingSince = look.nanos();
        return bounds.within(look.max() + 1);
    }
}
