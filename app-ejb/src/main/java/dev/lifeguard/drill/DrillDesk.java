package dev.lifeguard.drill;

import dev.lifeguard.background.Rounds;
import dev.lifeguard.drill.DrillRules.Seen;
import dev.lifeguard.judgement.Judgements;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.operations.RefusedException.Kind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.server.OwnConnections;
import dev.lifeguard.server.PoolReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The drills of the server: at most one on a pool, and four in all. Looks four times a second whether each may go on. Does not ask whether
 * somebody may start one; that is for {@link Drills}.
 */
@ApplicationScoped
public class DrillDesk {

    private static final Logger LOG = System.getLogger(DrillDesk.class.getName());
    private static final int MOST_AT_ONCE = 4;
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final int ROUNDS_PER_TELLING = 4;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    @Inject
    private DrillSettings settings;

    @Inject
    private Observatory observatory;

    @Inject
    private Judgements judgements;

    @Inject
    private OperationDesk operations;

    @Inject
    private OwnConnections connections;

    @Inject
    private PoolReader reader;

    @Inject
    private DrillSchema schema;

    @Inject
    private DrillEntries entries;

    private final Rounds rounds = new Rounds();
    /** The one that runs on each pool, or the last that did. */
    private final Map<PoolId, Drill> drills = new ConcurrentHashMap<>();
    private int round;
    private volatile boolean stopped;
    private GentleDrill gentle;

    /** One of them. */
    private static final class Drill {

        private final DrillPlan plan;
        private final OperationRecord record;
        private volatile DrillRun run;
        private volatile Instant endedAt;

        private Drill(DrillPlan plan, OperationRecord record) {
            this.plan = plan;
            this.record = record;
        }

        private boolean isRunning() {
            return endedAt == null;
        }

        private DrillReport report() {
            return new DrillReport(plan, run.progress(), record.at(), Optional.ofNullable(endedAt));
        }
    }

    void start() {
        if (!settings.enabled()) {
            return;
        }
        gentle = new GentleDrill(this, settings.start().profile());
        rounds.repeat("lifeguard-drill-watch", INTERVAL, this::look);
    }

