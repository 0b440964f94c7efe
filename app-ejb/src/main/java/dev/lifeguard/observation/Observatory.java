package dev.lifeguard.observation;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.server.BorrowTap;
import dev.lifeguard.server.PoolReader;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.TimedFigures;
import dev.lifeguard.statistics.Window;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Watches the pools for as long as the application is deployed, and tells what is known of them. Every answer comes from memory.
 */
@ApplicationScoped
public class Observatory {

    private static final Logger LOG = System.getLogger(Observatory.class.getName());
    private static final int HOLD_INTERVALS = 5;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final Duration SUPERVISION_INTERVAL = Duration.ofMillis(200);
    private static final int SUPERVISIONS_PER_CHECK = 5;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
    /** An exhaustion after so long without one is told; those that follow it are of the same trouble. */
    private static final Duration SAME_TROUBLE = Duration.ofMinutes(1);

    @Inject
    private PoolReader reader;

    @Inject
    private ObservationSettings settings;

    @Inject
    private PoolTiming timing;

    @Inject
    private BorrowTap tap;

    @Inject
    private OwnBorrows borrows;

    @Inject
    private Instance<MinuteLog> minuteLog;

    private final List<ObservationListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<ObservationListener> failing = ConcurrentHashMap.newKeySet();
    private ObservedPools observed;
    private MinuteLog minutes;
    private SupervisedWorker sampling;
    private Worker supervision;
    /** Of the supervisor's thread. */
    private int supervisions;
    private Probes probes;
    private TapFitting fitting;
    /** When each pool was exhausted last; of the sampler's thread. */
    private final Map<PoolId, Long> exhaustions = new ConcurrentHashMap<>();

    @PostConstruct
    void prepare() {
        observed = new ObservedPools(settings.sampleInterval().multipliedBy(HOLD_INTERVALS), reader::kindOf, System::nanoTime);
        minutes = minuteLog.isResolvable() ? minuteLog.get() : ignored -> {};
        probes = new Probes(this::probe, settings.probeInterval());
        fitting = new TapFitting(tap, timing, pool -> probes.of(pool).isPresent(), System::nanoTime);
        // Each with a sampler of its own: one that hung may wake up while its successor is at work.
        sampling = new SupervisedWorker(
                () -> new Worker("lifeguard-sampler", settings.sampleInterval(), sampler()::pass), LONGEST_SILENCE);
    }

    private Sampler sampler() {
        return new Sampler(
                reader, observed, settings, System::nanoTime, Clock.systemUTC(), minutes, this::discovered, this::exhausted);
    }

    void start() {
        tap.unavailable().ifPresent(why -> LOG.log(Level.WARNING, "Borrows are timed by the probe alone. {0}", why));
        // Makes the beans behind them now: into one that is first used on a thread of ours, Payara injects nothing, and Open Liberty has that
        // thread wait until the application has started, which may be waiting for us.
        borrows.retain(Set.of());
        minutes.droppedRows();
        sampling.start();
        supervision = new Worker("lifeguard-supervisor", SUPERVISION_INTERVAL, this::supervise);
        supervision.start();
        LOG.log(Level.INFO, "Lifeguard watches the pools of {0}", reader.server());
    }

    private void supervise() {
        try {
            probes.askBeside();
            supervisions++;
            if (supervisions % SUPERVISIONS_PER_CHECK == 0) {
                sampling.check();
                probes.check();
            }
        } catch (RuntimeException | Error e) {
            // Nobody looks after the one who looks: whatever it was, such as no thread to be had, the next round has to come.
            LOG.log(Level.ERROR, "Lifeguard's threads could not be looked after", e);
        }
    }

    void stop() throws InterruptedException {
        supervision.stop(STOP_PATIENCE);
        sampling.stop(STOP_PATIENCE);
        fitting.stop();
        probes.stop(STOP_PATIENCE);
        List<PoolMinute> running = observed.all().stream().map(ObservedPool::end).flatMap(Optional::stream).toList();
        if (!running.isEmpty()) {
            minutes.append(running);
        }
    }

    private void discovered() {
        Collection<ObservedPool> pools = observed.all();
        fitting.fit(pools);
        probes.watch(pools);
        Set<PoolId> present = pools.stream().map(pool -> pool.pool().id()).collect(Collectors.toSet());
        borrows.retain(present);
        exhaustions.keySet().retainAll(present);
        List<PoolObservation> seen = observations();
        tell(listener -> listener.observed(seen));
    }

    private void exhausted(PoolId pool) {
        long now = System.nanoTime();
        Long before = exhaustions.put(pool, now);
        if (before == null || now - before > SAME_TROUBLE.toNanos()) {
            tell(listener -> listener.exhausted(pool));
        }
    }

    /** The server that is watched, by product and version. */
    public String server() {
        return reader.server();
    }

    /** Whether the server has told which pools it has, so that a pool which is not there does not exist. */
    public boolean looked() {
        return observed.listed();
    }

    /** What is known of every pool now, sorted by name. */
    public List<PoolObservation> observations() {
        return observed.all().stream()
                .map(this::observe)
                .sorted(Comparator.comparing((PoolObservation seen) -> seen.pool().name()).thenComparing(seen -> seen.pool().id()))
                .toList();
    }

    /** What is known of this pool now; empty if the server has none of this id. */
    public Optional<PoolObservation> observation(PoolId id) {
        return observed.find(id).map(this::observe);
    }

