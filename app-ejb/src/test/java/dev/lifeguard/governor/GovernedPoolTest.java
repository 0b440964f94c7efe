package dev.lifeguard.governor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.governor.GovernedPool.Standing;
import dev.lifeguard.operations.GovernorMode;
import dev.lifeguard.operations.Order;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.sizing.Advice.Rail;
import dev.lifeguard.sizing.Bounds;
import dev.lifeguard.sizing.Look.Frozen;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GovernedPoolTest {

    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMinutes(30);
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private final PlayedFlow flow = new PlayedFlow();
    private final GovernedPool pool = new GovernedPool(PoolId.of("jdbc/app", "app"), standing(GovernorMode.GOVERN, true));
    private SettingsInForce inForce = settings(5, 30);
    private boolean drained;

    @Test
    void givesThePoolTheSizeThatItShouldHaveAndSaysWhy() {
        flow.perSecond = 300;
        Order.Settings order = firstOrder();

        assertThat(order.change()).isEqualTo(SettingsChange.ofMax(order.change().max().orElseThrow()));
        assertThat(order.change().max().orElseThrow()).isBetween(8, 14);
        assertThat(order.persist()).isFalse();
        assertThat(order.version()).isEmpty();
        assertThat(order.reason().orElseThrow()).startsWith("Shrink from 30 to ").contains("requests a second");
        assertThat(pool.counsel().trouble()).isEmpty();
    }

    @Test
    void growsAtOnceWhenSomebodyWaits() {
        inForce = settings(2, 7);
        flow.perSecond = 150;
        look(20);
        assertThat(order()).isEmpty();
        flow.waiting = 18;
        look(1);
        assertThat(order().orElseThrow().change().max().orElseThrow()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void minFollowsMaxDownAndComesBackWithIt() {
        inForce = settings(20, 30);
        flow.perSecond = 300;
        Order.Settings down = firstOrder();
        int max = down.change().max().orElseThrow();
        assertThat(down.change()).isEqualTo(SettingsChange.ofSize(max, max));
        done(down);

        flow.perSecond = 2000;
        flow.waiting = 30;
        look(3);
        Order.Settings up = order().orElseThrow();
        assertThat(up.change().max().orElseThrow()).isGreaterThan(20);
        assertThat(up.change().min()).hasValue(20);
        done(up);
        assertThat(inForce.min()).isEqualTo(20);
        flow.waiting = 0;
        flow.perSecond = 300;
        assertThat(firstOrder().change().min().orElseThrow()).as("follows again").isLessThan(20);
    }

    @Test
    void isPausedByAHandUntilTheTimeIsOver() {
        flow.perSecond = 300;
        pool.changedByHand(PAUSE, flow.nanos(), NOON);
        look(30);

        assertThat(order()).isEmpty();
        Counsel counsel = pool.counsel();
        assertThat(counsel.pausedUntil()).contains(NOON.plus(PAUSE));
        assertThat(counsel.advice().orElseThrow().rails()).containsExactly(Rail.FROZEN);
        assertThat(counsel.advice().orElseThrow().sentence()).startsWith("Held at 30: somebody changed it by hand; ").endsWith(" would be right");
        assertThat(counsel.predictions()).as("are told all the same").isNotEmpty();

        flow.pass(PAUSE);
        look(30);
        assertThat(pool.counsel().pausedUntil()).isEmpty();
        assertThat(order()).isPresent();
    }

    @Test
    void anOrderToGovernEndsThePause() {
        flow.perSecond = 300;
        pool.changedByHand(PAUSE, flow.nanos(), NOON);
        look(30);
        pool.ordered(GovernorMode.GOVERN);
        look(1);
        assertThat(order()).isPresent();
    }

    @Test
    void aPauseOfZeroIsNone() {
        flow.perSecond = 300;
        pool.changedByHand(Duration.ZERO, flow.nanos(), NOON);
        look(30);
        assertThat(order()).isPresent();
    }

    @Test
    void isLeftAloneWhileUnreachableDrainedOrNotSeen() {
        flow.perSecond = 300;
        drained = true;
        assertFrozen(Frozen.DRAINED);
        drained = false;
        pool.stands(new Standing(GovernorMode.GOVERN, GovernorMode.ADVISE, true, new Bounds(2, 50), Optional.of(Frozen.UNREACHABLE)));
        assertFrozen(Frozen.UNREACHABLE);
        pool.stands(standing(GovernorMode.GOVERN, true));
        flow.exact = false;
        assertFrozen(Frozen.UNMEASURED);
        flow.exact = true;
        look(30);
        assertThat(order()).isPresent();
    }

    private void assertFrozen(Frozen why) {
        look(30);
        assertThat(order()).isEmpty();
        assertThat(pool.isGoverned()).isFalse();
        assertThat(pool.counsel().advice().orElseThrow().evidence().frozen()).contains(why);
    }

    @Test
    void onlyAdvisesAndSaysSoWhereOperationsAreSwitchedOff() {
        pool.stands(standing(GovernorMode.GOVERN, false));
        flow.perSecond = 300;
        look(30);
        assertThat(order()).isEmpty();
        assertThat(pool.counsel().mode()).isEqualTo(GovernorMode.ADVISE);
        assertThat(pool.counsel().trouble().orElseThrow()).contains("Operations are switched off");
        assertThat(pool.counsel().advice()).isPresent();
    }

    @Test
    void advisesWithoutDoingAndDoesNothingWhenOff() {
        pool.ordered(GovernorMode.ADVISE);
        flow.perSecond = 300;
        look(30);
        assertThat(order()).isEmpty();
        assertThat(pool.counsel().advice()).isPresent();
        pool.ordered(GovernorMode.OFF);
        assertThat(pool.counsel().advice()).isEmpty();
    }

    @Test
    void waitsLongerAfterEachFailureAndForgetsThemWithASuccess() {
        pool.failed("No", 0);
        assertThat(pool.isPatient(Duration.ofMillis(999).toNanos())).isTrue();
        assertThat(pool.isPatient(Duration.ofSeconds(1).toNanos())).isFalse();
        assertThat(pool.counsel().trouble()).contains("No");
        for (int time = 0; time < 10; time++) {
            pool.failed("No", 0);
        }
        assertThat(pool.isPatient(Duration.ofSeconds(59).toNanos())).isTrue();
        assertThat(pool.isPatient(Duration.ofSeconds(61).toNanos())).isFalse();

        flow.perSecond = 300;
        done(firstOrder());
        assertThat(pool.counsel().trouble()).isEmpty();
        pool.failed("No", 0);
        assertThat(pool.isPatient(Duration.ofMillis(1_001).toNanos())).isFalse();
    }

    @Test
    void tellsWhenItsConnectionsWillBeExhausted() {
        inForce = settings(5, 20);
        for (int tenth = 0; tenth < 200; tenth++) {
            flow.perSecond = 150 + tenth;
            look(1);
        }
        double governed = pool.counsel().exhaustionSeconds().orElseThrow();
        pool.ordered(GovernorMode.ADVISE);
        double advised = pool.counsel().exhaustionSeconds().orElseThrow();
        assertThat(governed).as("until the ceiling of 50, and not until max, 20").isGreaterThan(advised + 100);
        flow.perSecond = 100;
        look(400);
        assertThat(pool.counsel().exhaustionSeconds()).isEmpty();
    }

    private static Standing standing(GovernorMode mode, boolean changeable) {
        return new Standing(mode, GovernorMode.ADVISE, changeable, new Bounds(2, 50), Optional.empty());
    }

    private static SettingsInForce settings(int min, int max) {
        return new SettingsInForce(min, OptionalInt.of(max), Optional.empty(), Optional.empty());
    }

    private void look(int times) {
        for (int time = 0; time < times; time++) {
            flow.pass(TENTH);
            pool.look(flow.nanos(), Optional.of(flow.seen(inForce.max().getAsInt())), inForce.max(), drained);
        }
    }

    private Order.Settings firstOrder() {
        int looks = 0;
        do {
            look(1);
            looks++;
        } while (looks < 50 && order().isEmpty());
        return order().orElseThrow();
    }

    private Optional<Order.Settings> order() {
        return pool.order(inForce);
    }

    private void done(Order.Settings order) {
        SettingsInForce before = inForce;
        inForce = inForce.after(order.change());
        pool.done(order, before);
    }
}
