package dev.lifeguard.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings that a running pool goes by at this moment, whatever the server's configuration says.
 *
 * @param min the least number of connections to keep open, 0 or more
 * @param max the most connections that may be open, 1 or more; absent for a pool without a limit
 * @param waitTimeout how long a request waits for a connection; zero is no waiting, absent is for ever
 * @param idleTimeout how long a connection above min may be idle; absent is for ever
 */
public record SettingsInForce(int min, OptionalInt max, Optional<Duration> waitTimeout, Optional<Duration> idleTimeout) {

    public SettingsInForce {
        Objects.requireNonNull(max, "max");
        Objects.requireNonNull(waitTimeout, "waitTimeout");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
    }

    /** What is in force once the change is made; min may be above max then. */
    public SettingsInForce after(SettingsChange change) {
        return new SettingsInForce(
                change.min().orElse(min),
                change.max().isPresent() ? change.max() : max,
                change.waitTimeout().or(() -> waitTimeout),
                change.idleTimeout().or(() -> idleTimeout));
    }

    /** Whether all that the change asks for is in force. */
    public boolean meets(SettingsChange change) {
        return after(change).equals(this);
    }
}
