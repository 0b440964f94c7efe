package dev.lifeguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.sizing.Advice.Action;
import dev.lifeguard.sizing.Advice.Rail;
import dev.lifeguard.sizing.Look.Frozen;
import dev.lifeguard.statistics.Flow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SizerTest {

    private static final Bounds BOUNDS = new Bounds(2, 50);
    private static final Duration HOLD = Duration.ofMillis(20);

    private final Sizer sizer = new Sizer(new HeadRoomLaw(), Objective.STANDARD);
    private double seconds;

    @Test
    void growsAtOnceByAllThatIsThereBeforeAnythingIsKnown() {
        Advice advice = sizer.advise(new Look(0, 5, 5, 7, new Flow(12, 0, 0), Optional.empty()), BOUNDS);
        assertThat(advice.action()).isEqualTo(Action.GROW);
        assertThat(advice.max()).isEqualTo(12);
        assertThat(advice.sentence()).isEqualTo("Grow from 5 to 12: 5 in use, 7 waiting");
    }

    @Test
    void aFullPoolThatHardlyAnybodyAsksForIsAdvisedToo() {
        for (int look = 0; look < 50; look++) {
            long requests = look / 4;
            Flow flow = new Flow(requests, requests, requests * HOLD.toNanos());
            Advice advice = sizer.advise(new Look(look * 200_000_000L, 2, 2, 1, flow, Optional.empty()), BOUNDS);
            assertThat(advice.max()).isBetween(2, 4);
        }
    }

    @Test
    void holdsWhatIsRight() {
        int right = new HeadRoomLaw().size(new Demand(600, HOLD), Objective.STANDARD);
        Advice advice = steady(600, right, 12, 10);
        assertThat(advice.action()).isEqualTo(Action.HOLD);
        assertThat(advice.rails()).isEmpty();
        assertThat(advice.feasibility().feasible()).isTrue();
        assertThat(advice.sentence()).isEqualTo("Hold at " + right + ": 12 in use, 0 waiting, 600 requests a second that hold 20.0 ms");
    }

    @Test
    void shrinksOnlyWhenDemandHasBeenLowerForAWhile() {
        assertThat(steady(600, 40, 12, 1).rails()).contains(Rail.SHRINK_LATER);
        Advice advice = steady(600, 40, 12, 3);
        assertThat(advice.action()).isEqualTo(Action.SHRINK);
        assertThat(advice.max()).isEqualTo(new HeadRoomLaw().size(new Demand(600, HOLD), Objective.STANDARD));
    }

    @Test
    void aPoolThatNobodyUsesGoesDownToItsFloor() {
        Advice advice = steady(0, 10, 0, 5);
        assertThat(advice.rails()).contains(Rail.FLOOR);
        seconds += 1;
        steady(50, 10, 1, 5);
        assertThat(steady(0, 10, 0, 30).max()).isEqualTo(BOUNDS.floor());
    }

    @Test
    void neverGoesBeyondTheCeilingAndSaysWhatWouldBeRight() {
        Advice advice = steady(5000, 50, 50, 10);
        assertThat(advice.action()).isEqualTo(Action.HOLD);
        assertThat(advice.rails()).contains(Rail.CEILING);
        assertThat(advice.sentence()).contains("would be right, but for ceiling");
        assertThat(advice.feasibility().feasible()).isFalse();
        assertThat(advice.feasibility().missing().orElseThrow()).contains("the ceiling is 50").contains("a larger ceiling");
    }

    @Test
    void leavesAloneWhatIsFrozenAndSaysWhy() {
        Look look = new Look(0, 7, 7, 30, new Flow(0, 0, 0), Optional.of(Frozen.UNREACHABLE));
        Advice advice = sizer.advise(look, BOUNDS);
        assertThat(advice.action()).isEqualTo(Action.HOLD);
        assertThat(advice.max()).isEqualTo(7);
        assertThat(advice.rails()).containsExactly(Rail.FROZEN);
        assertThat(advice.sentence()).isEqualTo("Held at 7: the database behind it does not answer");
    }

    @Test
    void aFixedSizeIsWhateverIsAskedFor() {
        Sizer fixed = new Sizer(new FixedSize(9), Objective.STANDARD);
        Look look = new Look(0, 5, 5, 1, new Flow(0, 0, 0), Optional.empty());
        fixed.advise(look, BOUNDS);
        Advice advice = fixed.advise(new Look(200_000_000L, 5, 1, 0, new Flow(20, 20, 20 * HOLD.toNanos()), Optional.empty()), BOUNDS);
        assertThat(advice.max()).isEqualTo(9);
        assertThatIllegalArgumentException().isThrownBy(() -> new FixedSize(0)).withMessageContaining("not 0");
    }

    @Test
    void aLongHoldInASmallPoolIsInfeasibleAndSaidSo() {
        Feasibility feasibility = Feasibility.of(new Demand(30, Duration.ofMillis(100)), BOUNDS, Objective.STANDARD);
        assertThat(feasibility.feasible()).isFalse();
        assertThat(feasibility.missing().orElseThrow()).contains("fewer and larger pools").contains("100.0 ms");
    }

    @Test
    void predictsEverySizeWithinTheBounds() {
        List<Prediction> predictions = Prediction.all(new Demand(600, HOLD), new Bounds(10, 20));
        assertThat(predictions).hasSize(11);
        assertThat(predictions.get(0).utilization()).isCloseTo(1.2, within(1e-9));
        assertThat(predictions.get(0).waitSeconds()).as("the queue grows").isEmpty();
        assertThat(predictions.get(10).utilization()).isCloseTo(0.6, within(1e-9));
        assertThat(predictions.get(10).waitSeconds().orElseThrow()).isLessThan(0.01);
    }

    @Test
    void boundsAndObjectivesThatContradictThemselvesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Bounds(5, 4)).withMessageContaining("floor is 5 and the ceiling 4");
        assertThatIllegalArgumentException().isThrownBy(() -> new Objective(HOLD, 0, 0.6, 0.8)).withMessageContaining("share is 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Objective(HOLD, 0.01, 0.8, 0.6)).withMessageContaining("band");
        assertThatIllegalArgumentException().isThrownBy(() -> new Demand(-1, HOLD)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Demand(1, Duration.ZERO)).withMessageContaining("PT0S");
    }

    /** The last advice on a demand that stays the same for so long, looked at fifty times a second. */
    private Advice steady(int rate, int max, int inUse, double lasting) {
        Advice advice = null;
        double end = seconds + lasting;
        while (seconds < end) {
            long requests = Math.round(seconds * rate);
            Flow flow = new Flow(requests, requests, requests * HOLD.toNanos());
            advice = sizer.advise(new Look((long) (seconds * 1e9), max, inUse, 0, flow, Optional.empty()), BOUNDS);
            seconds += 0.02;
        }
        return advice;
    }
}
