package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.server.BorrowListener;
import dev.lifeguard.server.BorrowTap;
import dev.lifeguard.server.SqlFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TapFittingTest {

    private static final long NOW = 1_000_000_000L;

    private final ControlledTap tap = new ControlledTap();
    private final Map<PoolId, Timing> wanted = new HashMap<>();
    private final Set<PoolId> probed = new HashSet<>();
    private final TapFitting fitting =
            new TapFitting(tap, pool -> wanted.getOrDefault(pool, Timing.EXACT), probed::contains, () -> NOW);

    private final ObservedPool built = observed("jdbc/built");
    private final ObservedPool unbuilt = observed("jdbc/unbuilt");

    TapFittingTest() {
        built.sampled(NOW, Instant.EPOCH, Optional.of(new PoolUsage(1, 1, OptionalInt.of(0), 0, OptionalInt.of(5))));
        unbuilt.sampled(NOW, Instant.EPOCH, Optional.empty());
    }

    @Test
    void everyPoolThatIsBuiltIsSeenExactly() {
        fitting.fit(List.of(built, unbuilt));

        assertThat(timing(built)).isEqualTo("exact");
        assertThat(timing(unbuilt)).isEqualTo("off: The server has not built the pool");
        assertThat(tap.on).containsOnlyKeys(built.pool().id());
        assertThat(tap.on.get(built.pool().id())).isSameAs(built.listener());
    }

    @Test
    void whatTheTapCannotBePutOnIsProbed() {
        tap.refused.add(built.pool().id());
        probed.add(built.pool().id());
        fitting.fit(List.of(built));
        assertThat(timing(built)).isEqualTo("probed: Its borrows cannot be seen; the log says why");

        probed.clear();
        fitting.fit(List.of(built));
        assertThat(timing(built)).isEqualTo("off: Its borrows cannot be seen; the log says why");
    }

    @Test
    void onAServerThatIsNotKnownAllIsProbedAndItIsSaidWhy() {
        tap.reason = Optional.of("Payara Server 99 is not as known: no class x.Y");
        probed.add(built.pool().id());
        fitting.fit(List.of(built));
        assertThat(timing(built)).isEqualTo("probed: Payara Server 99 is not as known: no class x.Y");
    }

    @Test
    void whatAnOperatorWantsLessOfIsTakenOff() {
        probed.add(built.pool().id());
        fitting.fit(List.of(built));
        wanted.put(built.pool().id(), Timing.PROBED);
        fitting.fit(List.of(built));
        assertThat(timing(built)).isEqualTo("probed: It is set to probed");
        assertThat(tap.on).isEmpty();

        wanted.put(built.pool().id(), Timing.OFF);
        fitting.fit(List.of(built));
        assertThat(timing(built)).isEqualTo("off: It is set to off");
    }

    @Test
    void aTapThatFailsTakesNothingElseAlong() {
        tap.failure = new IllegalStateException("no");
        probed.add(built.pool().id());
        fitting.fit(List.of(built));
        assertThat(timing(built)).startsWith("probed: ");
        tap.failure = null;
        fitting.fit(List.of(built));
        assertThat(timing(built)).isEqualTo("exact");
    }

    @Test
    void aReadingThatFailsForAMomentTakesNothingOff() {
        fitting.fit(List.of(built));
        built.failed(NOW, Instant.EPOCH, "no numbers today");
        fitting.fit(List.of(built));
        assertThat(timing(built)).isEqualTo("exact");
        built.sampled(NOW, Instant.EPOCH, Optional.empty());
        fitting.fit(List.of(built));
        assertThat(timing(built)).isEqualTo("off: The server has not built the pool");
    }

    @Test
    void onceStoppedItPutsNothingOnAgain() throws InterruptedException {
        fitting.fit(List.of(built));
        fitting.stop();
        fitting.fit(List.of(built));
        assertThat(tap.on).isEmpty();
    }

    @Test
    void whatWasHeldWhenTheTapCameOffIsHeldByNobodyWeKnow() {
        fitting.fit(List.of(built));
        built.listener().requested(NOW);
        built.listener().acquired(1, null, NOW, NOW, 0, 0, "shop");
        assertThat(built.holders()).hasSize(1);
        wanted.put(built.pool().id(), Timing.OFF);
        fitting.fit(List.of(built));
        assertThat(built.holders()).isEmpty();
    }

    private static String timing(ObservedPool pool) {
        PoolObservation seen = pool.observe(NOW, Reachability.unknown("not asked"), Map.of());
        return seen.timing().word() + seen.timingReason().map(reason -> ": " + reason).orElse("");
    }

    private static ObservedPool observed(String name) {
        Pool pool = Pool.of(name, List.of(), name, Pool.Source.SERVER, Optional.empty());
        return new ObservedPool(pool, Duration.ofSeconds(1), SqlFailures::kindOf, NOW);
    }

    /** A tap that does what the test says. */
    private static final class ControlledTap implements BorrowTap {

        private final Map<PoolId, BorrowListener> on = new HashMap<>();
        private final Set<PoolId> refused = new HashSet<>();
        private Optional<String> reason = Optional.empty();
        private RuntimeException failure;

        @Override
        public Optional<String> unavailable() {
            return reason;
        }

        @Override
        public Set<PoolId> attach(Collection<Pool> pools, Function<Pool, BorrowListener> listeners) {
            if (failure != null) {
                throw failure;
            }
            on.clear();
            for (Pool pool : pools) {
                if (reason.isEmpty() && !refused.contains(pool.id())) {
                    on.put(pool.id(), listeners.apply(pool));
                }
            }
            return Set.copyOf(on.keySet());
        }

        @Override
        public void detach() {
            on.clear();
        }
    }
}