    /** What was seen of this pool's borrows over the window that ends now; empty if the server has no pool of this id. */
    public Optional<BorrowFigures> figures(PoolId id, Window window) {
        return observed.find(id).map(pool -> pool.figures(window, System.nanoTime()));
    }

    /** This pool just now, at next to no cost; empty if the server has none of this id, or has not built it. */
    public Optional<PoolFlow> flow(PoolId id, long nanos) {
        return observed.find(id).flatMap(pool -> pool.flow(nanos));
    }

    /**
     * Has this run once, as soon as so many of this pool's connections are in use or a request queues: in the thread that borrows, or in
     * this one if it is so already. Takes the place of the one before. Costs a borrow no more than a comparison.
     *
     * @param inUse 1 or more
     * @param told returns at once and throws nothing
     */
    public void alarm(PoolId id, int inUse, Runnable told) {
        observed.find(id).ifPresent(pool -> pool.alarm(inUse, told));
    }

    /** Nobody is to be told of this pool any longer. */
    public void disarm(PoolId id) {
        observed.find(id).ifPresent(ObservedPool::disarm);
    }

    /** Who waits for a connection of this pool just now, at next to no cost; empty as {@link #flow} is. */
    public Optional<PoolQueue> queue(PoolId id) {
        return observed.find(id).flatMap(pool -> pool.queue(broken -> databaseAway(id, broken)));
    }

    /** As long as nobody has found it well since then. Of a pool that is not asked, a failure says nothing of those that follow. */
    private boolean databaseAway(PoolId id, OptionalLong brokenNanos) {
        Optional<ReachabilityProbe> probe = probes.of(id);
        if (probe.isEmpty()) {
            return false;
        }
        boolean away = switch (probe.get().reachability().state()) {
            case UNREACHABLE, RECOVERING, REFUSED -> true;
            case REACHABLE, PENDING, UNKNOWN -> false;
        };
        return away || brokenNanos.isPresent() && !probe.get().answeredSince(brokenNanos.getAsLong());
    }

    /** The connections of this pool that the server itself has lost for good, by their keys; often empty. */
    public Set<Long> lost(PoolId id) {
        return observed.find(id).map(ObservedPool::lostKeys).orElse(Set.of());
    }

    /** What every borrow of this pool left over the last so much time, at most 5 minutes, oldest first; empty where they are not seen. */
    public List<TimedFigures> recent(PoolId id, Duration length) {
        return observed.find(id).map(pool -> pool.recent(length)).orElse(List.of());
    }

    /** Who has a connection of this pool now, in no order; empty if nobody has, or if that is not seen. */
    public List<Holder> holders(PoolId id) {
        return observed.find(id).map(ObservedPool::holders).orElse(List.of());
    }

    /** What the probe's own borrows of this pool took over the window that ends now; empty if the server has no pool of this id. */
    public Optional<BorrowFigures> probeFigures(PoolId id, Window window) {
        return observed.find(id).map(pool -> pool.probeFigures(window));
    }

    /** What the probe's own borrows of this pool took since it is watched, as the tap timed them. */
    public Histogram probesSeen(PoolId id) {
        return observed.find(id).map(ObservedPool::probesSeen).orElse(Histogram.empty());
    }

    /** How far tap and probe agree on this pool: the share of borrows that both timed alike, within a bucket; absent if there was none. */
    public OptionalDouble seenAlike(PoolId id) {
        return observed.find(id).map(ObservedPool::seenAlike).orElse(OptionalDouble.empty());
    }

    /** Whether the sampler died or hung so often that only a restart of the application helps. */
    public boolean samplerLost() {
        return sampling.lost();
    }

    /** How often the sampler was replaced since the application started. */
    public long samplerRestarts() {
        return sampling.restarts();
    }

    /** Rows that the history could not keep since the application started, 0 or more. */
    public long droppedRows() {
        return minutes.droppedRows();
    }

    public void addListener(ObservationListener listener) {
        listeners.add(listener);
    }

    public void removeListener(ObservationListener listener) {
        listeners.remove(listener);
    }

    private ReachabilityProbe probe(Pool pool) {
        return new ReachabilityProbe(
                pool,
                borrows,
                () -> observed.find(pool.id()).flatMap(ObservedPool::usage),
                reader::kindOf,
                () -> observed.find(pool.id()).map(ObservedPool::brokenSince).orElse(false),
                borrowing -> observed.find(pool.id()).ifPresent(known -> known.probed(borrowing)),
                settings,
                System::nanoTime);
    }

    private PoolObservation observe(ObservedPool pool) {
        PoolId id = pool.pool().id();
        return pool.observe(
                System.nanoTime(),
                probes.of(id)
                        .map(ReachabilityProbe::reachability)
                        .orElseGet(() -> Reachability.unknown(notAskedAs(pool.pool()))),
                borrows.counts(id));
    }

    private static String notAskedAs(Pool pool) {
        return switch (pool.source()) {
            case BUILT_IN -> "the server's own pools are left alone";
            case ABANDONED -> "the application that brought the pool is gone";
            case SERVER, APPLICATION -> "nobody has used the pool yet";
        };
    }

    private void tell(Consumer<ObservationListener> what) {
        for (ObservationListener listener : listeners) {
            try {
                what.accept(listener);
                failing.remove(listener);
            } catch (RuntimeException e) {
                if (failing.add(listener)) {
                    LOG.log(Level.ERROR, listener.getClass().getName() + " fails on what was observed", e);
                }
            }
        }
    }
}
