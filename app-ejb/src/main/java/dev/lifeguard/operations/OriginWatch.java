package dev.lifeguard.operations;

import dev.lifeguard.operations.ManagedPool.Look;
import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.Work.Outcome;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.server.PoolAccessException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees what was changed past Lifeguard. A changed configuration is recorded, becomes the origin, and ends whatever we did to those
 * settings. Where only what is in force is other than we set it, a refresh of the server has undone it, and it is put in force again. With the pool's
 * lock held, under which every change of our own is made and read back, so that none of those is taken for somebody else's.
 */
final class OriginWatch {

    private final ServerAccess server;
    private final Ledger ledger;
    /** What could not be put in force again, so that it is not tried and told each second. */
    private final Map<PoolId, Map<Setting, Long>> given = new ConcurrentHashMap<>();

    OriginWatch(ServerAccess server, Ledger ledger) {
        this.server = server;
        this.ledger = ledger;
    }

    /** Looks once. */
    void look(ManagedPool pool) {
        Look before = pool.look();
        Look now = server.look(pool.pool);
        pool.look(now);
        Map<Setting, Long> changed = difference(Setting.of(before.configured()), Setting.of(now.configured()));
        if (!changed.isEmpty()) {
            configuredAnew(pool, before, changed);
        }
        if (now.inForce().isPresent()) {
            keepInForce(pool);
        }
    }

    private void configuredAnew(ManagedPool pool, Look before, Map<Setting, Long> changed) {
        String trouble = "";
        Map<Setting, Long> other = pool.look().inForce()
                .map(inForce -> difference(Setting.of(inForce), changed))
                .orElse(Map.of());
        if (!other.isEmpty() && pool.look().lacks().get(Operation.SETTINGS) == null) {
            trouble = put(pool, other);
        }
        Map<Setting, Long> origin = Standing.mutable(Setting.of(before.configured()));
        origin.keySet().retainAll(changed.keySet());
        ledger.note(pool, Actor.EXTERNAL, changed, origin, new Outcome(
                trouble.isEmpty() ? State.DONE : State.PARTLY,
                "The server's configuration was changed past Lifeguard: " + Setting.sentence(changed) + trouble,
                Setting.words(pool.look().values()),
                Optional.of(pool.standing().without(changed.keySet()))));
    }

    private void keepInForce(ManagedPool pool) {
        Map<Setting, Long> wanted = Standing.mutable(Map.of());
        pool.standing().runtime().forEach((setting, temporary) -> wanted.put(setting, temporary.value()));
        Map<Setting, Long> undone = difference(pool.look().values(), wanted);
        PoolId id = pool.pool.id();
        if (undone.isEmpty()) {
            given.remove(id);
        } else if (!undone.equals(given.get(id))) {
            Map<Setting, Long> before = pool.look().values();
            String trouble = put(pool, undone);
            if (!trouble.isEmpty()) {
                given.put(id, undone);
            }
            ledger.note(pool, Actor.UPKEEP, undone, before, new Outcome(
                    trouble.isEmpty() ? State.DONE : State.FAILED,
                    "The server had gone back to its configuration; in force again: " + Setting.sentence(undone) + trouble,
                    Setting.words(pool.look().values()), Optional.empty()));
        }
    }

    /** Puts settings in force; tells what went wrong. */
    private String put(ManagedPool pool, Map<Setting, Long> values) {
        try {
            server.control().change(pool.pool, Setting.change(values));
            pool.look(server.look(pool.pool));
            return "";
        } catch (PoolAccessException | IllegalArgumentException e) {
            // Somebody may have configured a min above max, which the server takes without a word.
            return "; they could not be put in force: " + e.getMessage();
        }
    }

    /** The values of {@code now} that are others than before. */
    private static Map<Setting, Long> difference(Map<Setting, Long> before, Map<Setting, Long> now) {
        Map<Setting, Long> difference = Standing.mutable(now);
        difference.entrySet().removeIf(one -> Objects.equals(before.get(one.getKey()), one.getValue()));
        return difference;
    }
}
