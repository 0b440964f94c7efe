package dev.lifeguard.it;

import java.time.Duration;

/**
 * How the pools of the shared server are set: short times, so that what takes an hour in production is seen in seconds. Apart from
 * {@link SharedServer}, which cannot come along into the server.
 */
final class SharedServerNumbers {

    static final int APP_MIN = 2;
    static final int APP_MAX = 10;
    static final Duration APP_WAIT = Duration.ofSeconds(2);
    static final Duration APP_IDLE = Duration.ofSeconds(4);
    static final Duration STORE_MAX_AGE = Duration.ofSeconds(6);

    private SharedServerNumbers() {}
}
