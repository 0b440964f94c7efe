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

    /** Whether all that the change asks for is in force. */
    public boolean meets(SettingsChange change) {
        return (change.min().isEmpty() || change.min().getAsInt() == min)
                && (change.max().isEmpty() || change.max().equals(max))
                && (change.waitTimeout().isEmpty() || change.waitTimeout().equals(waitTimeout))
                && (change.idleTimeout().isEmpty() || change.idleTimeout().equals(idleTimeout));
    }
}
