package dev.lifeguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ErlangCTest {

    private static final Duration TEN_MILLIS = Duration.ofMillis(10);
    private static final double ONE_PERCENT = 0.01;
    private static final int[] HOLDS = {2, 5, 10, 20, 50, 100};
    /** The highest utilization with P(wait > 10 ms) ≤ 1 %, by max and hold in milliseconds. */
    private static final Map<Integer, double[]> HIGHEST = new TreeMap<>(Map.of(
            5, new double[] {.83, .66, .49, .38, .30, .28},
            10, new double[] {.91, .81, .69, .58, .48, .44},
            20, new double[] {.96, .90, .83, .74, .64, .60},
            50, new double[] {.98, .96, .92, .87, .79, .75}));

    @Test
    void theHighestUtilizationIsThatOfTheTable() {
        HIGHEST.forEach((max, expected) -> {
            for (int column = 0; column < HOLDS.length; column++) {
                assertThat(ErlangC.highestUtilization(max, Duration.ofMillis(HOLDS[column]), TEN_MILLIS, ONE_PERCENT))
                        .as("max %d, hold %d ms", max, HOLDS[column])
                        .isCloseTo(expected[column], within(0.01));
            }
        });
    }

    @Property(tries = 200)
    void isWhatTheFormulaSays(@ForAll @IntRange(min = 1, max = 120) int connections, @ForAll @DoubleRange(min = 0, max = 0.99) double use) {
        double load = use * connections;
        assertThat(ErlangC.waits(connections, load)).isCloseTo(formula(connections, load), within(1e-9));
    }

    /** {@code (a^c ÷ c! × c ÷ (c − a)) ÷ (Σ a^k ÷ k! + a^c ÷ c! × c ÷ (c − a))}, in decimals that do not overflow. */
    private static double formula(int connections, double load) {
        BigDecimal a = BigDecimal.valueOf(load);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < connections; k++) {
            sum = sum.add(term);
            term = term.multiply(a).divide(BigDecimal.valueOf(k + 1L), MathContext.DECIMAL128);
        }
        BigDecimal c = BigDecimal.valueOf(connections);
        BigDecimal full = term.multiply(c).divide(c.subtract(a), MathContext.DECIMAL128);
        return full.divide(sum.add(full), MathContext.DECIMAL128).doubleValue();
    }

    @Test
    void agreesWithAQueueThatIsPlayedThrough() {
        for (double[] pool : new double[][] {{5, 3.5, 20}, {10, 8, 10}, {20, 17, 50}, {2, 1, 5}}) {
            int connections = (int) pool[0];
            Duration hold = Duration.ofNanos((long) (pool[2] * 1e6));
            double[] waits = PlayedQueue.waits(connections, pool[1], pool[2] / 1e3, 400_000, 11);
            double longer = Arrays.stream(waits).filter(wait -> wait > 0.01).count() / (double) waits.length;
            double any = Arrays.stream(waits).filter(wait -> wait > 0).count() / (double) waits.length;
            assertThat(any).isCloseTo(ErlangC.waits(connections, pool[1]), within(0.015));
            assertThat(longer).isCloseTo(ErlangC.waitsLonger(connections, pool[1], hold, TEN_MILLIS), within(0.015));
            Arrays.sort(waits);
            double p99 = waits[(int) (0.99 * waits.length)];
            assertThat(p99).isCloseTo(ErlangC.waitSeconds(connections, pool[1], hold, 0.99).orElseThrow(), within(0.1 * p99 + 0.0005));
        }
    }

    @Test
    void staysExactForAThousandConnections() {
        assertThat(ErlangC.waits(1000, 900)).isBetween(0.0001, 0.01);
        assertThat(ErlangC.waits(1000, 999.9)).isBetween(0.95, 1.0);
        assertThat(ErlangC.waits(1000, 900)).isCloseTo(formula(1000, 900), within(1e-9));
        assertThat(ErlangC.waits(1000, 0)).isZero();
    }

    @Test
    void aLoadAsLargeAsThePoolHasEverybodyWait() {
        assertThat(ErlangC.waits(10, 10)).isOne();
        assertThat(ErlangC.waitsLonger(10, 12, TEN_MILLIS, Duration.ofHours(1))).isOne();
        assertThat(ErlangC.waitSeconds(10, 10, TEN_MILLIS, 0.99)).isEmpty();
    }

    @Property(tries = 300)
    void theSmallestPoolIsEnoughAndOneLessIsNot(
            @ForAll @DoubleRange(min = 0.01, max = 300) double load, @ForAll @IntRange(min = 1, max = 500) int holdMillis) {
        Duration hold = Duration.ofMillis(holdMillis);
        int smallest = ErlangC.smallest(load, hold, TEN_MILLIS, ONE_PERCENT).orElseThrow();
        assertThat(ErlangC.waitsLonger(smallest, load, hold, TEN_MILLIS)).isLessThanOrEqualTo(ONE_PERCENT);
        if (smallest > 1) {
            assertThat(ErlangC.waitsLonger(smallest - 1, load, hold, TEN_MILLIS)).isGreaterThan(ONE_PERCENT);
        }
    }

    @Property(tries = 300)
    void moreConnectionsNeverMakeAnybodyWaitLonger(
            @ForAll @IntRange(min = 1, max = 200) int connections, @ForAll @DoubleRange(min = 0, max = 200) double load) {
        assertThat(ErlangC.waits(connections + 1, load)).isLessThanOrEqualTo(ErlangC.waits(connections, load));
    }

    @Test
    void whatIsNoLoadIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ErlangC.waits(3, -1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> ErlangC.waits(3, Double.NaN)).withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> ErlangC.waits(0, 1)).withMessageContaining("1 to 100000");
    }

    /** The obvious slow twin: requests that arrive one by one and take the connection that is free first. */
    private static final class PlayedQueue {

        private static double[] waits(int connections, double load, double holdSeconds, int requests, long seed) {
            Random random = new Random(seed);
            PriorityQueue<Double> free = new PriorityQueue<>();
            for (int connection = 0; connection < connections; connection++) {
                free.add(0.0);
            }
            double[] waits = new double[requests];
            double now = 0;
            for (int request = 0; request < requests; request++) {
                now += -Math.log(1 - random.nextDouble()) * holdSeconds / load;
                double begin = Math.max(now, free.remove());
                waits[request] = begin - now;
                free.add(begin - Math.log(1 - random.nextDouble()) * holdSeconds);
            }
            return waits;
        }
    }
}
