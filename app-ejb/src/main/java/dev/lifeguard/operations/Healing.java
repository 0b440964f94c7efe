package dev.lifeguard.operations;

import dev.lifeguard.operations.JournalLine.Entry;
import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.Work.Outcome;
import dev.lifeguard.server.PoolAccessException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Mends for one pool what the last run of Lifeguard left, whichever step it came to: finds out what became of intents, lets go of what the
 * end of the server undid, and puts back what it did not. With the pool's lock held.
 */
final class Healing {

    private final ServerAccess server;
    private final Ledger ledger;
    private final Restoring restoring;

    Healing(ServerAccess server, Ledger ledger, Restoring restoring) {
        this.server = server;
        this.ledger = ledger;
        this.restoring = restoring;
    }

    void heal(ManagedPool pool) throws InterruptedException {
        ledger.takeUp(pool);
        for (Entry intent : ledger.journal.unsettled(pool.pool.id())) {
            OperationRecord record = intent.record().orElseThrow();
            ledger.settle(pool, record, becameOf(pool, intent, record));
        }
        if (ledger.journal.ofThisRun(pool.pool.id())) {
            restoring.restoreRuntime(Actor.HEALING, pool, "Lifeguard had ended without putting it back");
        } else {
            letGo(pool);
        }
        dropOverruled(pool);
    }

    private Outcome becameOf(ManagedPool pool, Entry intent, OperationRecord record) {
        return switch (record.operation()) {
            case SETTINGS -> Boolean.parseBoolean(record.asked().get(Order.PERSIST))
                    ? persisted(pool, intent, record)
                    : inMemory(pool, intent, record);
            case RESUME -> new Outcome(State.DONE, "The pool is in service again", Map.of(), intent.standing());
            case GOVERN -> new Outcome(State.DONE, "It holds: mode " + record.asked().get(Order.MODE), record.asked(), intent.standing());
            case DRAIN -> Outcome.of(State.PARTLY, "Lifeguard ended before none was in use; the pool stays drained");
            case WARM -> Outcome.of(State.PARTLY, "Lifeguard ended before min was reached; it goes on");
            case DRILL -> Outcome.of(State.PARTLY, "Lifeguard ended before the drill did");
            case RECYCLE, FLUSH -> Outcome.of(State.PARTLY, "Lifeguard ended in the middle; how far it came is not known");
            case PING -> Outcome.of(State.FAILED, "Lifeguard ended before there was an answer");
        };
    }

    private static Outcome persisted(ManagedPool pool, Entry intent, OperationRecord record) {
        Map<Setting, Long> asked = Setting.ofWords(record.asked());
        Map<Setting, Long> configured = Setting.of(pool.look().configured());
        Set<Setting> met = new TreeSet<>(asked.keySet());
        met.removeIf(setting -> !asked.get(setting).equals(configured.get(setting)));
        String told = "Lifeguard ended in the middle; configured is now: " + Setting.sentence(configured);
        Optional<Standing> standing = intent.standing().map(promised -> pool.standing().with(met, promised));
        State state = met.isEmpty() ? State.FAILED : met.size() < asked.size() ? State.PARTLY : State.DONE;
        return new Outcome(state, told, Setting.words(pool.look().values()), standing);
    }

    private Outcome inMemory(ManagedPool pool, Entry intent, OperationRecord record) {
        if (!ledger.journal.ofThisRun(intent)) {
            return Outcome.of(State.FAILED, "The server ended in the middle; whatever was in force by then, its restart has undone");
        }
        Map<Setting, Long> before = Setting.ofWords(record.before());
        before.keySet().retainAll(Setting.ofWords(record.asked()).keySet());
        try {
            if (pool.look().inForce().isPresent() && !before.isEmpty()) {
                server.control().change(pool.pool, Setting.change(before));
                pool.look(server.look(pool.pool));
            }
            return new Outcome(
                    State.FAILED, "Lifeguard ended in the middle; it was put back", Setting.words(pool.look().values()), Optional.empty());
        } catch (PoolAccessException e) {
            return new Outcome(
                    State.PARTLY, "Lifeguard ended in the middle, and it could not be put back: " + e.getMessage(), Map.of(), intent.standing());
        }
    }

    private void letGo(ManagedPool pool) {
        Standing standing = pool.standing();
        if (!standing.equals(standing.persisted())) {
            Map<Setting, Long> homes = standing.homes();
            standing.goingBack((setting, revert) -> !revert.persist()).forEach(homes::putIfAbsent);
            ledger.note(pool, Actor.HEALING, homes, Map.of(), new Outcome(
                    State.DONE, "The restart of the server undid what was in its memory alone; back again: " + Setting.sentence(homes),
                    Setting.words(pool.look().values()), Optional.of(standing.persisted())));
        }
    }

    /** Somebody has configured another value while we were away: it stays. */
    private void dropOverruled(ManagedPool pool) {
        Map<Setting, Long> configured = Setting.of(pool.look().configured());
        Map<Setting, Long> overruled = pool.standing().goingBack(
                (setting, revert) -> revert.persist() && !Long.valueOf(revert.value()).equals(configured.get(setting)));
        if (!overruled.isEmpty()) {
            Map<Setting, Long> asked = Standing.mutable(configured);
            asked.keySet().retainAll(overruled.keySet());
            ledger.note(pool, Actor.EXTERNAL, asked, Map.of(), new Outcome(
                    State.DONE, "The server's configuration was changed while Lifeguard was away, and stays so: " + Setting.sentence(asked),
                    Setting.words(pool.look().values()), Optional.of(pool.standing().without(overruled.keySet()))));
        }
    }
}
