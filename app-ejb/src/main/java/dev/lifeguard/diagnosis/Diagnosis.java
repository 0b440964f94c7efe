package dev.lifeguard.diagnosis;

import dev.lifeguard.background.Rounds;
import dev.lifeguard.judgement.Judgements;
import dev.lifeguard.observation.ObservationListener;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.OwnBorrows;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.server.OwnConnections;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Who holds the connections of each pool, and why, for as long as the application is deployed. Every answer comes from memory. */
@ApplicationScoped
public class Diagnosis {

    /** Between two snapshots of one pool that are asked for. */
    public static final Duration BETWEEN_SNAPSHOTS = Snapshots.BETWEEN_ASKED;

    private static final Logger LOG = System.getLogger(Diagnosis.class.getName());
    private static final Duration LEAKS_INTERVAL = Duration.ofSeconds(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    @Inject
    private Observatory observatory;

    @Inject
    private OwnBorrows borrows;

    @Inject
    private DiagnosisSettings settings;

    @Inject
    private Judgements judgements;

    @Inject
    private Instance<SnapshotStore> stores;

    private final BlockingQueue<PoolId> exhausted = new LinkedBlockingQueue<>();
    private final ObservationListener listener = new ObservationListener() {
        @Override
        public void observed(List<PoolObservation> pools) {
            // Looked at by threads of our own, at their own pace.
        }

        @Override
        public void exhausted(PoolId pool) {
            exhausted.add(pool);
        }
    };
    private final Rounds rounds = new Rounds();
    private PoolSessions sessions;
    private LeakWatch leaks;
    private Holders holders;
    private Snapshots snapshots;
    private SnapshotStore store;

    @PostConstruct
    void prepare() {
        sessions = new PoolSessions(lent(), settings.sessionsInterval(), System::nanoTime);
        leaks = new LeakWatch(observatory::holders, sessions::reading, settings.leaksAfter(), System::nanoTime);
        holders = new Holders(observatory::holders, sessions::reading, leaks::suspicions, settings.stackAfter(), System::nanoTime);
        snapshots = new Snapshots(
                this::holders,
                this::sessions,
                pool -> observatory.recent(pool, Snapshots.SERIES),
                judgements::of,
                Clock.systemUTC(),
                System::nanoTime);
        store = stores.isResolvable() ? stores.get() : ignored -> {};
    }

    void start() {
        if (settings.sessions()) {
            rounds.repeat("lifeguard-sessions", settings.sessionsInterval(), () -> sessions.round(observatory.observations()));
        }
        rounds.repeat("lifeguard-leaks", LEAKS_INTERVAL,
                () -> leaks.round(observatory.observations().stream().map(PoolObservation::pool).toList()));
        rounds.repeat("lifeguard-snapshots", Duration.ZERO, this::takeWhenExhausted);
        observatory.addListener(listener);
    }

    void stop() {
        observatory.removeListener(listener);
        rounds.stop(STOP_PATIENCE);
    }

    /** Every connection of this pool that is held now, the longest held first; empty too if holders are not seen. */
    public List<HeldConnection> holders(PoolId pool) {
        return holders.of(pool);
    }

    /** What the pool's database knows of its sessions. */
    public SessionReport sessions(PoolId pool) {
        return sessions.reading(pool)
                .map(reading -> new SessionReport(
                        Optional.of(sessions.age(reading)), Optional.empty(), reading.sessions(observatory.holders(pool))))
                .orElseGet(() -> SessionReport.unread(
                        settings.sessions() ? sessions.reason(pool) : DiagnosisSettings.SESSIONS + " is false"));
    }

    /** How many of this pool's connections are suspected to be leaked now; absent if its holders are not seen, or not looked at lately. */
    public OptionalInt suspectedLeaks(PoolObservation pool) {
        return pool.timing() == Timing.EXACT ? leaks.suspected(pool.pool().id()) : OptionalInt.empty();
    }

    /** The latest snapshots of this pool, the newest first; memory has room for 20 of each cause, of all pools. */
    public List<Snapshot> snapshots(PoolId pool) {
        return snapshots.of(pool);
    }

    /**
     * Takes a snapshot now, on the calling thread and without a connection; into memory alone.
     *
     * @return empty if the server has no pool of this id, or if one was taken like this within {@link #BETWEEN_SNAPSHOTS}
     */
    public Optional<Snapshot> takeSnapshot(PoolId pool) {
        return observatory.observation(pool).flatMap(snapshots::ask);
    }

    /** Has this snapshot kept longer than memory does. */
    public void keep(Snapshot snapshot) {
        store.append(snapshot);
    }

    private void takeWhenExhausted() throws InterruptedException {
        observatory.observation(exhausted.take()).ifPresent(this::takeExhausted);
    }

    private void takeExhausted(PoolObservation seen) {
        Snapshot snapshot = snapshots.take(seen, Snapshot.Cause.EXHAUSTED);
        store.append(snapshot);
        LOG.log(Level.WARNING, "{0} was exhausted; a snapshot of its holders was taken: {1}", snapshot.poolName(), snapshot.id());
    }

    private OwnConnections lent() {
        return new OwnConnections() {
            @Override
            public Connection borrow(Pool pool, Runnable asking) throws SQLException {
                asking.run();
                return borrows.borrow(pool, OwnBorrow.SESSIONS);
            }

            @Override
            public Optional<Connection> openBeside(Pool pool) throws SQLException {
                return borrows.openBeside(pool);
            }
        };
    }
}
