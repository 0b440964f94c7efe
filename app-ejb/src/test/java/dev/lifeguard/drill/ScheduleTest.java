package dev.lifeguard.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every bound is that of a test at the level of 10⁻⁶, for fixed seeds: what passes once passes always. */
class ScheduleTest {

    private static final double NANOS_PER_SECOND = 1e9;
    /** Of the distance of Kolmogorov and Smirnov, times √n: 2·exp(−2x²) is 10⁻⁶. */
    private static final double KOLMOGOROV = Math.sqrt(Math.log(2e6) / 2);
    private static final Duration MINUTES = Duration.ofMinutes(10);

    @Test
    void theSameSeedGivesTheSameRequestsAndAnotherOthers() {
        DrillPlan plan = plan(Arrivals.BURSTY, Profile.DIURNAL, Hold.LOGNORMAL, 1);
        DrillPlan other = plan(Arrivals.BURSTY, Profile.DIURNAL, Hold.LOGNORMAL, 2);

        assertThat(arrivals(plan)).isEqualTo(arrivals(plan)).isNotEqualTo(arrivals(other));
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void requestsComeInOrderWithinTheTimeAndAsManyAsExpected(Profile profile) {
        for (Arrivals process : Arrivals.values()) {
            DrillPlan plan = plan(process, profile, Hold.CONSTANT, 3);
            List<Arrival> arrivals = arrivals(plan);

            assertThat(arrivals).isSortedAccordingTo((one, next) -> Long.compare(one.offsetNanos(), next.offsetNanos()));
            assertThat(arrivals).allSatisfy(arrival -> assertThat(arrival.offsetNanos()).isBetween(0L, plan.duration().toNanos()));
            // The variance of a count is its mean times 1, or that of the bursts; 5 deviations.
            double spread = 5 * Math.sqrt(plan.offered() * indexOfDispersion(process)) + 1;
            assertThat((double) arrivals.size()).as(process.word()).isCloseTo(plan.offered(), within(spread));
        }
    }

    /** Given how many come, those of a Poisson process are distributed as its rate is. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void theRateIsThatOfTheProfile(Profile profile) {
        DrillPlan plan = plan(Arrivals.POISSON, profile, Hold.CONSTANT, 4);
        double[] offsets = arrivals(plan).stream().mapToDouble(arrival -> arrival.offsetNanos() / NANOS_PER_SECOND).toArray();

        assertDistributed(offsets, seconds -> area(plan, seconds) / area(plan, MINUTES.toSeconds()));
    }

    /** The obvious twin of the formulas: what the profile says, added up in small steps. */
    private static double area(DrillPlan plan, double seconds) {
        int steps = 20_000;
        double sum = 0;
        for (int step = 0; step < steps; step++) {
            sum += rate(plan, (step + 0.5) * seconds / steps);
        }
        return sum * seconds / steps;
    }

    private static double rate(DrillPlan plan, double seconds) {
        double share = seconds / MINUTES.toSeconds();
        double height = switch (plan.profile()) {
            case STEADY -> 0;
            case STEP -> share >= 1.0 / 3 && share < 2.0 / 3 ? 1 : 0;
            case RAMP -> share;
            case DIURNAL -> (1 - Math.cos(2 * Math.PI * share)) / 2;
            case SPIKE -> share >= 0.5 && share < 0.55 ? 1 : 0;
        };
        return plan.baseRate() + (plan.peakRate() - plan.baseRate()) * height;
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void whatIsExpectedIsWhatLiesUnderTheRate(Profile profile) {
        DrillPlan plan = plan(Arrivals.POISSON, profile, Hold.CONSTANT, 4);
        for (double share : new double[] {0.1, 0.4, 0.52, 0.7, 1}) {
            double seconds = share * MINUTES.toSeconds();
            assertThat(plan.expected(seconds)).as("at %s", share).isCloseTo(area(plan, seconds), within(plan.offered() * 1e-3));
        }
    }

    @Test
    void constantArrivalsAreAtEqualDistances() {
        List<Arrival> arrivals = arrivals(plan(Arrivals.CONSTANT, Profile.STEADY, Hold.CONSTANT, 5));

        for (int index = 0; index < 100; index++) {
            assertThat(arrivals.get(index).offsetNanos()).isCloseTo((index + 1) * 100_000_000L, within(1_000L));
        }
    }

    @Test
    void distancesOfPoissonArrivalsAreExponentiallyDistributed() {
        DrillPlan plan = plan(Arrivals.POISSON, Profile.STEADY, Hold.CONSTANT, 6);

        assertDistributed(distances(plan), seconds -> 1 - Math.exp(-seconds * plan.baseRate()));
    }

    @Test
    void burstsHaveFiveRequestsInTheMeanGeometricallyDistributed() {
        DrillPlan plan = plan(Arrivals.BURSTY, Profile.STEADY, Hold.CONSTANT, 7);
        List<Integer> bursts = new ArrayList<>(List.of(1));
        for (double distance : distances(plan)) {
            if (distance == 0) {
                bursts.set(bursts.size() - 1, bursts.get(bursts.size() - 1) + 1);
            } else {
                bursts.add(1);
            }
        }
        double quit = 1 / Arrivals.MEAN_BURST;
        assertThat(bursts.stream().mapToInt(each -> each).average().getAsDouble())
                .isCloseTo(Arrivals.MEAN_BURST, within(5 * Math.sqrt(1 - quit) / quit / Math.sqrt(bursts.size())));
        // χ² over sizes 1 to 9 and the rest: 9 degrees of freedom, of which 46.1 is exceeded with the probability 6·10⁻⁷.
        double chi = 0;
        for (int size = 1; size <= 10; size++) {
            int least = size;
            double expected = bursts.size() * Math.pow(1 - quit, size - 1) * (size < 10 ? quit : 1);
            long seen = bursts.stream().filter(burst -> least < 10 ? burst == least : burst >= least).count();
            chi += (seen - expected) * (seen - expected) / expected;
        }
        assertThat(chi).isLessThan(46.1);
    }

    @Test
    void constantHoldsAreAllTheMean() {
        assertThat(holds(Hold.CONSTANT)).containsOnly(0.02);
    }

    @Test
    void exponentialHoldsAreExponentiallyDistributed() {
        double[] holds = holds(Hold.EXPONENTIAL);

        assertDistributed(holds, seconds -> 1 - Math.exp(-seconds / 0.02));
        assertMean(holds, 0.02, 0.02);
    }

    @Test
    void theLogarithmsOfLognormalHoldsAreNormallyDistributed() {
        double[] holds = holds(Hold.LOGNORMAL);
        double[] logarithms = Arrays.stream(holds).map(Math::log).toArray();
        double mean = Arrays.stream(logarithms).average().getAsDouble();
        double variance = Arrays.stream(logarithms).map(each -> (each - mean) * (each - mean)).average().getAsDouble();

        assertThat(mean).isCloseTo(Math.log(0.02) - 0.5, within(5 / Math.sqrt(holds.length)));
        assertThat(variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / holds.length)));
        assertDistributed(logarithms, logarithm -> normal(logarithm - Math.log(0.02) + 0.5));
        assertMean(holds, 0.02, 0.02 * Math.sqrt(Math.E - 1));
    }

