package dev.lifeguard.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.Resize.Direction;
import dev.lifeguard.pool.PoolId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ResizeTest {

    private static final Actor ANN = new Actor(Actor.Kind.OPERATOR, "ann");

    @Test
    void isWhatReallyBecameOfMax() {
        assertThat(of(ANN, Operation.SETTINGS, State.DONE, "10", "20")).contains(new Resize(Direction.GROW, Actor.Kind.OPERATOR));
        assertThat(of(Actor.EXTERNAL, Operation.SETTINGS, State.PARTLY, "10", "9")).contains(new Resize(Direction.SHRINK, Actor.Kind.EXTERNAL));
        assertThat(of(ANN, Operation.SETTINGS, State.DONE, "10", "10")).isEmpty();
        assertThat(of(ANN, Operation.SETTINGS, State.FAILED, "10", "20")).isEmpty();
        assertThat(of(ANN, Operation.FLUSH, State.DONE, "10", "20")).isEmpty();
    }

    private static Optional<Resize> of(Actor actor, Operation operation, State state, String before, String after) {
        Instant now = Instant.parse("2026-11-25T00:00:00Z");
        return Resize.of(new OperationRecord(
                UUID.randomUUID(), now, Optional.of(now), actor, PoolId.of("jdbc/app", "app"), "jdbc/app", operation, Map.of(),
                Map.of("max", before), Map.of("max", after), Optional.empty(), state, "", Optional.empty()));
    }
}
