package dev.lifeguard.warden;

import dev.lifeguard.pool.PoolUsage;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Tells whether requests of one pool sleep though they need not. Payara queues a request without a further look: what came back, or failed to
 * be opened, in between wakes nobody. For a moment that looks the same in a busy pool, whose connections are on their way from one to the
 * next; so it has to last, and nobody may have got a connection meanwhile, or there has to be room for more. A wake for nothing costs the
 * one that is woken his place in the queue, so they become rarer as long as it lasts. For one thread.
 */
final class SleepWatch {

    /** Nothing has moved for so long: they sleep. */
    private static final Duration STILL = Duration.ofMillis(8);
    /** The same where it is not seen whether anything moves. */
    private static final Duration LASTING = Duration.ofMillis(30);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private boolean suspected;
    private long sinceNanos;
    private Duration pause;
    private OptionalLong before = OptionalLong.empty();

    /**
     * How many are to be woken now.
     *
     * @param acquisitions of the pool until now; absent where they are not seen
     */
    int due(long nanos, PoolUsage usage, OptionalLong acquisitions) {
        boolean moved = acquisitions.isPresent() && !acquisitions.equals(before);
        before = acquisitions;
        int waiting = usage.waiting().orElse(0);
        int room = room(usage);
        if (waiting == 0 || usage.idle() + room == 0 || moved && room == 0) {
            forget();
            return 0;
        }
        if (!suspected) {
            suspected = true;
            sinceNanos = nanos;
            pause = acquisitions.isPresent() ? STILL : LASTING;
            return 0;
        }
        if (nanos - sinceNanos < pause.toNanos()) {
            return 0;
        }
        sinceNanos = nanos;
        pause = pause.compareTo(LONGEST.dividedBy(2)) < 0 ? pause.multipliedBy(2) : LONGEST;
        return Math.min(waiting, usage.idle() + room);
    }

    /** Nobody waits, or nobody is to be woken. */
    void forget() {
        suspected = false;
    }

    /** How many may be opened; of a pool without a max, for everybody who waits. */
    static int room(PoolUsage usage) {
        return usage.max().isEmpty() ? usage.waiting().orElse(0) : Math.max(0, usage.max().getAsInt() - usage.open());
    }
}
