package dev.lifeguard.observation;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.server.PoolReader;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.Window;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/**
 * Watches the pools for as long as the application is deployed, and tells what is known of them. Every answer comes from memory.
 */
@ApplicationScoped
public class Observatory {

    private static final Logger LOG = System.getLogger(Observatory.class.getName());
    private static final int HOLD_INTERVALS = 5;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    /** Longer than a pool's and a driver's timeouts are in sane configurations: a slow borrow is let be, a dead thread is replaced. */
    private static final Duration LONGEST_BORROW = Duration.ofMinutes(10);
    private static final Duration SUPERVISION_INTERVAL = Duration.ofSeconds(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    @Inject
    private PoolReader reader;

    @Inject
    private ObservationSettings settings;

    @Inject
    private Instance<MinuteLog> minuteLog;

    private final List<ObservationListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<ObservationListener> failing = ConcurrentHashMap.newKeySet();
    private ObservedPools observed;
    private MinuteLog minutes;
    private SupervisedWorker sampling;
    private Worker supervision;
    private volatile List<ReachabilityProbe> probes = List.of();
    private List<SupervisedWorker> workers = List.of();

    @PostConstruct
    void prepare() {
        observed = new ObservedPools(settings.sampleInterval().multipliedBy(HOLD_INTERVALS));
        minutes = minuteLog.isResolvable() ? minuteLog.get() : ignored -> {};
        // Each with a sampler of its own: one that hung may wake up while its successor is at work.
        sampling = new SupervisedWorker(
                () -> new Worker("lifeguard-sampler", settings.sampleInterval(), sampler()::pass), LONGEST_SILENCE);
    }

    private Sampler sampler() {
        return new Sampler(reader, observed, settings, System::nanoTime, Clock.systemUTC(), minutes, this::tellListeners);
    }

    /** @param asked the pools that the probe borrows from, by JNDI name; each gives a connection back at {@code close()} */
    void start(Map<String, DataSource> asked) {
        probes = asked.entrySet().stream().map(pool -> probe(pool.getKey(), pool.getValue())).toList();
        List<SupervisedWorker> all = new ArrayList<>(List.of(sampling));
        probes.forEach(probe -> all.add(new SupervisedWorker(
                () -> new Worker("lifeguard-probe " + probe.jndiName(), settings.probeInterval(), probe::ask), LONGEST_BORROW)));
        workers = List.copyOf(all);
        workers.forEach(SupervisedWorker::start);
        supervision = new Worker("lifeguard-supervisor", SUPERVISION_INTERVAL, () -> workers.forEach(SupervisedWorker::check));
        supervision.start();
        LOG.log(Level.INFO, "Lifeguard watches the pools of {0}", reader.server());
    }

    void stop() {
        supervision.stop(STOP_PATIENCE);
        workers.forEach(worker -> worker.stop(STOP_PATIENCE));
        List<PoolMinute> running = observed.all().stream().map(ObservedPool::end).flatMap(Optional::stream).toList();
        if (!running.isEmpty()) {
            minutes.append(running);
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
        return observed.find(id).map(pool -> BorrowFigures.none());
    }

    /** Who has a connection of this pool now, in no order; empty if nobody has, or if that is not seen. */
    public List<Holder> holders(PoolId id) {
        return List.of();
    }

    /** Whether the sampler died or hung so often that only a restart of the application helps. */
    public boolean samplerLost() {
        return sampling.lost();
    }

    /** How often the sampler was replaced since the application started. */
    public long samplerRestarts() {
        return sampling.restarts();
    }

    /** Minutes of pools that could not be kept since the application started, 0 or more. */
    public long droppedMinutes() {
        return minutes.droppedMinutes();
    }

    public void addListener(ObservationListener listener) {
        listeners.add(listener);
    }

    public void removeListener(ObservationListener listener) {
        listeners.remove(listener);
    }

    private ReachabilityProbe probe(String jndiName, DataSource dataSource) {
        return new ReachabilityProbe(
                jndiName,
                dataSource,
                () -> observed.usageOf(jndiName),
                reader::kindOf,
                settings.probeInterval(),
                settings.probeDeadline(),
                System::nanoTime);
    }

    private PoolObservation observe(ObservedPool pool) {
        Optional<ReachabilityProbe> probe = probeOf(pool.pool());
        return pool.observe(
                System.nanoTime(),
                probe.map(ReachabilityProbe::reachability).orElseGet(() -> Reachability.unknown("This pool is not asked")),
                probe.map(ReachabilityProbe::borrows).orElse(0L));
    }

    private Optional<ReachabilityProbe> probeOf(Pool pool) {
        return probes.stream().filter(probe -> pool.goesBy(probe.jndiName())).findFirst();
    }

    private void tellListeners() {
        List<PoolObservation> seen = observations();
        for (ObservationListener listener : listeners) {
            try {
                listener.observed(seen);
                failing.remove(listener);
            } catch (RuntimeException e) {
                if (failing.add(listener)) {
                    LOG.log(Level.ERROR, listener.getClass().getName() + " fails on what was observed", e);
                }
            }
        }
    }
}
