package dev.lifeguard.warden;

import dev.lifeguard.pool.PoolUsage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells how many connections of one pool were idle for too long. A pool lends the one that came back last, so that of those that are open,
 * only as many are ever used as are in use at once: with a peak of p in use over the idle timeout, all others were idle for that long. One
 * more is left for whoever comes next. For one thread.
 */
final class IdleWatch {

    /** The most in use up to then that nobody exceeded later. */
    private record Peak(long nanos, int inUse) {}

    private final Deque<Peak> peaks = new ArrayDeque<>();
    private boolean begun;
    private long beginNanos;

    /**
     * How many are to be closed.
     *
     * @param inUse the most in use since this was last asked
     */
    int surplus(long nanos, PoolUsage usage, int inUse, Duration idleTimeout) {
        if (!begun) {
            begun = true;
            beginNanos = nanos;
        }
        while (!peaks.isEmpty() && peaks.getLast().inUse() <= inUse) {
            peaks.removeLast();
        }
        peaks.addLast(new Peak(nanos, inUse));
        while (nanos - peaks.getFirst().nanos() > idleTimeout.toNanos()) {
            peaks.removeFirst();
        }
        if (nanos - beginNanos < idleTimeout.toNanos()) {
            return 0;
        }
        int peak = peaks.getFirst().inUse();
        int needed = Math.max(usage.min(), peak <= 1 ? peak : peak + 1);
        return Math.max(0, Math.min(usage.idle(), usage.open() - needed));
    }

    /** What was seen is of no use any more. */
    void forget() {
        peaks.clear();
        begun = false;
    }
}
