package dev.lifeguard.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.drill.DrillRules.Seen;
import dev.lifeguard.health.Verdict;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.pool.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DrillRulesTest {

    private static final Pool APP = pool("jdbc/app", Pool.Source.SERVER);
    private static final Pool OTHER = pool("jdbc/other", Pool.Source.SERVER);

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "jdbc/app|SERVER|JPA|-",
        "jdbc/shop|APPLICATION|SLEEP|-",
        "jdbc/shop|SERVER|JPA|mode is jpa; that is for jdbc/app alone, whose persistence unit it goes through",
        "jdbc/lifeguard|SERVER|SLEEP|jdbc/lifeguard is Lifeguard's own pool",
        "jdbc/default|BUILT_IN|SLEEP|jdbc/default is a pool that no application uses",
        "jdbc/shop|ABANDONED|SLEEP|jdbc/shop is a pool that no application uses"
    })
    void someAreNotForSomePools(String name, Pool.Source source, DrillMode mode, String why) {
        DrillPlan plan = new DrillPlan(
                Arrivals.POISSON, Profile.STEADY, 1, 1, Hold.CONSTANT, Duration.ofMillis(20), mode, Duration.ofSeconds(5), 1);

        assertThat(DrillRules.notOfThisPool(pool(name, source), plan).map(RefusedException::getMessage)).isEqualTo(Optional.ofNullable(why));
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void noneBeginsButOnAPoolThatIsHealthyOrBusy(Verdict verdict) {
        Optional<RefusedException> refused = notNow(new Seen(APP, verdict, false), Verdict.HEALTHY);

        assertThat(refused.isEmpty()).isEqualTo(verdict == Verdict.HEALTHY || verdict == Verdict.BUSY);
        refused.ifPresent(why -> assertThat(why).hasMessageStartingWith("jdbc/app is " + verdict.word()));
    }

    @Test
    void noneBeginsWhereOneWouldHaveToEnd() {
        assertThat(notNow(new Seen(APP, Verdict.HEALTHY, true), Verdict.HEALTHY).map(RefusedException::kind))
                .contains(RefusedException.Kind.WRONG_STATE);
        assertThat(notNow(new Seen(APP, Verdict.HEALTHY, false), Verdict.SATURATED)).isPresent();
    }

    @Test
    void itsOwnPoolMayBecomeFull() {
        assertThat(whyNotGoOn(Verdict.SATURATED, false, Verdict.HEALTHY)).isEmpty();
        assertThat(whyNotGoOn(Verdict.UNKNOWN, false, Verdict.UNREACHABLE)).isEmpty();
    }

    @Test
    void anotherPoolMayNot() {
        assertThat(whyNotGoOn(Verdict.HEALTHY, false, Verdict.SATURATED)).contains("jdbc/other is saturated");
    }

    @Test
    void itEndsWithItsDatabaseAndWithADrain() {
        assertThat(whyNotGoOn(Verdict.UNREACHABLE, false, Verdict.HEALTHY)).contains("jdbc/app is unreachable");
        assertThat(whyNotGoOn(Verdict.RECOVERING, false, Verdict.HEALTHY)).contains("jdbc/app is recovering");
        assertThat(whyNotGoOn(Verdict.HEALTHY, true, Verdict.HEALTHY)).contains("jdbc/app is drained");
    }

    private static Optional<String> whyNotGoOn(Verdict own, boolean drained, Verdict other) {
        Seen seen = new Seen(APP, own, drained);
        return DrillRules.whyNotGoOn(seen, List.of(seen, new Seen(OTHER, other, false)));
    }

    private static Optional<RefusedException> notNow(Seen own, Verdict other) {
        return DrillRules.notNow(own, List.of(own, new Seen(OTHER, other, false)));
    }

    private static Pool pool(String name, Pool.Source source) {
        return Pool.of(name, List.of(), name, source, source == Pool.Source.ABANDONED ? Optional.of("gone") : Optional.empty());
    }
}
