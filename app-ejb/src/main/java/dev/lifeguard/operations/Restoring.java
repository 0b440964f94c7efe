package dev.lifeguard.operations;

import dev.lifeguard.operations.ManagedPool.Running;
import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.Work.Outcome;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.server.PoolAccessException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts settings back, by Lifeguard's own decision: reverts, and the end of what was in memory alone. With the pool's lock held. */
final class Restoring {

    private static final Duration BUILT_WITHIN = Duration.ofSeconds(5);
    private static final Duration BEFORE_NEXT_ATTEMPT = Duration.ofSeconds(30);

    private final ServerAccess server;
    private final Ledger ledger;

    Restoring(ServerAccess server, Ledger ledger) {
        this.server = server;
        this.ledger = ledger;
    }

    /** Puts back what is due. */
    void revertDue(ManagedPool pool) throws InterruptedException {
        long now = ledger.nanoClock.getAsLong();
        for (boolean persist : new boolean[] {false, true}) {
            Map<Setting, Long> due = pool.standing()
                    .goingBack((setting, revert) -> revert.persist() == persist && pool.due(setting, now));
            if (due.isEmpty()) {
                continue;
            }
            // A pool that is not built goes by nothing yet; for its configuration to be changed it has to be.
            boolean built = pool.look().inForce().isPresent() || persist && build(pool);
            if (!built || restore(Actor.REVERT, pool, due, persist, "Its time is over", Optional.empty()).state() != State.DONE) {
                due.keySet().stream()
                        .filter(pool.standing().reverts()::containsKey)
                        .forEach(setting -> pool.postpone(setting, now + BEFORE_NEXT_ATTEMPT.toNanos()));
            }
        }
    }

    private boolean build(ManagedPool pool) throws InterruptedException {
        try {
            server.borrow(pool.pool, BUILT_WITHIN);
            pool.look(server.look(pool.pool));
            return pool.look().inForce().isPresent();
        } catch (ServerAccess.UnansweredException e) {
            // Tried again with the revert itself.
            return false;
        }
    }

    /**
     * Puts everything back that is in memory alone.
     *
     * @return empty if there was nothing
     */
    Optional<Outcome> restoreRuntime(Actor actor, ManagedPool pool, String reason) throws InterruptedException {
        Standing standing = pool.standing();
        if (standing.runtime().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(restore(actor, pool, standing.homes(), false, reason, Optional.of(standing.persisted())));
    }

    /** @param whenDone what holds then; empty for what is left when these settings are decided */
    private Outcome restore(
            Actor actor, ManagedPool pool, Map<Setting, Long> values, boolean persist, String reason, Optional<Standing> whenDone)
            throws InterruptedException {
        Map<Setting, Long> fitting = fitting(values, pool.look().values());
        SettingsChange change = Setting.change(fitting);
        Order.Settings order =
                new Order.Settings(pool.pool.id(), change, Optional.empty(), Optional.empty(), persist, Optional.of(reason));
        Running running = new Running(UUID.randomUUID(), Operation.SETTINGS);
        OperationRecord record =
                ledger.draft(running.id, actor, order, pool.pool.name(), Setting.words(pool.look().values()), Optional.empty());
        Outcome outcome;
        try {
            SettingsWork work = new SettingsWork(server, pool, order, Optional.empty(), record.at());
            intend(actor, pool, record, whenDone.or(work::promised));
            outcome = work.perform(running, progress -> {});
        } catch (RefusedException e) {
            ledger.refuse(record, e);
            return Outcome.of(State.REFUSED, e.getMessage());
        } catch (PoolAccessException e) {
            outcome = Outcome.of(State.FAILED, e.getMessage());
        }
        if (outcome.state() == State.DONE && whenDone.isPresent()) {
            outcome = new Outcome(State.DONE, outcome.told(), outcome.after(), whenDone);
        }
        ledger.settle(pool, record, outcome);
        return outcome;
    }

    private void intend(Actor actor, ManagedPool pool, OperationRecord record, Optional<Standing> promised) {
        try {
            ledger.intend(pool, record, promised, false);
        } catch (RefusedException e) {
            // What is in memory alone must not outlive us, whether that can be written down or not.
            if (!actor.equals(Actor.UNDEPLOYMENT)) {
                throw e;
            }
        }
    }

    /** What somebody else has changed meanwhile must not stand against it: min follows max. */
    private static Map<Setting, Long> fitting(Map<Setting, Long> values, Map<Setting, Long> now) {
        Map<Setting, Long> fitting = Standing.mutable(values);
        Long max = values.getOrDefault(Setting.MAX, now.get(Setting.MAX));
        Long min = values.getOrDefault(Setting.MIN, now.get(Setting.MIN));
        if (max != null && min != null && min > max) {
            fitting.put(Setting.MIN, max);
        }
        return fitting;
    }
}
