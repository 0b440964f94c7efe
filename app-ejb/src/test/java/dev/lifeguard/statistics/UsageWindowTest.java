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
        assertThat(window.figures(seconds(5))).isEqualTo(BorrowFigures.none());
    }

    @Test
    void weighsByTimeNotByReadings() {
        window.add(millis(0), inUse(10));
        window.add(millis(100), inUse(0));
        window.add(millis(500), inUse(0));
        assertThat(window.figures(millis(500)).utilization().getAsDouble()).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void aGapWeighsNothing() {
        window.add(millis(0), inUse(10));
        window.gap(millis(100));
        window.add(millis(400), inUse(0));
        window.add(millis(500), inUse(0));
        assertThat(window.figures(millis(500)).utilization().getAsDouble()).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void aReadingThatNoOtherFollowsSpeaksOnlyForAWhile() {
        window.add(millis(0), inUse(10));
        window.add(seconds(30), inUse(0));
        window.add(seconds(30) + millis(500), inUse(0));
        assertThat(window.figures(seconds(31)).utilization().getAsDouble()).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void forgetsAfterAMinute() {
        window.add(seconds(0), inUse(10));
        window.add(millis(500), inUse(10));
        assertThat(window.figures(seconds(59)).inUsePeak()).hasValue(10);
        assertThat(window.figures(seconds(61)).inUsePeak()).isEmpty();
        assertThat(window.figures(seconds(61)).utilization()).isEmpty();
    }

    @Test
    void waitingIsAbsentWhereNoReadingTellsIt() {
        window.add(0, new PoolUsage(1, 0, OptionalInt.empty(), 0, OptionalInt.of(MAX)));
        assertThat(window.figures(1).waitingPeak()).isEmpty();
        window.add(1, new PoolUsage(1, 0, OptionalInt.of(3), 0, OptionalInt.of(MAX)));
        assertThat(window.figures(1).waitingPeak()).hasValue(3);
    }

    @Test
    void withoutAMaxThereIsNoUtilization() {
        window.add(millis(0), new PoolUsage(5, 0, OptionalInt.of(2), 0, OptionalInt.empty()));
        window.add(millis(100), inUse(4));
        assertThat(window.figures(millis(100)).utilization()).isEmpty();
        assertThat(window.figures(millis(100)).inUseMean()).hasValue(5);
        assertThat(window.figures(millis(100)).covered()).isEqualTo(Duration.ofMillis(100));
        assertThat(window.figures(millis(100)).inUsePeak()).hasValue(5);
        assertThat(window.figures(millis(100)).waitingPeak()).hasValue(2);
        window.add(millis(200), inUse(4));
        assertThat(window.figures(millis(200)).utilization().getAsDouble()).isEqualTo(0.4, within(1e-9));
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
            assertThat(fast.figures(millis(now)).utilization()).isEmpty();
        } else {
            assertThat(fast.figures(millis(now)).utilization().getAsDouble()).isEqualTo(weighted / measured, within(1e-9));
        }
        assertThat(fast.figures(millis(now)).inUsePeak()).hasValue(peak);
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
