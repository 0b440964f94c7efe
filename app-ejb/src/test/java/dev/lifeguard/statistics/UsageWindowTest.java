package dev.lifeguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.pool.PoolUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UsageWindowTest {

    private static final int MAX = 10;
    private static final Duration LONGEST_HOLD = Duration.ofMillis(500);

    private final UsageWindow window = new UsageWindow(LONGEST_HOLD);

    @Test
    void knowsNothingAtFirst() {
        assertThat(window.utilization(seconds(5))).isEmpty();
        assertThat(window.inUsePeak(seconds(5))).isEmpty();
        assertThat(window.waitingPeak(seconds(5))).isEmpty();
    }

    @Test
    void weighsByTimeNotByReadings() {
        window.add(millis(0), inUse(10));
        window.add(millis(100), inUse(0));
        window.add(millis(500), inUse(0));
        assertThat(window.utilization(millis(500)).getAsDouble()).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void aGapWeighsNothing() {
        window.add(millis(0), inUse(10));
        window.gap(millis(100));
        window.add(millis(400), inUse(0));
        window.add(millis(500), inUse(0));
        assertThat(window.utilization(millis(500)).getAsDouble()).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void aReadingThatNoOtherFollowsSpeaksOnlyForAWhile() {
        window.add(millis(0), inUse(10));
        window.add(seconds(30), inUse(0));
        window.add(seconds(30) + millis(500), inUse(0));
        assertThat(window.utilization(seconds(31)).getAsDouble()).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void forgetsAfterAMinute() {
        window.add(seconds(0), inUse(10));
        window.add(millis(500), inUse(10));
        assertThat(window.inUsePeak(seconds(59))).hasValue(10);
        assertThat(window.inUsePeak(seconds(61))).isEmpty();
        assertThat(window.utilization(seconds(61))).isEmpty();
    }

    @Test
    void waitingIsAbsentWhereNoReadingTellsIt() {
        window.add(0, new PoolUsage(1, 0, OptionalInt.empty(), 0, OptionalInt.of(MAX)));
        assertThat(window.waitingPeak(1)).isEmpty();
        window.add(1, new PoolUsage(1, 0, OptionalInt.of(3), 0, OptionalInt.of(MAX)));
        assertThat(window.waitingPeak(1)).hasValue(3);
    }

    @Test
    void withoutAMaxThereAreOnlyPeaks() {
        window.add(millis(0), new PoolUsage(5, 0, OptionalInt.of(2), 0, OptionalInt.empty()));
        window.add(millis(100), inUse(4));
        assertThat(window.utilization(millis(100))).isEmpty();
        assertThat(window.inUsePeak(millis(100))).hasValue(5);
        assertThat(window.waitingPeak(millis(100))).hasValue(2);
        window.add(millis(200), inUse(4));
        assertThat(window.utilization(millis(200)).getAsDouble()).isEqualTo(0.4, within(1e-9));
    }

    /** The oracle keeps every reading and walks through the window in steps of a millisecond. */
    @Property(tries = 200)
    void agreesWithTheSlowTwin(@ForAll("readings") List<Reading> readings) {
        UsageWindow fast = new UsageWindow(LONGEST_HOLD);
        long time = 0;
        List<Reading> timed = new ArrayList<>();
        for (Reading reading : readings) {
            time += reading.millis();
            fast.add(millis(time), inUse(reading.inUse()));
            timed.add(new Reading(time, reading.inUse()));
        }
        long now = time;
        long windowStart = (now / 1000 - 59) * 1000;
        double weighted = 0;
        long measured = 0;
        int peak = -1;
        for (int i = 0; i < timed.size(); i++) {
            Reading reading = timed.get(i);
            long longest = reading.millis() + LONGEST_HOLD.toMillis();
            long end = i + 1 < timed.size() ? Math.min(timed.get(i + 1).millis(), longest) : reading.millis();
            for (long at = reading.millis(); at < end; at++) {
                if (at >= windowStart) {
                    weighted += (double) reading.inUse() / MAX;
                    measured++;
                }
            }
            if (reading.millis() >= windowStart) {
                peak = Math.max(peak, reading.inUse());
            }
        }
        if (measured == 0) {
            assertThat(fast.utilization(millis(now))).isEmpty();
        } else {
            assertThat(fast.utilization(millis(now)).getAsDouble()).isEqualTo(weighted / measured, within(1e-9));
        }
        assertThat(fast.inUsePeak(millis(now))).hasValue(peak);
    }

    @Provide
    Arbitrary<List<Reading>> readings() {
        Arbitrary<Long> pauses = Arbitraries.longs().between(0, 3_000);
        return Combinators.combine(pauses, Arbitraries.integers().between(0, MAX))
                .as(Reading::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(150);
    }

    record Reading(long millis, int inUse) {}

    private static PoolUsage inUse(int number) {
        return new PoolUsage(number, 0, OptionalInt.of(0), 0, OptionalInt.of(MAX));
    }

    private static long seconds(long number) {
        return TimeUnit.SECONDS.toNanos(number);
    }

    private static long millis(long number) {
        return TimeUnit.MILLISECONDS.toNanos(number);
    }
}
