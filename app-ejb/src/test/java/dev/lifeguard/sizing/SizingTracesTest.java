package dev.lifeguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.sizing.Advice.Rail;
import dev.lifeguard.sizing.PlayedPool.Draw;
import dev.lifeguard.sizing.PlayedPool.Slowness;
import dev.lifeguard.sizing.PlayedPool.Trace;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Every trace of the benchmarks, played through in seconds: a change to the law that makes one worse fails. */
class SizingTracesTest {

    static final Bounds BOUNDS = new Bounds(2, 50);
    private static final double[] NEVER = {};
    private static final Slowness NEVER_SLOW = (seconds, inUse) -> 1;
    private static final double HOLD = 0.020;

    static final Trace STEP = trace("step", 70, at -> at >= 20 && at < 50 ? 1200 : 150, new double[] {20, 50}, exponential(HOLD));
    static final Trace RAMP = trace("ramp", 120, at -> 100 + 1100 * Math.min(at, 120 - at) / 60, NEVER, exponential(HOLD));
    static final Trace DIURNAL =
            trace("diurnal", 240, at -> 700 - 600 * Math.cos(2 * Math.PI * at / 120), NEVER, exponential(HOLD));
    static final Trace BURSTS =
            trace("bursts", 120, at -> at % 20 < 4 ? 1000 : 200, every(20, 4, 120), exponential(HOLD));
    static final Trace SPIKE = trace("spike", 60, at -> at >= 30 && at < 31 ? 1500 : 300, new double[] {30, 31}, exponential(HOLD));
    static final Trace HEAVY_TAIL = trace("heavy tail", 120, at -> 600, NEVER, lognormal(HOLD, 1.5));
    /** Twelve statements at a time are all that the database does; with more, each takes longer. From the 20th second on it does four. */
    static final Trace SLOW_DATABASE = new Trace("slow database", 60, at -> 400, new double[] {20}, exponential(HOLD),
            (seconds, inUse) -> Math.max(1, inUse / (seconds >= 20 ? 4.0 : 12.0)));

    @Test
    void aStepIsFollowedAndTheOvershootGivenBack() {
        PlayedPool pool = played(STEP);
        assertWell(pool);
        assertThat(pool.connectionSeconds()).isLessThan(0.75 * fixed(STEP, 30).connectionSeconds());
    }

    @Test
    void aRampIsFollowed() {
        assertWell(played(RAMP));
    }

    @Test
    void aDayIsFollowed() {
        PlayedPool pool = played(DIURNAL);
        assertWell(pool);
        assertThat(pool.connectionSeconds()).isLessThan(0.8 * fixed(DIURNAL, 30).connectionSeconds());
    }

    @Test
    void burstsAreFollowed() {
        PlayedPool pool = played(BURSTS);
        assertWell(pool);
        assertThat(pool.connectionSeconds()).isLessThan(0.6 * fixed(BURSTS, 30).connectionSeconds());
    }

    @Test
    void aSpikeIsFollowed() {
        assertWell(played(SPIKE));
    }

    @Test
    void heavyTailsAreFollowed() {
        assertWell(played(HEAVY_TAIL));
    }

    @Test
    void behindADatabaseThatHasNoMoreToGiveItDoesNotGrowOn() {
        PlayedPool pool = played(SLOW_DATABASE);
        assertThat(pool.rails()).contains(Rail.SLOW_DATABASE);
        assertThat(pool.largest()).isLessThan(BOUNDS.ceiling());
    }

    private static void assertWell(PlayedPool pool) {
        assertThat(pool.exhausted()).isZero();
        assertThat(pool.shareOver10ms()).isLessThan(0.01);
        assertThat(pool.waitMillis(0.99)).isLessThan(10);
        double inBand = pool.inBand();
        if (!Double.isNaN(inBand)) {
            assertThat(inBand).isGreaterThanOrEqualTo(0.9);
        }
    }

    private static PlayedPool played(Trace trace) {
        PlayedPool pool = new PlayedPool(trace, BOUNDS, 5, Optional.of(new HeadRoomLaw())).play();
        System.out.println(pool);
        return pool;
    }

    private static PlayedPool fixed(Trace trace, int size) {
        return new PlayedPool(trace, BOUNDS, size, Optional.empty()).play();
    }

    private static Trace trace(String name, double seconds, DoubleUnaryOperator rate, double[] changes, Draw hold) {
        return new Trace(name, seconds, rate, changes, hold, NEVER_SLOW);
    }

    private static Draw exponential(double mean) {
        return random -> -mean * Math.log(1 - random.nextDouble());
    }

    private static Draw lognormal(double mean, double sigma) {
        return random -> mean * Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
    }

    private static double[] every(double period, double later, double end) {
        return DoubleStream.iterate(0, at -> at < end, at -> at + period).flatMap(at -> DoubleStream.of(at, at + later)).toArray();
    }
}
