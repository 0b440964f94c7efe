package dev.lifeguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BorrowRecorderWindowsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long GRACE = SECOND / 2;

    /** The oracle adds up the seconds that a window says it covers. */
    @Test
    void eachWindowIsTheSumOfItsSecondsAndReachesAsFarBackAsItSays() {
        long begin = 1_234_567;
        BorrowRecorder recorder = new BorrowRecorder(begin * SECOND);
        recorder.limit(begin * SECOND, OptionalInt.of(100));
        int seconds = 5_000;
        long[] requestsBefore = new long[seconds + 1];
        for (int second = 0; second < seconds; second++) {
            int requests = second * 31 % 7;
            requestsBefore[second + 1] = requestsBefore[second] + requests;
            long start = (begin + second) * SECOND;
            recorder.baseline(start, second % 90);
            for (int i = 0; i < requests; i++) {
                recorder.requested(start + i);
                recorder.acquired(start, start + 1_000_000L * (second % 50), 0, 0);
            }
            recorder.drain(start + SECOND + GRACE);
            assertCovers(recorder.figures(Window.SECOND), second, 1, 1, requestsBefore);
            assertCovers(recorder.figures(Window.TEN_SECONDS), second, 10, 10, requestsBefore);
            assertCovers(recorder.figures(Window.MINUTE), second, 51, 60, requestsBefore);
            assertCovers(recorder.figures(Window.FIVE_MINUTES), second, 291, 300, requestsBefore);
            if (second % 10 == 0) {
                assertCovers(recorder.figures(Window.HOUR), second, 3_301, 3_600, requestsBefore);
            }
        }
        assertThat(recorder.totals().acquisition().count()).isEqualTo(requestsBefore[seconds]);
    }

    private static void assertCovers(BorrowFigures figures, int second, long least, long most, long[] requestsBefore) {
        int covered = (int) figures.covered().toSeconds();
        int so = second + 1;
        assertThat((long) covered).isBetween(Math.min(so, least), Math.min(so, most));
        long expected = requestsBefore[so] - requestsBefore[so - covered];
        assertThat(figures.requests()).isEqualTo(expected);
        assertThat(figures.acquisition().count()).isEqualTo(expected);
        long inUse = 0;
        int peak = 0;
        for (int i = so - covered; i < so; i++) {
            inUse += i % 90;
            peak = Math.max(peak, i % 90);
        }
        assertThat(figures.inUseMean().getAsDouble()).isEqualTo((double) inUse / covered, within(1e-9));
        assertThat(figures.utilization().getAsDouble()).isEqualTo((double) inUse / covered / 100, within(1e-9));
        // What is in use when a second begins counts, whatever is given back at that instant.
        assertThat(figures.inUsePeak().getAsInt()).isBetween(peak, so > covered ? Math.max(peak, (so - covered - 1) % 90) : peak);
    }

    @Test
    void theLastFiveMinutesAreThereInPointsOfTenSeconds() {
        BorrowRecorder recorder = new BorrowRecorder(0);
        recorder.limit(0, OptionalInt.of(10));
        for (long second = 0; second < 643; second++) {
            recorder.drain((second + 1) * SECOND + GRACE);
        }
        List<TimedFigures> recent = recorder.recent(Duration.ofMinutes(5));
        assertThat(recent).hasSize(29 + 3);
        assertThat(recent.get(0).startNanos()).isEqualTo(350 * SECOND);
        for (int i = 1; i < recent.size(); i++) {
            assertThat(recent.get(i).startNanos()).isEqualTo(recent.get(i - 1).endNanos());
        }
        assertThat(recent.get(28).figures().covered()).isEqualTo(Duration.ofSeconds(10));
        assertThat(recent.get(31).endNanos()).isEqualTo(643 * SECOND);
        assertThat(recorder.recent(Duration.ofSeconds(15))).extracting(TimedFigures::startNanos).containsExactly(
                630 * SECOND, 640 * SECOND, 641 * SECOND, 642 * SECOND);
    }

    /**
     * Little: L = λ·W. Poisson arrivals, exponential holds, a minute that is 600 times as long as a hold at least: what the holds that
     * cut its edges make is one per cent at the standard deviation.
     */
    @Property(tries = 100)
    void throughputTimesMeanHoldIsMeanInUse(
            @ForAll @IntRange(min = 2, max = 60) int perSecond,
            @ForAll @IntRange(min = 1, max = 100) int holdMillis,
            @ForAll Random random) {
        BorrowRecorder recorder = new BorrowRecorder(0);
        recorder.limit(0, OptionalInt.of(10));
        Borrows borrows = new Borrows(random, perSecond, holdMillis / 1e3);
        for (int second = 0; second < 70; second++) {
            borrows.tellUntil(recorder, (second + 1) * SECOND);
            recorder.drain((second + 1) * SECOND + GRACE);
        }
        BorrowFigures figures = recorder.figures(Window.MINUTE);
        assertThat(figures.covered()).isEqualTo(Duration.ofMinutes(1));
        assertThat(figures.hold().count()).isGreaterThan(50);
        double inUse = figures.inUseMean().getAsDouble();
        assertThat(figures.throughput().getAsDouble() * figures.hold().meanNanos().getAsDouble() / 1e9)
                .isEqualTo(inUse, within(0.05 * inUse));
    }

    /** Each hold is told as a whole, its end perhaps a little ahead of the time: nothing is drained that it belongs to. */
    private static final class Borrows {

        private final Random random;
        private final double perSecond;
        private final double holdSeconds;
        private double next;

        Borrows(Random random, double perSecond, double holdSeconds) {
            this.random = random;
            this.perSecond = perSecond;
            this.holdSeconds = holdSeconds;
        }

        void tellUntil(BorrowRecorder recorder, long nanos) {
            while (next * 1e9 < nanos) {
                long taken = (long) (next * 1e9);
                long given = taken + (long) (exponential(holdSeconds) * 1e9);
                recorder.requested(taken);
                recorder.acquired(taken, taken, 0, 0);
                recorder.took(taken);
                recorder.returned(taken, given);
                recorder.gave(given);
                next += exponential(1 / perSecond);
            }
        }

        private double exponential(double mean) {
            return -mean * Math.log(1 - random.nextDouble());
        }
    }
}
