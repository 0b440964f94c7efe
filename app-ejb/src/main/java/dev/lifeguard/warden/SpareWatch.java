package dev.lifeguard.warden;

import dev.lifeguard.observation.PoolQueue;
import dev.lifeguard.pool.PoolUsage;

/** Tells whether a pool has had nothing idle for two readings in a row, though there is room: whoever comes next would have to open one. */
final class SpareWatch {

    private static final int READINGS = 2;

    private int none;
    private long lastNanos;

    boolean due(PoolQueue queue) {
        PoolUsage usage = queue.usage();
        if (usage.idle() > 0 || usage.inUse() == 0 || SleepWatch.room(usage) == 0) {
            none = 0;
        } else if (none == 0 || queue.usageNanos() != lastNanos) {
            none++;
        }
        lastNanos = queue.usageNanos();
        return none >= READINGS;
    }

    /** One was opened, or is being opened: the next reading tells whether that was enough. */
    void opened() {
        none = READINGS - 1;
    }
}
