package dev.lifeguard.operations;

import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.pool.Causes;
import dev.lifeguard.server.PoolAccessException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Opens connections up to min. */
final class WarmWork implements Work {

    private final ServerAccess server;
    private final ManagedPool pool;

    WarmWork(ServerAccess server, ManagedPool pool) {
        this.server = server;
        this.pool = pool;
    }

    @Override
    public Pace pace() {
        return Pace.BEHIND;
    }

    @Override
    public Effect effect() {
        int open = server.reader().usage(pool.pool).map(usage -> usage.open()).orElse(0);
        long min = pool.look().values().getOrDefault(Setting.MIN, 0L);
        return new Effect(Math.max(0, min - open) + " connections are opened, up to min, which is " + min + " and is kept from then on",
                Map.of(), Map.of(), OptionalInt.empty());
    }

    @Override
    public Optional<Standing> promised() {
        return Optional.of(pool.standing().warm());
    }

    @Override
    public Outcome perform(ManagedPool.Running running, Consumer<String> progress) throws InterruptedException {
        try {
            int opened = server.fill(
                    pool.pool, Integer.MAX_VALUE, usage -> progress.accept(usage.open() + " of " + usage.min() + " are open"));
            return Outcome.done(opened + " connections were opened; min is kept from now on");
        } catch (SQLException | PoolAccessException e) {
            return Outcome.of(State.PARTLY, "min is not reached yet, and will be tried again: " + Causes.reason(e));
        }
    }
}
