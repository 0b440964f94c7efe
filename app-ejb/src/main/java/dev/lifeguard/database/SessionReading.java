package dev.lifeguard.database;

import java.util.List;
import java.util.Objects;

/**
 * The sessions of a whole cluster at one moment.
 *
 * @param cluster whose they are
 * @param asker the session that asked; it is among the others
 * @param sessions those of clients, of all databases and roles
 */
public record SessionReading(DatabaseIdentity cluster, DatabaseSession asker, List<DatabaseSession> sessions) {

    public SessionReading {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(asker, "asker");
        sessions = List.copyOf(sessions);
    }
}
