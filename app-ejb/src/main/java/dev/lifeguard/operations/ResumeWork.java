package dev.lifeguard.operations;

import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.RefusedException.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Puts a drained pool back into service. */
final class ResumeWork implements Work {

    private final ManagedPool pool;

    ResumeWork(ManagedPool pool) {
        this.pool = pool;
        if (!pool.standing().drained()) {
            throw new RefusedException(Kind.WRONG_STATE, pool.pool.name() + " is not drained");
        }
    }

    @Override
    public Pace pace() {
        return Pace.AT_ONCE;
    }

    @Override
    public Effect effect() {
        return new Effect("The pool counts as ready again", Map.of(), Map.of(), OptionalInt.empty());
    }

    @Override
    public Optional<Standing> promised() {
        return Optional.of(pool.standing().drained(false));
    }

    @Override
    public Outcome perform(ManagedPool.Running running, Consumer<String> progress) {
        return new Outcome(State.DONE, "The pool is in service again", Map.of(), promised());
    }
}
