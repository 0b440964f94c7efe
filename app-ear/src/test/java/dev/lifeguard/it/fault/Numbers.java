package dev.lifeguard.it.fault;

import java.time.Duration;

/** How the pools are set, the servers' and the one they are compared with, and how patient the tests are. */
final class Numbers {

    static final int MIN = 4;
    static final int MAX = 10;
    static final Duration WAIT = Duration.ofSeconds(5);
    static final Duration CONNECT = Duration.ofSeconds(1);
    static final Duration LOGIN = Duration.ofSeconds(2);
    static final Duration SOCKET = Duration.ofSeconds(2);

    /** For what has to come, however late. */
    static final Duration LATEST = Duration.ofSeconds(60);
    /** Limits in milliseconds have five times as much on busy machines, and those in seconds twice. */
    static final int SLACK = 5;
    static final int SLACK_OF_SECONDS = 2;
    static final Duration PROMISED_READ = Duration.ofMillis(50);

    private Numbers() {}
}
