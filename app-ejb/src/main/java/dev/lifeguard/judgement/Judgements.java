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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Keeps the verdict on every pool of the server. Judges what it is told, on the thread that tells it, and answers from memory; each change of
 * a verdict is one line in the log and one event.
 */
@ApplicationScoped
public class Judgements implements ObservationListener {

    private static final Logger LOG = System.getLogger(Judgements.class.getName());
    /** Nobody judges any longer: what was judged so long ago is no answer. */
    private static final Duration STALE_AFTER = Duration.ofSeconds(15);

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

    /** The judge of one pool, used by one thread at a time, and what it came to last. */
    private static final class JudgedPool {

        private final PoolHealth health;
        private volatile Judgement last;

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
        observatory.addListener(this);
    }

    void stop() {
        observatory.removeListener(this);
    }

    /**
     * Judges all pools of the server; those that are not among them are forgotten. May be told of the same readings again, which changes
     * nothing.
     */
    @Override
    public synchronized void observed(List<PoolObservation> pools) {
        pools.forEach(this::judge);
        Set<PoolId> present = pools.stream().map(seen -> seen.pool().id()).collect(Collectors.toSet());
        byPool.keySet().retainAll(present);
    }

    /** What this pool was judged to be last; of one that has not been judged lately, what it seems to be at first sight. */
    public Judgement of(PoolObservation seen) {
        Evidence evidence = evidence(seen);
        return Optional.ofNullable(byPool.get(seen.pool().id()))
                .map(judged -> judged.last)
                .filter(last -> evidence.nanos() - last.evidence().nanos() <= STALE_AFTER.toNanos())
                .orElseGet(() -> new PoolHealth(interval).judge(evidence));
    }

    private void judge(PoolObservation seen) {
        JudgedPool judged = byPool.computeIfAbsent(seen.pool().id(), unseen -> new JudgedPool(new PoolHealth(interval)));
        Verdict before = judged.last == null ? Verdict.UNKNOWN : judged.last.verdict();
        Judgement now = judged.health.judge(evidence(seen));
        judged.last = now;
        if (now.verdict() != before) {
            tell(seen, before, now);
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
                seen.trouble(),
                seen.utilization(),
                seen.reachability(),
                exhaustions);
    }

    private static long exhaustions(BorrowTotals totals) {
        return totals.failures().getOrDefault(FailureKind.EXHAUSTED, 0L);
    }
}
