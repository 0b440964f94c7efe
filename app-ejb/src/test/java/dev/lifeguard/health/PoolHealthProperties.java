package dev.lifeguard.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Reachability.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PoolHealthProperties {

    /** What one look may find. */
    record Sight(State database, Optional<PoolUsage> usage, OptionalDouble utilization, boolean exhaustion) {}

    @Property
    void twoSightsThatAlternateComeToOneVerdict(
            @ForAll("sights") Sight one, @ForAll("sights") Sight other, @ForAll @IntRange(min = 20, max = 1_000) int everyMillis) {
        Looks looks = new Looks(Duration.ofMillis(everyMillis));
        List<Verdict> verdicts = new ArrayList<>();
        for (int pair = 0; pair < 500; pair++) {
            verdicts.add(looks.at(one).verdict());
            verdicts.add(looks.at(other).verdict());
        }
        assertThat(verdicts.subList(verdicts.size() / 2, verdicts.size())).containsOnly(verdicts.get(verdicts.size() - 1));
    }

    @Property
    void aBadAnswerIsNeverOutvoted(@ForAll("sights") Sight any, @ForAll @IntRange(min = 20, max = 1_000) int everyMillis) {
        Looks looks = new Looks(Duration.ofMillis(everyMillis));
        looks.at(any);
        assertThat(looks.at(new Sight(State.UNREACHABLE, any.usage(), any.utilization(), any.exhaustion())).verdict())
                .isEqualTo(Verdict.UNREACHABLE);
    }

    @Property
    void whatStaysTheSameIsJudgedByWhatItIs(@ForAll("sights") Sight before, @ForAll("sights") Sight lasting) {
        Looks looks = new Looks(Duration.ofMillis(100));
        looks.at(before);
        Judgement last = looks.at(lasting);
        for (int look = 0; look < 50; look++) {
            last = looks.at(lasting);
        }
        Verdict expected = switch (lasting.database()) {
            case UNREACHABLE, REFUSED -> Verdict.UNREACHABLE;
            case RECOVERING -> Verdict.RECOVERING;
            case REACHABLE, PENDING, UNKNOWN -> byUse(lasting);
        };
        // In between, the condition that started before goes on: that is what hysteresis is.
        boolean inBetween = last.verdict() == Verdict.BUSY && lasting.utilization().orElse(0) >= 0.75;
        assertThat(inBetween || last.verdict() == expected).as("%s after %s: %s", lasting, before, last.verdict()).isTrue();
    }

    private static Verdict byUse(Sight sight) {
        if (sight.usage().isEmpty()) {
            return Verdict.UNKNOWN;
        }
        if (sight.usage().get().saturated() || sight.exhaustion()) {
            return Verdict.SATURATED;
        }
        if (sight.utilization().orElse(0) > 0.80) {
            return Verdict.BUSY;
        }
        return sight.database() == State.REACHABLE ? Verdict.HEALTHY : Verdict.UNKNOWN;
    }

    @Provide
    Arbitrary<Sight> sights() {
        Arbitrary<Optional<PoolUsage>> usages = Arbitraries.of(
                Optional.empty(),
                Optional.of(new PoolUsage(3, 4, OptionalInt.of(0), 2, OptionalInt.of(30))),
                Optional.of(new PoolUsage(30, 0, OptionalInt.of(12), 2, OptionalInt.of(30))));
        Arbitrary<OptionalDouble> utilizations = Arbitraries.doubles().between(0, 1.2).map(OptionalDouble::of);
        return Combinators.combine(Arbitraries.of(State.class), usages, utilizations, Arbitraries.of(true, false)).as(Sight::new);
    }

    /** One pool, looked at regularly. */
    private static final class Looks {

        private final PoolHealth health = new PoolHealth(Duration.ofSeconds(1));
        private final Duration every;
        private long number;
        private long exhaustions;

        Looks(Duration every) {
            this.every = every;
        }

        Judgement at(Sight sight) {
            number++;
            exhaustions += sight.exhaustion() ? 1 : 0;
            Reachability found = sight.database() == State.REACHABLE
                    ? Reachability.reachable(Duration.ofNanos(number))
                    : Reachability.pending().becomes(sight.database(), "for a test");
            return health.judge(new Evidence(
                    number * every.toNanos(), number, sight.usage(), OptionalInt.empty(), Optional.empty(), sight.utilization(), found,
                    OptionalLong.of(exhaustions)));
        }
    }
}
