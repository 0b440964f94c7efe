package dev.lifeguard.database;

import java.time.Instant;
import java.util.Objects;

/**
 * Tells one running PostgreSQL cluster from every other: equal for any two connections of it, whichever database, role and address they
 * took, and another one after each restart. Two clusters would have to be started in the same microsecond to be taken for one. Can be
 * asked for without any right.
 *
 * @param startedAt when it was started, by its own clock, to the microsecond
 * @param port that it listens on; not the one of a proxy before it
 * @param name its {@code cluster_name}; empty where nobody gave it one
 */
public record DatabaseIdentity(Instant startedAt, int port, String name) {

    public DatabaseIdentity {
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(name, "name");
    }
}
