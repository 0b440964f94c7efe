package dev.lifeguard.operations;

import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.RefusedException.Kind;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.server.PoolAccessException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Waits for zero in use, and closes what is idle then. The pool is not ready from the order on, but goes on to lend. */
final class DrainWork implements Work {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final ServerAccess server;
    private final ManagedPool pool;
    private final Duration timeout;

    DrainWork(ServerAccess server, ManagedPool pool, Order.Drain order) {
        this.server = server;
        this.pool = pool;
        this.timeout = order.timeout();
        if (pool.standing().drained()) {
            throw new RefusedException(Kind.WRONG_STATE, pool.pool.name() + " is drained already");
        }
    }

    @Override
    public Pace pace() {
        return Pace.BEHIND;
    }

    @Override
    public Effect effect() {
        return new Effect(
                "The server is not ready from then on; " + inUse() + " connections are waited for, then all idle ones are closed",
                Map.of(), Map.of(), OptionalInt.empty());
    }

    @Override
    public Optional<Standing> promised() {
        return Optional.of(pool.standing().drained(true));
    }

    @Override
    public Outcome perform(ManagedPool.Running running, Consumer<String> progress) throws InterruptedException {
        long begin = server.nanoClock().getAsLong();
        int inUse = inUse();
        while (inUse > 0) {
            if (running.cancelled.getCount() == 0) {
                return Outcome.of(State.PARTLY, "Resumed before it was drained; " + inUse + " connections were in use");
            }
            if (server.nanoClock().getAsLong() - begin >= timeout.toNanos()) {
                return Outcome.of(State.PARTLY, inUse + " connections are still in use after " + timeout.toSeconds()
                        + " s; the pool stays drained, and nothing was closed");
            }
            progress.accept(inUse + " connections are in use");
            server.pause().pause(BETWEEN_LOOKS);
            inUse = inUse();
        }
        try {
            int open = server.reader().usage(pool.pool).map(PoolUsage::open).orElse(0);
            int closed = 0;
            while (closed < open && server.care().retireIdle(pool.pool)) {
                closed++;
            }
            return Outcome.done("None is in use; " + closed + " idle connections were closed");
        } catch (PoolAccessException e) {
            return Outcome.of(State.PARTLY, "None is in use, but the idle connections were not closed: " + e.getMessage());
        }
    }

    private int inUse() {
        return server.reader().usage(pool.pool).map(PoolUsage::inUse).orElse(0);
    }
}
