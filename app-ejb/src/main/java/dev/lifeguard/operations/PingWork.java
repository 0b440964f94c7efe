package dev.lifeguard.operations;

import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.RefusedException.Kind;
import dev.lifeguard.operations.ServerAccess.Answered;
import dev.lifeguard.operations.ServerAccess.UnansweredException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Borrows a connection and has it validated. */
final class PingWork implements Work {

    private static final double NANOS_PER_MILLI = 1e6;

    private final ServerAccess server;
    private final ManagedPool pool;
    private final Duration deadline;

    PingWork(ServerAccess server, ManagedPool pool, Order.Ping order) {
        this.server = server;
        this.pool = pool;
        this.deadline = order.deadline();
        if (server.borrowHangs(pool.pool.id())) {
            throw new RefusedException(Kind.BUSY, "An earlier ping of this pool still waits for its answer");
        }
    }

    @Override
    public Pace pace() {
        return Pace.AWAITED;
    }

    @Override
    public Effect effect() {
        return new Effect("One connection is borrowed, validated and given back", Map.of(), Map.of(), OptionalInt.empty());
    }

    @Override
    public Outcome perform(ManagedPool.Running running, Consumer<String> progress) throws InterruptedException {
        try {
            Answered answered = server.borrow(pool.pool, deadline);
            return Outcome.done(String.format(Locale.ROOT, "had after %.1f ms, answered after %.1f ms",
                    answered.hadNanos() / NANOS_PER_MILLI, answered.answeredNanos() / NANOS_PER_MILLI));
        } catch (UnansweredException e) {
            return Outcome.of(State.FAILED, e.getMessage());
        }
    }
}
