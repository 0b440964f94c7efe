package dev.lifeguard.judgement;

import dev.lifeguard.health.Evidence;
import dev.lifeguard.health.Judgement;
import dev.lifeguard.health.PoolHealth;
import dev.lifeguard.health.Verdict;
import dev.lifeguard.observation.ObservationListener;
import dev.lifeguard.observation.ObservationSettings;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.statistics.BorrowTotals;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Keeps the verdict on every pool of the server. Each look at a pool is judged, whoever takes it, so that no answer is older than what it is
 * asked about; each change of a verdict is one line in the log and one event. Answers from memory.
 */
@ApplicationScoped
public class Judgements implements ObservationListener {

    private static final Logger LOG = System.getLogger(Judgements.class.getName());
    /** Of the last minute so much at least was watched, for its mean to say that a pool is busy. */
    private static final Duration MINUTES_WORTH = Duration.ofSeconds(30);

    @Inject
    private Observatory observatory;

    @Inject
    private ObservationSettings settings;

    @Inject
    private Instance<EventLog> eventLog;

    private final LongSupplier nanoClock;
    private final InstantSource clock;
    private final Map<PoolId, JudgedPool> byPool = new ConcurrentHashMap<>();
    private Duration interval;
    private EventLog events;

    /** Of one pool. Its lock is held for microseconds. */
    private static final class JudgedPool {

        private final PoolHealth health;
        private Verdict verdict = Verdict.UNKNOWN;

        private JudgedPool(PoolHealth health) {
            this.health = health;
        }
    }

    /** For the container. */
    public Judgements() {
        nanoClock = System::nanoTime;
        clock = Clock.systemUTC();
    }

    Judgements(Duration interval, EventLog events, LongSupplier nanoClock, InstantSource clock) {
        this.interval = interval;
        this.events = events;
        this.nanoClock = nanoClock;
        this.clock = clock;
    }

    @PostConstruct
    void prepare() {
        interval = settings.discoveryInterval();
        events = eventLog.isResolvable() ? eventLog.get() : ignored -> {};
    }

    void start() {
        // Makes the bean behind it now: into one that is first used on a thread of ours, Payara injects nothing.
        events.droppedEvents();
        observatory.addListener(this);
    }

    void stop() {
        observatory.removeListener(this);
    }

    /** Judges all pools of the server; those that are not among them are forgotten. */
    @Override
    public void observed(List<PoolObservation> pools) {
        pools.forEach(this::of);
        byPool.keySet().retainAll(pools.stream().map(seen -> seen.pool().id()).collect(Collectors.toSet()));
    }

    /** What this pool is judged to be, now that this is seen of it. Seen again, it changes nothing but what time itself does. */
    public Judgement of(PoolObservation seen) {
        JudgedPool judged = byPool.computeIfAbsent(seen.pool().id(), unseen -> new JudgedPool(new PoolHealth(interval)));
        synchronized (judged) {
            Judgement now = judged.health.judge(evidence(seen));
            if (now.verdict() != judged.verdict) {
                tell(seen, judged.verdict, now);
                judged.verdict = now.verdict();
            }
            return now;
        }
    }

    private void tell(PoolObservation seen, Verdict before, Judgement now) {
        String pool = seen.pool().name();
        String reason = now.reason();
        Level level = now.verdict().worseThan(before) ? Level.WARNING : Level.INFO;
        LOG.log(level, "Pool {0} is {1} after {2}: {3}", pool, now.verdict().word(), before.word(), reason);
        events.append(new PoolEvent(
                UUID.randomUUID(), clock.instant(), seen.pool().id(), pool, PoolEvent.Kind.VERDICT, before.word(), now.verdict().word(),
                reason));
    }

    private Evidence evidence(PoolObservation seen) {
        OptionalLong exhaustions = seen.totals()
                .map(totals -> OptionalLong.of(exhaustions(totals)))
                .orElse(OptionalLong.empty());
        return new Evidence(
                nanoClock.getAsLong(),
                seen.samples() + seen.gaps(),
                seen.usage(),
                seen.lost(),
                seen.trouble(),
                seen.lastMinute().covered().compareTo(MINUTES_WORTH) < 0 ? OptionalDouble.empty() : seen.utilization(),
                seen.reachability(),
                exhaustions);
    }

    private static long exhaustions(BorrowTotals totals) {
        return totals.failures().getOrDefault(FailureKind.EXHAUSTED, 0L);
    }
}
