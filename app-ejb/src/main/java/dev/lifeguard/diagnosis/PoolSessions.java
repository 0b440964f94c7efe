package dev.lifeguard.diagnosis;

import dev.lifeguard.database.DatabaseIdentity;
import dev.lifeguard.database.Sessions;
import dev.lifeguard.diagnosis.PoolReading.ClusterReading;
import dev.lifeguard.diagnosis.PoolReading.Origin;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Reachability.State;
import dev.lifeguard.server.OwnConnections;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Reads the sessions behind every pool, one round after the other, and keeps the last reading of each.
 *
 * <p>Most pools lead to the cluster that Lifeguard's own pool leads to, and are answered for by one reading through that. Which cluster a
 * pool leads to, one of its own connections has to tell: pids are the same on many clusters, and an address may lead to another one after a
 * failover. So each pool is asked once a minute, when it has more than two connections left; when it has not, over a connection beside it.
 * A pool that leads elsewhere, or whose sessions Lifeguard's own role may not look into, is read through itself, and only while it
 * has more than two connections left.
 *
 * <p>A pool whose database the probe does not find reachable is not asked: one that stays silent would hold up the round, and with it the
 * sessions of all others.
 *
 * <p>{@link #round} is for one thread, the rest for any.
 */
final class PoolSessions {

    static final String OWN_POOL = "jdbc/lifeguard";
    private static final String NOT_YET = "The first reading has not come yet";

    private static final Logger LOG = System.getLogger(PoolSessions.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration ORIGIN_GOOD_FOR = Duration.ofMinutes(1);
    private static final Duration BEFORE_NEXT_ATTEMPT = Duration.ofSeconds(10);
    private static final int LEFT_TO_APPLICATIONS = 2;
    /** A reading that so many more should have followed says nothing of now. */
    private static final int GOOD_FOR_INTERVALS = 3;

    private final OwnConnections connections;
    private final Duration interval;
    private final LongSupplier nanoClock;
    private final Map<PoolId, Outcome> outcomes = new ConcurrentHashMap<>();

    // Of the reading thread alone.
    private final Map<PoolId, Asked> asked = new HashMap<>();
    private Optional<DatabaseIdentity> ownCluster = Optional.empty();
    private Optional<String> ownTrouble = Optional.empty();

    /** A reading, or why there is none. */
    private record Outcome(Optional<PoolReading> reading, String reason) {

        static Outcome of(PoolReading reading) {
            return new Outcome(Optional.of(reading), "");
        }

        static Outcome none(String reason) {
            return new Outcome(Optional.empty(), reason);
        }
    }

    /** What became of asking one pool through its own connections. */
    private static final class Asked {

        private Optional<Origin> origin = Optional.empty();
        private Optional<String> trouble = Optional.empty();
        private boolean refused;
        private long nextNanos;

        private Origin leadsTo(ClusterReading reading) {
            Origin told = Origin.of(reading.reading());
            origin = Optional.of(told);
            nextNanos = reading.nanos() + ORIGIN_GOOD_FOR.toNanos();
            return told;
        }
    }

    /** @param interval between two rounds */
    PoolSessions(OwnConnections connections, Duration interval, LongSupplier nanoClock) {
        this.connections = connections;
        this.interval = interval;
        this.nanoClock = nanoClock;
    }

    /** The last reading of this pool, as far as it still holds. */
    Optional<PoolReading> reading(PoolId pool) {
        return Optional.ofNullable(outcomes.get(pool)).flatMap(Outcome::reading).filter(this::holds);
    }

    /** Why this pool has no reading. */
    String reason(PoolId pool) {
        Outcome outcome = outcomes.get(pool);
        if (outcome == null) {
            return NOT_YET;
        }
        return outcome.reading()
                .map(reading -> "The last reading is " + age(reading).toSeconds() + " s old")
                .orElse(outcome.reason());
    }

    Duration age(PoolReading reading) {
        return Duration.ofNanos(nanoClock.getAsLong() - reading.cluster().nanos());
    }

    private boolean holds(PoolReading reading) {
        return age(reading).compareTo(interval.multipliedBy(GOOD_FOR_INTERVALS)) <= 0;
    }

    /** Reads once; waits for databases. */
    void round(List<PoolObservation> pools) {
        Optional<ClusterReading> ours = readOwn(pools);
        for (PoolObservation seen : pools) {
            outcomes.put(seen.pool().id(), read(seen, ours));
        }
        Set<PoolId> present = pools.stream().map(seen -> seen.pool().id()).collect(Collectors.toSet());
        outcomes.keySet().retainAll(present);
        asked.keySet().retainAll(present);
    }

    private Optional<ClusterReading> readOwn(List<PoolObservation> pools) {
        Optional<PoolObservation> own = pools.stream().filter(seen -> seen.pool().goesBy(OWN_POOL)).findFirst();
        boolean had = own.filter(seen -> seen.usage().map(PoolSessions::left).orElse(1) >= 1).isPresent();
        if (!had) {
            ownTrouble = told(OWN_POOL, ownTrouble, "The pool " + OWN_POOL + " is missing, or all of it is in use");
            return Optional.empty();
        }
        Reachability found = own.get().reachability();
        if (found.state() == State.PENDING) {
            return Optional.empty();
        }
        if (found.reason().isPresent()) {
            ownTrouble = told(OWN_POOL, ownTrouble, "Not read through " + OWN_POOL + ": " + found.reason().get());
            return Optional.empty();
        }
        Pool ownPool = own.get().pool();
        try (Connection connection = connections.borrow(ownPool)) {
            ClusterReading reading = read(connection);
            asked.computeIfAbsent(ownPool.id(), unseen -> new Asked()).leadsTo(reading);
            Optional<DatabaseIdentity> cluster = Optional.of(reading.reading().cluster());
            if (!cluster.equals(ownCluster)) {
                // It was restarted, and the pools that it is behind have yet to tell that they lead to the new one.
                asked.values().stream()
                        .filter(pool -> pool.origin.filter(reading::isOf).isEmpty())
                        .forEach(pool -> pool.nextNanos = reading.nanos());
                ownCluster = cluster;
            }
            ownTrouble = toldItsEnd(OWN_POOL, ownTrouble);
            return Optional.of(reading);
        } catch (SQLException | RuntimeException | LinkageError e) {
            ownTrouble = told(OWN_POOL, ownTrouble, "Not read through " + OWN_POOL + ": " + Causes.reason(e));
            return Optional.empty();
        }
    }

    private ClusterReading read(Connection connection) throws SQLException {
        return ClusterReading.of(Sessions.read(connection, DEADLINE), nanoClock.getAsLong());
    }

    private Outcome read(PoolObservation seen, Optional<ClusterReading> ours) {
        Asked pool = asked.computeIfAbsent(seen.pool().id(), unseen -> new Asked());
        Optional<Origin> origin = pool.origin;
        Optional<PoolReading> answered = origin.flatMap(known -> ours.filter(reading -> reading.isOf(known))
                .map(reading -> new PoolReading(known, reading)));
        boolean seesAll = answered.isPresent() && answered.get().cluster().seesInto(origin.get());
        boolean due = nanoClock.getAsLong() - pool.nextNanos >= 0;
        boolean ownsIsAway = ours.isEmpty() && origin.isPresent() && origin.map(Origin::cluster).equals(ownCluster);
        boolean isShort = seen.usage().map(usage -> left(usage) <= LEFT_TO_APPLICATIONS).orElse(true);

        boolean mayAsk = isAsked(seen.pool()) && seen.reachability().state() == State.REACHABLE;
        boolean ask = mayAsk && !pool.refused && !ownsIsAway && seen.usage().isPresent()
                && (due || !seesAll && !isShort && pool.trouble.isEmpty());
        Optional<PoolReading> itsOwn = ask ? ask(seen.pool(), pool, isShort) : Optional.empty();
        return itsOwn.or(() -> answered).map(Outcome::of).orElseGet(() -> unread(seen, pool, ownsIsAway));
    }

    private static boolean isAsked(Pool pool) {
        return switch (pool.source()) {
            case SERVER, APPLICATION -> true;
            case BUILT_IN, ABANDONED -> false;
        };
    }

    private Outcome unread(PoolObservation seen, Asked pool, boolean ownsIsAway) {
        if (!isAsked(seen.pool())) {
            return Outcome.none("This pool is not asked");
        }
        if (ownsIsAway) {
            return Outcome.none(ownTrouble.orElse(NOT_YET));
        }
        if (seen.usage().isEmpty()) {
            return Outcome.none("The pool is not built yet, or cannot be read");
        }
        Optional<String> unreached = seen.reachability().reason().map(why -> "Not read through the pool: " + why);
        Optional<String> trouble = unreached.or(() -> pool.trouble);
        if (trouble.isPresent()) {
            return Outcome.none(trouble.get());
        }
        // Of a pool that has just become short the last reading is the best there is, until it is too old.
        return Optional.ofNullable(outcomes.get(seen.pool().id()))
                .filter(before -> before.reading().filter(this::holds).isPresent())
                .orElseGet(() -> Outcome.none("Too few connections are left to ask through the pool"));
    }

    /** Through the pool, or beside it where it is short. */
    private Optional<PoolReading> ask(Pool pool, Asked state, boolean isShort) {
        try (Connection connection = isShort ? connections.openBeside(pool).orElse(null) : connections.borrow(pool)) {
            if (connection == null) {
                state.nextNanos = nanoClock.getAsLong() + ORIGIN_GOOD_FOR.toNanos();
                return Optional.empty();
            }
            ClusterReading reading = read(connection);
            state.trouble = toldItsEnd(pool.name(), state.trouble);
            return Optional.of(new PoolReading(state.leadsTo(reading), reading));
        } catch (SQLFeatureNotSupportedException e) {
            state.refused = true;
            state.trouble = Optional.of(e.getMessage());
            return Optional.empty();
        } catch (SQLException | RuntimeException | LinkageError e) {
            state.nextNanos = nanoClock.getAsLong() + BEFORE_NEXT_ATTEMPT.toNanos();
            state.trouble = told(pool.name(), state.trouble, "Not read through the pool: " + Causes.reason(e));
            return Optional.empty();
        }
    }

    /** How many connections could still be borrowed. */
    private static int left(PoolUsage usage) {
        return usage.max().isEmpty() ? Integer.MAX_VALUE : usage.max().getAsInt() - usage.inUse();
    }

    /** Once an outage, not at each attempt. */
    private static Optional<String> told(String pool, Optional<String> before, String now) {
        if (before.isEmpty()) {
            LOG.log(Level.WARNING, "The sessions of {0} cannot be read. {1}", pool, now);
        }
        return Optional.of(now);
    }

    private static Optional<String> toldItsEnd(String pool, Optional<String> before) {
        if (before.isPresent()) {
            LOG.log(Level.INFO, "The sessions of {0} can be read again", pool);
        }
        return Optional.empty();
    }
}
