package dev.lifeguard.warden;

import dev.lifeguard.background.Pause;
import dev.lifeguard.background.Rounds;
import dev.lifeguard.judgement.EventLog;
import dev.lifeguard.observation.ObservationListener;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.OwnBorrows;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.observation.PoolQueue;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolCare;
import dev.lifeguard.server.PoolReader;
import dev.lifeguard.statistics.TimedFigures;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Has every pool looked after by the rules that are on, for as long as the application is deployed. */
@ApplicationScoped
public class Warden implements ObservationListener {

    private static final Logger LOG = System.getLogger(Warden.class.getName());
    /** Short enough to wake a sleeper before anybody would call it slow. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(200);
    private static final Duration BETWEEN_SHARINGS = Duration.ofSeconds(1);
    private static final Duration WARM_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
    private static final int WORKERS = 8;

    @Inject
    private WardenSettings settings;

    @Inject
    private Observatory observatory;

    @Inject
    private PoolReader reader;

    @Inject
    private PoolCare care;

    @Inject
    private OwnBorrows borrows;

    @Inject
    private OperationDesk desk;

    @Inject
    private Instance<EventLog> eventLog;

    private final Rounds rounds = new Rounds();
    private final Map<PoolId, Ward> wards = new ConcurrentHashMap<>();
    private final Set<PoolId> failing = ConcurrentHashMap.newKeySet();
    private EventLog events;
    private Deeds deeds;
    private Ward.Common common;
    private volatile boolean listed;
    private volatile boolean stopped;
    private long startNanos;

    @PostConstruct
    void prepare() {
        events = eventLog.isResolvable() ? eventLog.get() : ignored -> {};
        deeds = new Deeds(events, System::nanoTime, Clock.systemUTC());
        common = new Ward.Common(
                settings, reader, care, borrows, new Memory(), deeds, new Semaphore(WORKERS), Pause.REAL, System::nanoTime);
        startNanos = System.nanoTime();
    }

    void start() {
        // Makes the beans behind them now: into one that is first used on a thread of ours, Payara injects nothing.
        events.droppedEvents();
        if (!desk.enabled()) {
            LOG.log(Level.INFO, "Nobody looks after the pools, as operations are switched off");
            return;
        }
        observatory.addListener(this);
        if (observatory.looked()) {
            observed(observatory.observations());
        }
        rounds.repeat("lifeguard-warden", BETWEEN_LOOKS, () -> each(ward -> ward.look(System.nanoTime())));
        rounds.repeat("lifeguard-warden-rounds", BETWEEN_ROUNDS, () -> each(Ward::tend));
        rounds.repeat("lifeguard-warden-sharing", BETWEEN_SHARINGS, () -> each(ward -> ward.shareClosing(System.nanoTime())));
    }

    void stop() {
        stopped = true;
        observatory.removeListener(this);
        rounds.stop(STOP_PATIENCE);
        wards.values().forEach(Ward::interrupt);
        each(ward -> ward.leave(STOP_PATIENCE));
    }

    @Override
    public void observed(List<PoolObservation> pools) {
        Set<PoolId> present = new HashSet<>();
        for (PoolObservation seen : pools) {
            Pool pool = seen.pool();
            boolean ours = switch (pool.source()) {
                case SERVER, APPLICATION -> true;
                case BUILT_IN, ABANDONED -> false;
            };
            if (ours && !stopped) {
                present.add(pool.id());
                // One that came back with other names, say, is another pool to look at.
                wards.compute(pool.id(), (id, known) -> known != null && known.pool().equals(pool) ? known : ward(pool));
            }
        }
        wards.keySet().retainAll(present);
        failing.retainAll(present);
        deeds.retain(present);
        listed = true;
    }

    /** An application's pool is built when the application first asks: before, what it is made of may not be there. */
    private Ward ward(Pool pool) {
        boolean asItIs = !settings.has(WardenRule.WARM) || pool.source() == Pool.Source.APPLICATION;
        return new Ward(pool, common, asItIs);
    }

    private void each(Consumer<Ward> what) {
        wards.forEach((id, ward) -> {
            try {
                what.accept(ward);
                failing.remove(id);
            } catch (RuntimeException e) {
                // One pool's trouble is not to keep the others from theirs. What the server does not tell is logged where it is read.
                if (failing.add(id)) {
                    Level level = e instanceof PoolAccessException ? Level.DEBUG : Level.ERROR;
                    LOG.log(level, "Pool " + ward.pool().name() + " cannot be looked after", e);
                }
            }
        });
    }

    /** Whether every pool that was there at first is warm, or could not be; after a minute in any case. */
    public boolean started() {
        if (!desk.enabled() || !settings.has(WardenRule.WARM)) {
            return true;
        }
        boolean warm = listed && wards.values().stream().allMatch(Ward::warm);
        return warm || System.nanoTime() - startNanos > WARM_WITHIN.toNanos();
    }

    /** How many requests of this pool were woken, and connections opened or closed, by each rule; what never happened is not in it. */
    public Map<WardenRule, Long> deeds(PoolId pool) {
        return deeds.counts(pool);
    }

    /** From what others keep. */
    private final class Memory implements Sight {

        @Override
        public Optional<PoolQueue> queue(PoolId pool) {
            return observatory.queue(pool);
        }

        @Override
        public OptionalLong acquisitions(PoolId pool) {
            return observatory.flow(pool, System.nanoTime())
                    .filter(flow -> flow.exact())
                    .map(flow -> OptionalLong.of(flow.flow().acquisitions()))
                    .orElse(OptionalLong.empty());
        }

        @Override
        public OptionalInt peak(PoolId pool, Duration length) {
            List<TimedFigures> recent = observatory.recent(pool, length);
            return recent.stream()
                    .map(second -> second.figures().inUsePeak())
                    .filter(OptionalInt::isPresent)
                    .mapToInt(OptionalInt::getAsInt)
                    .max();
        }

        @Override
        public Set<Long> lost(PoolId pool) {
            return observatory.lost(pool);
        }

        @Override
        public boolean drained(PoolId pool) {
            return desk.drained(pool);
        }

        @Override
        public boolean warmOrdered(PoolId pool) {
            return desk.warmed(pool);
        }

        @Override
        public Optional<Duration> idleTimeout(PoolId pool) {
            return desk.inForce(pool).flatMap(SettingsInForce::idleTimeout);
        }
    }
}
