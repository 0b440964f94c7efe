package dev.lifeguard.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadinessTest {

    private static final Pool APP = pool("jdbc/app", Pool.Source.SERVER);
    private static final Pool OWN = pool("jdbc/lifeguard", Pool.Source.SERVER);
    private static final Pool BUILT_IN = pool("jdbc/__default", Pool.Source.BUILT_IN);
    private static final ReadinessSettings ASKED_FOR = new ReadinessSettings(true);

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void onlyTheDatabasesTroubleDeniesReadinessUnlessSaturationIsAskedFor(Verdict verdict) {
        boolean away = verdict == Verdict.UNREACHABLE || verdict == Verdict.RECOVERING;
        boolean full = verdict == Verdict.SATURATED;
        assertThat(denied(APP, verdict, State.UNKNOWN, false, ReadinessSettings.defaults())).isEqualTo(away);
        assertThat(denied(APP, verdict, State.UNKNOWN, false, ASKED_FOR)).isEqualTo(away || full);
        assertThat(denied(APP, verdict, State.UNKNOWN, true, ASKED_FOR)).isFalse();
        assertThat(denied(OWN, verdict, State.UNKNOWN, false, ASKED_FOR)).isFalse();
        assertThat(denied(BUILT_IN, verdict, State.UNKNOWN, false, ASKED_FOR)).isFalse();
    }

    @Test
    void nobodyIsReadyBeforeTheFirstAnswer() {
        assertThat(denied(APP, Verdict.UNKNOWN, State.PENDING, false, ReadinessSettings.defaults())).isTrue();
        assertThat(denied(OWN, Verdict.UNKNOWN, State.PENDING, false, ReadinessSettings.defaults())).isFalse();
    }

    @Test
    void aPoolThatHasConnectionsNeedsNoFirstAnswer() {
        for (int idle : List.of(0, 1)) {
            Optional<PoolUsage> built = Optional.of(new PoolUsage(0, idle, OptionalInt.of(0), 0, OptionalInt.of(10)));
            assertThat(Readiness.denied(APP, built, Verdict.UNKNOWN, State.PENDING, false, false, ReadinessSettings.defaults())).isEqualTo(idle == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.Source.class)
    void aDrainedPoolDeniesItWhateverElse(Pool.Source source) {
        Optional<String> application = source == Pool.Source.ABANDONED ? Optional.of("shop") : Optional.empty();
        Pool drained = Pool.of("jdbc/drained", List.of(), "drained", source, application);
        assertThat(Readiness.denied(
                        drained, Optional.empty(), Verdict.HEALTHY, State.REACHABLE, true, true, ReadinessSettings.defaults()))
                .isTrue();
    }

    private static boolean denied(Pool pool, Verdict verdict, State reachability, boolean optional, ReadinessSettings settings) {
        return Readiness.denied(pool, Optional.empty(), verdict, reachability, false, optional, settings);
    }

    private static Pool pool(String name, Pool.Source source) {
        return Pool.of(name, List.of(), name, source, Optional.empty());
    }
}
