package dev.lifeguard.pool;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How a pool is configured, as read back from the server. What the server does not have or does not tell is absent.
 *
 * @param min the least number of connections to keep open, 0 or more
 * @param max the most connections that may be open, 1 or more
 * @param waitTimeout how long a request waits for a connection; zero is no waiting, absent is for ever
 * @param idleTimeout how long a connection above min may be idle; absent is for ever
 * @param maxAge how old a connection may become; absent is for ever
 * @param validated whether a connection is checked before it is handed out
 * @param serverTerms the same and more in the server's own words, for example {@code steady-pool-size=20}; never a credential
 */
public record PoolSettings(
        OptionalInt min,
        OptionalInt max,
        Optional<Duration> waitTimeout,
        Optional<Duration> idleTimeout,
        Optional<Duration> maxAge,
        Optional<Boolean> validated,
        Map<String, String> serverTerms) {

    public PoolSettings {
        serverTerms = Collections.unmodifiableMap(new TreeMap<>(serverTerms));
    }
}
