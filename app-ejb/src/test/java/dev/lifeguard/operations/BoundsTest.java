package dev.lifeguard.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.database.ConnectionLimits;
import dev.lifeguard.database.ConnectionLimits.Limit;
import dev.lifeguard.database.DatabaseIdentity;
import dev.lifeguard.operations.Bounds.Sharer;
import dev.lifeguard.pool.SettingsChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BoundsTest {

    private static final DatabaseIdentity HERE = new DatabaseIdentity(Instant.EPOCH, 5432, "");
    private static final DatabaseIdentity ELSEWHERE = new DatabaseIdentity(Instant.EPOCH, 5433, "");
    private static final int NONE = SettingsChange.MOST_CONNECTIONS;

    @Test
    void theDatabasesConnectionsLessTheReserveAndTheOtherPoolsAreLeft() {
        Bounds bounds = Bounds.of(1, NONE, 5, Optional.of(limits(HERE, 100)), List.of(
                new Sharer(limits(HERE, 100), OptionalInt.of(21)),
                new Sharer(limits(HERE, 100), OptionalInt.empty()),
                new Sharer(limits(ELSEWHERE, 100), OptionalInt.of(50))));

        assertThat(bounds.ceiling()).hasValue(74);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> bounds.require(120, Optional.of(30L)))
                .withMessage("max is 120; at most 74: the database allows 100 connections, 21 are other pools', 5 are kept free");
        assertThatCode(() -> bounds.require(74, Optional.of(30L))).doesNotThrowAnyException();
        assertThatCode(() -> bounds.require(110, Optional.of(120L))).as("a shrink").doesNotThrowAnyException();
    }

    @Test
    void theLimitOfTheRoleCountsForItsPoolsAlone() {
        ConnectionLimits own = limits(HERE, 100, new Limit(HERE, "the role app", 40));
        Bounds bounds = Bounds.of(1, NONE, 5, Optional.of(own), List.of(
                new Sharer(own, OptionalInt.of(10)), new Sharer(limits(HERE, 100), OptionalInt.of(20))));

        assertThat(bounds.ceiling()).hasValue(25);
        assertThat(bounds.ceilingReason()).contains("the role app allows 40 connections, 10 are other pools', 5 are kept free");
    }

    @Test
    void theTightestCountsAndNothingIsLeftAtWorst() {
        assertThat(Bounds.of(1, 50, 5, Optional.of(limits(HERE, 100)), List.of()).ceiling()).hasValue(50);
        assertThat(Bounds.of(1, 50, 5, Optional.of(limits(HERE, 20)), List.of()).ceiling()).hasValue(15);
        assertThat(Bounds.of(1, 50, 5, Optional.of(limits(HERE, 3)), List.of()).ceiling()).hasValue(0);
    }

    @Test
    void whatIsNotKnownIsNoCeiling() {
        Bounds bounds = Bounds.of(1, NONE, 5, Optional.empty(), List.of());

        assertThat(bounds.ceiling()).isEmpty();
        assertThat(bounds.ceilingReason()).isEmpty();
        assertThatCode(() -> bounds.require(9_999, Optional.empty())).doesNotThrowAnyException();
    }

    private static ConnectionLimits limits(DatabaseIdentity cluster, int inAll, Limit... others) {
        List<Limit> limits = new ArrayList<>(List.of(new Limit(cluster, "the database", inAll)));
        limits.addAll(List.of(others));
        return new ConnectionLimits(limits);
    }
}
