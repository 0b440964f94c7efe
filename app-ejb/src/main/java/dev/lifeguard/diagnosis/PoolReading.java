package dev.lifeguard.diagnosis;

import dev.lifeguard.database.DatabaseIdentity;
import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.database.SessionReading;
import dev.lifeguard.observation.Holder;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The sessions of the cluster that a pool's connections lead to.
 *
 * @param origin of the pool's connections
 * @param cluster all its sessions
 */
record PoolReading(Origin origin, ClusterReading cluster) {

    /** By how much the clocks of two machines may drift from each other during a hold. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    /** Where a pool's connections lead to, and how they log in, as one of them told. */
    record Origin(DatabaseIdentity cluster, String database, String user, Optional<String> applicationName) {

        static Origin of(SessionReading reading) {
            DatabaseSession asker = reading.asker();
            return new Origin(reading.cluster(), asker.database(), asker.user(), asker.applicationName());
        }

        private boolean loggedIn(DatabaseSession session) {
            return database.equals(session.database()) && user.equals(session.user());
        }

        private boolean named(DatabaseSession session) {
            return loggedIn(session) && applicationName.isPresent() && applicationName.equals(session.applicationName());
        }
    }

    /** A reading, and when it had been made, by {@link System#nanoTime()}. */
    record ClusterReading(SessionReading reading, Map<Integer, DatabaseSession> byPid, long nanos) {

        static ClusterReading of(SessionReading reading, long nanos) {
            Map<Integer, DatabaseSession> byPid = new HashMap<>();
            reading.sessions().forEach(session -> byPid.put(session.pid(), session));
            return new ClusterReading(reading, byPid, nanos);
        }

        boolean isOf(Origin origin) {
            return reading.cluster().equals(origin.cluster());
        }

        /** Whether the role that asked may look into the sessions of the role that the pool logs in as. */
        boolean seesInto(Origin origin) {
            return reading.sessions().stream().anyMatch(session -> session.user().equals(origin.user()) && session.state().isPresent());
        }
    }

    /**
     * The session of the connection that is held. A pid alone is no proof: one that ended may have left it to another, which then is of
     * another role or database, or younger than the hold. Empty too if the reading was made before the hold began, as it tells of an
     * earlier holder then.
     */
    Optional<DatabaseSession> sessionOf(Holder holder) {
        Duration held = Duration.ofNanos(cluster.nanos() - holder.sinceNanos());
        if (holder.session().isEmpty() || held.isNegative()) {
            return Optional.empty();
        }
        return Optional.ofNullable(cluster.byPid().get(holder.session().getAsInt()))
                .filter(origin::loggedIn)
                .filter(session -> session.age().map(age -> age.plus(TOLERANCE).compareTo(held) >= 0).orElse(true));
    }

    /** Those that have to do with the pool, by pid. */
    List<PoolSession> sessions(Collection<Holder> holders) {
        Map<Integer, PoolSession> related = new HashMap<>();
        cluster.reading().sessions().stream()
                .filter(origin::named)
                .forEach(session -> related.put(session.pid(), new PoolSession(session, PoolSession.Relation.NAMED)));
        holders.stream()
                .flatMap(holder -> sessionOf(holder).stream())
                .forEach(session -> related.put(session.pid(), new PoolSession(session, PoolSession.Relation.HELD)));
        Set<Integer> blockers = new HashSet<>();
        related.values().forEach(one -> blockers.addAll(one.session().blockedBy()));
        blockers.removeAll(related.keySet());
        return Stream.concat(
                        related.values().stream(),
                        blockers.stream()
                                .flatMap(pid -> Optional.ofNullable(cluster.byPid().get(pid)).stream())
                                .map(session -> new PoolSession(session, PoolSession.Relation.BLOCKING)))
                .sorted(Comparator.comparingInt(one -> one.session().pid()))
                .toList();
    }
}
