package dev.lifeguard.faultproxy;

import java.time.Duration;
import java.util.Objects;

/** What a {@link FaultProxy} does to all of its connections, open and new. "Answer" is what comes from the target. */
public sealed interface Fault {

    /** Nothing: everything passes as it comes. */
    record None() implements Fault {}

    /**
     * Each piece of an answer comes later by this; so does each round trip of a protocol that asks and waits.
     *
     * @param delay 0 or more
     */
    record Latency(Duration delay) implements Fault {

        public Latency {
            requireNotNegative(delay);
        }
    }

    /** Nobody listens: open connections are closed, new ones refused. */
    record Down() implements Fault {}

    /**
     * What is sent is lost, either way, and nothing is closed; new connections are accepted and stay silent. Those that were open in this
     * time stay silent when it is over, as behind a firewall that has forgotten them.
     */
    record Timeout() implements Fault {}

    /** Open connections are reset, and new ones as soon as they are accepted. */
    record ResetPeer() implements Fault {}

    /**
     * That one end has closed a connection is told to the other so much later.
     *
     * @param delay 0 or more
     */
    record SlowClose(Duration delay) implements Fault {

        public SlowClose {
            requireNotNegative(delay);
        }
    }

    /**
     * Answers come no faster than this on each connection.
     *
     * @param bytesPerSecond 1 or more
     */
    record Bandwidth(long bytesPerSecond) implements Fault {

        public Bandwidth {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException("bytesPerSecond is " + bytesPerSecond + ": it must be 1 or more");
            }
        }
    }

    /**
     * Each connection is closed after so much more of its answers, be it in the middle of one.
     *
     * @param bytes 0 or more
     */
    record LimitData(long bytes) implements Fault {

        public LimitData {
            if (bytes < 0) {
                throw new IllegalArgumentException("bytes is " + bytes + ": it must be 0 or more");
            }
        }
    }

    private static void requireNotNegative(Duration delay) {
        if (Objects.requireNonNull(delay, "delay").isNegative()) {
            throw new IllegalArgumentException("delay is " + delay + ": it must be 0 or more");
        }
    }
}
