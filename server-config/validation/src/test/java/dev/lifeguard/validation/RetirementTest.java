package dev.lifeguard.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RetirementTest {

    private static final long HOUR = 3600;
    private static final long STARTED_MICROS = 1_795_500_000_000_000L;

    @Property
    void neverAboveTheMaximumAndNeverBelowNinetySevenAndAHalfPercent(
            @ForAll @LongRange(min = 1, max = 604_800) long maxAge,
            @ForAll @IntRange(min = 1) int processId,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000L) long started) {
        assertThat(Retirement.limitSeconds(maxAge, processId, started)).isGreaterThan(0.975 * maxAge).isLessThanOrEqualTo(maxAge);
    }

    @Property
    void theSameConnectionHasTheSameLimitEachTime(@ForAll int processId, @ForAll long started) {
        assertThat(Retirement.limitSeconds(HOUR, processId, started)).isEqualTo(Retirement.limitSeconds(HOUR, processId, started));
    }

    /** The formula's mean and density for connections that were opened one right after the other. */
    @Example
    void connectionsOpenedTogetherAreSpreadEvenlyOverTheJitter() {
        double[] limits = IntStream.range(0, 10_000)
                .mapToDouble(number -> Retirement.limitSeconds(HOUR, 4_000 + number, STARTED_MICROS + number * 1_500L))
                .toArray();

        assertThat(IntStream.range(0, limits.length).mapToDouble(i -> limits[i]).average().orElseThrow())
                .isCloseTo(HOUR * (1 - Retirement.JITTER / 2), within(1.0));
        long[] perTenth = new long[10];
        for (double limit : limits) {
            perTenth[(int) Math.min(9, (HOUR - limit) / (HOUR * Retirement.JITTER / 10))]++;
        }
        for (long number : perTenth) {
            assertThat(number).isBetween(850L, 1_150L);
        }
    }

    @Example
    void thirtyConnectionsOfOneMomentDoNotGoInOneMoment() {
        double[] limits = IntStream.range(0, 30)
                .mapToDouble(number -> Retirement.limitSeconds(HOUR, 4_000 + number, STARTED_MICROS))
                .sorted()
                .toArray();

        // 90 s for 30: on average 3 s between two.
        assertThat(limits[29] - limits[0]).isBetween(70.0, 90.0);
    }
}
