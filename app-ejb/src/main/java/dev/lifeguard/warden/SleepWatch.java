package dev.lifeguard.warden;

import dev.lifeguard.pool.PoolUsage;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Tells whether requests of one pool sleep though they need not. Payara queues a request without a further look: what came back, or failed to
 * be opened, in between wakes nobody. For a moment that looks the same in a busy pool, whose connections are on their way from one to the
 * next, and so does room that somebody is just opening a connection in; so it has to last, and nobody may have got a connection meanwhile,
 * or the room has to be there for longer than an opening takes. A wake for nothing costs the one that is woken his place in the queue, and
 * in a full pool may have Payara replace a connection, so they become rarer as long as it lasts. For one thread.
 */
final class SleepWatch {

    /** Nothing has moved for so long: they sleep. */
    private static final Duration STILL = Duration.ofMillis(15);
    /** The same where it is not seen whether anything moves. */
    private static final Duration LASTING = Duration.ofMillis(30);
    /** Room that is there for so long is nobody's, whatever moves. */
    private static final Duration ROOM = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private boolean suspected;
    private long sinceNanos;
    private long movedNanos;
    /** From one wake to the next; zero before the first. */
    private Duration pause = Duration.ZERO;
    private long wokeNanos;
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
            movedNanos = nanos;
            wokeNanos = nanos;
            pause = Duration.ZERO;
            return 0;
        }
        movedNanos = moved ? nanos : movedNanos;
        boolean still = nanos - movedNanos >= (acquisitions.isPresent() ? STILL : LASTING).toNanos();
        boolean unused = room > 0 && nanos - sinceNanos >= ROOM.toNanos();
        if (!still && !unused || nanos - wokeNanos < pause.toNanos()) {
            return 0;
        }
        wokeNanos = nanos;
        pause = pause.isZero() ? STILL : pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
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