    /** Added up in small steps from eight deviations below. */
    private static double normal(double deviations) {
        double step = 0.001;
        double sum = 0;
        for (double at = -8 + step / 2; at < deviations; at += step) {
            sum += Math.exp(-at * at / 2) * step;
        }
        return sum / Math.sqrt(2 * Math.PI);
    }

    private static void assertMean(double[] values, double mean, double deviation) {
        assertThat(Arrays.stream(values).average().getAsDouble()).isCloseTo(mean, within(5 * deviation / Math.sqrt(values.length)));
    }

    private static void assertDistributed(double[] values, DoubleUnaryOperator distribution) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        // Every so many: between them the distance grows by no more than their share.
        int every = Math.max(1, sorted.length / 1_000);
        double distance = 0;
        for (int index = 0; index < sorted.length; index += every) {
            double expected = distribution.applyAsDouble(sorted[index]);
            distance = Math.max(distance, Math.abs(expected - (index + 0.5) / sorted.length));
        }
        assertThat(distance).isLessThan(KOLMOGOROV / Math.sqrt(sorted.length));
    }

    private static double indexOfDispersion(Arrivals process) {
        return switch (process) {
            case CONSTANT -> 0;
            case POISSON -> 1;
            case BURSTY -> 2 * Arrivals.MEAN_BURST - 1;
        };
    }

    private static double[] distances(DrillPlan plan) {
        List<Arrival> arrivals = arrivals(plan);
        double[] distances = new double[arrivals.size() - 1];
        for (int index = 0; index < distances.length; index++) {
            distances[index] = (arrivals.get(index + 1).offsetNanos() - arrivals.get(index).offsetNanos()) / NANOS_PER_SECOND;
        }
        return distances;
    }

    private static double[] holds(Hold hold) {
        return arrivals(plan(Arrivals.CONSTANT, Profile.STEADY, hold, 8)).stream()
                .mapToDouble(arrival -> arrival.holdNanos() / NANOS_PER_SECOND)
                .toArray();
    }

    private static DrillPlan plan(Arrivals arrivals, Profile profile, Hold hold, long seed) {
        return new DrillPlan(arrivals, profile, 10, 80, hold, Duration.ofMillis(20), DrillMode.SLEEP, MINUTES, seed);
    }

    private static List<Arrival> arrivals(DrillPlan plan) {
        List<Arrival> arrivals = new ArrayList<>();
        new Schedule(plan).forEachRemaining(arrivals::add);
        return arrivals;
    }
}
