package dev.lifeguard.operations;

import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolControl.Capability;
import dev.lifeguard.server.PoolControl.Recycling;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Has every connection replaced, and waits for it. */
final class RecycleWork implements Work {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final ServerAccess server;
    private final ManagedPool pool;
    private final Duration timeout;
    private final PoolUsage usage;

    RecycleWork(ServerAccess server, ManagedPool pool, Order.Recycle order) {
        this.server = server;
        this.pool = pool;
        this.timeout = order.timeout();
        server.require(pool.pool, Capability.RECYCLE);
        usage = server.builtUsage(pool.pool);
    }

    @Override
    public Pace pace() {
        return Pace.BEHIND;
    }

    @Override
    public Effect effect() {
        return new Effect(
                usage.open() + " connections are replaced, " + usage.idle() + " at once, " + usage.inUse() + " when they come back",
                Map.of(), Map.of(), OptionalInt.empty());
    }

    @Override
    public Outcome perform(ManagedPool.Running running, Consumer<String> progress) throws InterruptedException {
        long begin = server.nanoClock().getAsLong();
        Recycling recycling = server.control().recycle(pool.pool);
        int left = recycling.left();
        while (left > 0 && server.nanoClock().getAsLong() - begin < timeout.toNanos()) {
            progress.accept(recycling.begun() - left + " of " + recycling.begun() + " replaced");
            server.pause().pause(BETWEEN_LOOKS);
            left = recycling.left();
        }
        String told = recycling.begun() - left + " of " + recycling.begun() + " connections were replaced";
        try {
            server.fill(pool.pool, Integer.MAX_VALUE, opened -> progress.accept("All replaced; " + opened.open() + " are open again"));
        } catch (SQLException | PoolAccessException e) {
            told += "; min is not filled again: " + Causes.reason(e);
        }
        return left == 0
                ? Outcome.done(told)
                : Outcome.of(State.PARTLY, told + " within " + timeout.toSeconds() + " s; the rest is when it comes back");
    }
}
