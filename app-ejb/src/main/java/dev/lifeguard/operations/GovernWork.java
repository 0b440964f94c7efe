package dev.lifeguard.operations;

import dev.lifeguard.operations.OperationRecord.State;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Has something else done about a pool's size from now on. */
final class GovernWork implements Work {

    private final ManagedPool pool;
    private final GovernorMode before;
    private final GovernorMode mode;

    /** @param before what is done now */
    GovernWork(ManagedPool pool, GovernorMode before, GovernorMode mode) {
        this.pool = pool;
        this.before = before;
        this.mode = mode;
    }

    @Override
    public Pace pace() {
        return Pace.AT_ONCE;
    }

    @Override
    public Effect effect() {
        return new Effect(told(), words(before), words(mode), OptionalInt.empty());
    }

    private String told() {
        return "mode from " + before.word() + " to " + mode.word();
    }

    private static Map<String, String> words(GovernorMode mode) {
        return Map.of(Order.MODE, mode.word());
    }

    @Override
    public Optional<Standing> promised() {
        return Optional.of(pool.standing().governed(mode));
    }

    @Override
    public Outcome perform(ManagedPool.Running running, Consumer<String> progress) {
        return new Outcome(State.DONE, told(), words(mode), promised());
    }
}
