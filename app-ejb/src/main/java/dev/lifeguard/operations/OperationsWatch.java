package dev.lifeguard.operations;

import dev.lifeguard.pool.PoolId;
import java.util.Optional;

/** The operations as the parts of Lifeguard see them that only tell: on any thread, and whoever they tell it. Answers from memory. */
public interface OperationsWatch {

    /** How this pool stands; empty if the server has none of this id. */
    Optional<PoolControlState> state(PoolId pool);

    void addListener(OperationListener listener);

    void removeListener(OperationListener listener);
}