    void stop() {
        rounds.stop(STOP_PATIENCE);
        synchronized (this) {
            // Whoever has the lock begins his before it, and is stopped with the others.
            stopped = true;
        }
        drills.values().forEach(drill -> drill.run.stop("Lifeguard ends"));
        try {
            for (Drill drill : drills.values()) {
                drill.run.awaitEnd(STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.log(Level.WARNING, "Interrupted while drills came to their end", e);
        }
    }

    /**
     * Starts one.
     *
     * @throws RefusedException if it may not be, which is in the audit
     */
    synchronized DrillReport start(Actor actor, PoolId pool, DrillPlan plan, Optional<String> reason) {
        refusal(pool, plan).ifPresent(refused -> {
            operations.refuse(actor, pool, Operation.DRILL, refused.getMessage());
            throw refused;
        });
        Pool target = observatory.observation(pool).orElseThrow().pool();
        Drill drill = new Drill(plan, operations.enter(actor, pool, Operation.DRILL, plan.words(), reason));
        drill.run = new DrillRun(
                target.name(), new Schedule(plan), load(target, plan), reader::kindOf, DrillPlan.MOST_THREADS, () -> ended(drill));
        drills.put(pool, drill);
        drill.run.begin();
        return drill.report();
    }

    private Load load(Pool pool, DrillPlan plan) {
        return plan.mode() == DrillMode.JPA
                ? new EntityLoad(entries)
                : new PoolLoad(connections, pool, plan.mode() == DrillMode.STATEMENT);
    }

    private void ended(Drill drill) {
        synchronized (drill) {
            drill.endedAt = Clock.systemUTC().instant();
            DrillProgress progress = drill.run.progress();
            Optional<String> because = progress.stoppedBecause();
            operations.settle(
                    drill.record,
                    because.isEmpty() ? OperationRecord.State.DONE : OperationRecord.State.PARTLY,
                    because.map(why -> "Stopped: " + why + "; ").orElse("Ended; ") + progress.sentence());
        }
    }

    /** Not once it has ended: the end has to stay the last word. */
    private void tell(Drill drill) {
        synchronized (drill) {
            if (drill.isRunning()) {
                operations.progress(drill.record, drill.run.progress().sentence());
            }
        }
    }

    /** Why it may not be started now; empty if it may. */
    Optional<RefusedException> refusal(PoolId id, DrillPlan plan) {
        if (!settings.enabled()) {
            return DrillRules.refused(Kind.SWITCHED_OFF, "Drills are switched off by " + DrillSettings.ENABLED_PROPERTY);
        }
        if (stopped) {
            return DrillRules.refused(Kind.SWITCHED_OFF, "Lifeguard is ending");
        }
        Map<PoolId, Seen> all = seen();
        Seen own = all.get(id);
        if (own == null) {
            return DrillRules.refused(Kind.UNKNOWN_POOL, "This server has no pool " + id);
        }
        return DrillRules.notOfThisPool(own.pool(), plan)
                .or(() -> inTheWay(own.pool()))
                .or(() -> DrillRules.notNow(own, List.copyOf(all.values())))
                .or(() -> plan.mode() == DrillMode.JPA
                        ? schema.whyNotReady().flatMap(why -> DrillRules.refused(Kind.WRONG_STATE, why))
                        : Optional.empty());
    }

    private Map<PoolId, Seen> seen() {
        return observatory.observations().stream()
                .map(each -> new Seen(each.pool(), judgements.of(each).verdict(), operations.drained(each.pool().id())))
                .collect(Collectors.toMap(each -> each.pool().id(), each -> each));
    }

    private Optional<RefusedException> inTheWay(Pool pool) {
        if (Optional.ofNullable(drills.get(pool.id())).map(Drill::isRunning).orElse(false)) {
            return DrillRules.refused(Kind.BUSY, "A drill runs on " + pool.name() + " already");
        }
        long running = drills.values().stream().filter(Drill::isRunning).count();
        return running < MOST_AT_ONCE
                ? Optional.empty()
                : DrillRules.refused(Kind.BUSY, "There are " + running + " drills already, as many as may be");
    }

    void look() {
        round++;
        boolean tells = round % ROUNDS_PER_TELLING == 0;
        if (drills.values().stream().noneMatch(Drill::isRunning) && !(tells && gentle.isWanted())) {
            return;
        }
        Map<PoolId, Seen> all = seen();
        drills.forEach((pool, drill) -> {
            if (drill.isRunning()) {
                Optional.ofNullable(all.get(pool))
                        .map(own -> DrillRules.whyNotGoOn(own, List.copyOf(all.values())))
                        .orElse(Optional.of("The server has the pool no longer"))
                        .ifPresent(drill.run::stop);
                if (tells) {
                    tell(drill);
                }
            }
        });
        drills.entrySet().removeIf(entry -> !all.containsKey(entry.getKey()) && !entry.getValue().isRunning());
        if (tells) {
            gentle.look(all.values());
        }
    }

    /**
     * Stops the one that runs on this pool, and waits until it has ended.
     *
     * @throws RefusedException if none does
     */
    DrillReport stop(Actor actor, PoolId pool) {
        Drill drill = drills.get(pool);
        if (drill == null || !drill.isRunning()) {
            RefusedException refused = new RefusedException(Kind.WRONG_STATE, "No drill runs on " + pool);
            operations.refuse(actor, pool, Operation.DRILL, refused.getMessage());
            throw refused;
        }
        gentle.leave(drill.record.actor());
        drill.run.stop("By " + actor.name());
        try {
            drill.run.awaitEnd(STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Kind.BUSY, "The thread that asked was interrupted; the drill is stopping");
        }
        return drill.report();
    }

    /** The one that runs on this pool, or the last that did since Lifeguard started; empty if none did. */
    Optional<DrillReport> report(PoolId pool) {
        return Optional.ofNullable(drills.get(pool)).map(Drill::report);
    }
}
