package dev.lifeguard.operations;

import dev.lifeguard.operations.OperationRecord.State;
import java.util.Optional;

/**
 * A change of a pool's max.
 *
 * @param direction whether it became larger
 * @param by how it came about
 */
public record Resize(Direction direction, Actor.Kind by) {

    /** To which side. */
    public enum Direction {
        GROW, SHRINK
    }

    /** What this entry of the audit did to max; empty if it left it as it was, or nobody knows. */
    static Optional<Resize> of(OperationRecord ended) {
        boolean done = ended.state() == State.DONE || ended.state() == State.PARTLY;
        Long before = Setting.ofWords(ended.before()).get(Setting.MAX);
        Long after = Setting.ofWords(ended.after()).get(Setting.MAX);
        if (ended.operation() != Operation.SETTINGS || !done || before == null || after == null || before.equals(after)) {
            return Optional.empty();
        }
        return Optional.of(new Resize(after > before ? Direction.GROW : Direction.SHRINK, ended.actor().kind()));
    }
}
