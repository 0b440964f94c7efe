package dev.lifeguard.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {

    private static final PoolUsage QUIET = new PoolUsage(1, 4, OptionalInt.of(0), 2, OptionalInt.of(10));
    private static final PoolUsage FULL_AND_WAITED_FOR = new PoolUsage(10, 0, OptionalInt.of(3), 2, OptionalInt.of(10));
    private static final OptionalDouble LOW = OptionalDouble.of(0.3);

    @Test
    void isHealthyWithRoomAndAnAnsweringDatabase() {
        assertThat(Verdict.of(Optional.of(QUIET), LOW, State.REACHABLE)).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void isBusyAboveTheBandButNotForAMomentsPeak() {
        assertThat(Verdict.of(Optional.of(QUIET), OptionalDouble.of(0.81), State.REACHABLE)).isEqualTo(Verdict.BUSY);
        PoolUsage peak = new PoolUsage(10, 0, OptionalInt.of(0), 2, OptionalInt.of(10));
        assertThat(Verdict.of(Optional.of(peak), LOW, State.REACHABLE)).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void isNeverBusyWithoutAMax() {
        PoolUsage unlimited = new PoolUsage(500, 0, OptionalInt.of(0), 2, OptionalInt.empty());
        assertThat(Verdict.of(Optional.of(unlimited), OptionalDouble.empty(), State.REACHABLE)).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void tellsThePoolsTroubleFromTheDatabases() {
        assertThat(Verdict.of(Optional.of(FULL_AND_WAITED_FOR), LOW, State.REACHABLE)).isEqualTo(Verdict.SATURATED);
        assertThat(Verdict.of(Optional.of(FULL_AND_WAITED_FOR), LOW, State.UNKNOWN)).isEqualTo(Verdict.SATURATED);
        assertThat(Verdict.of(Optional.of(FULL_AND_WAITED_FOR), LOW, State.UNREACHABLE)).isEqualTo(Verdict.UNREACHABLE);
        assertThat(Verdict.of(Optional.of(FULL_AND_WAITED_FOR), LOW, State.RECOVERING)).isEqualTo(Verdict.RECOVERING);
    }

    @Test
    void doesNotCallHealthyWhatNobodyAsked() {
        assertThat(Verdict.of(Optional.of(QUIET), LOW, State.UNKNOWN)).isEqualTo(Verdict.UNKNOWN);
        assertThat(Verdict.of(Optional.empty(), OptionalDouble.empty(), State.REACHABLE)).isEqualTo(Verdict.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void onlyTheDatabasesTroubleDeniesReadiness(Verdict verdict) {
        boolean away = verdict == Verdict.UNREACHABLE || verdict == Verdict.RECOVERING;
        assertThat(Readiness.denied(pool("jdbc/app", Pool.Source.SERVER), verdict, State.UNKNOWN, false)).isEqualTo(away);
        assertThat(Readiness.denied(pool("jdbc/app", Pool.Source.SERVER), verdict, State.UNKNOWN, true)).isFalse();
        assertThat(Readiness.denied(pool("jdbc/lifeguard", Pool.Source.SERVER), verdict, State.UNKNOWN, false)).isFalse();
        assertThat(Readiness.denied(pool("jdbc/__default", Pool.Source.BUILT_IN), verdict, State.UNKNOWN, false)).isFalse();
    }

    @Test
    void nobodyIsReadyBeforeTheFirstAnswer() {
        assertThat(Readiness.denied(pool("jdbc/app", Pool.Source.SERVER), Verdict.UNKNOWN, State.PENDING, false)).isTrue();
        assertThat(Readiness.denied(pool("jdbc/lifeguard", Pool.Source.SERVER), Verdict.UNKNOWN, State.PENDING, false)).isFalse();
    }

    private static Pool pool(String name, Pool.Source source) {
        return Pool.of(name, List.of(), name, source, Optional.empty());
    }
}
