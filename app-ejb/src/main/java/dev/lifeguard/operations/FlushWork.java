package dev.lifeguard.operations;

import dev.lifeguard.operations.RefusedException.Kind;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.server.PoolControl.Capability;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Closes every connection, and has those who wait look again. */
final class FlushWork implements Work {

    private final ServerAccess server;
    private final ManagedPool pool;
    private final PoolUsage usage;

    FlushWork(ServerAccess server, ManagedPool pool, Order.Flush order, boolean dry) {
        this.server = server;
        this.pool = pool;
        server.require(pool.pool, Capability.FLUSH);
        usage = server.builtUsage(pool.pool);
        // Who tries it dry wants to know how many.
        if (!dry && usage.inUse() > order.confirmed().orElse(0)) {
            throw new RefusedException(Kind.UNCONFIRMED, usage.inUse() + " connections are in use and would be cut"
                    + (order.confirmed().isPresent() ? "; " + order.confirmed().getAsInt() + " were confirmed" : ""));
        }
    }

    @Override
    public Pace pace() {
        return Pace.AWAITED;
    }

    @Override
    public Effect effect() {
        return new Effect(
                usage.open() + " connections are closed, " + usage.inUse() + " of them under their borrowers",
                Map.of(), Map.of(), OptionalInt.of(usage.inUse()));
    }

    @Override
    public Outcome perform(ManagedPool.Running running, Consumer<String> progress) {
        int cut = server.control().flush(pool.pool);
        server.reader().usage(pool.pool).flatMap(now -> now.waiting().stream().boxed().findFirst())
                .filter(waiting -> waiting > 0)
                .ifPresent(waiting -> server.care().wake(pool.pool, waiting));
        return Outcome.done("All connections were closed; " + cut + " in use were cut");
    }
}
