package dev.lifeguard.benchmarks.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What is asked of a pool over time. The shapes are those that the sizing law is tested against in the simulator.
 */
public enum Trace {

    /** Eight times as much for half a minute: 3 connections in use, 24, 3. */
    STEP(70, at -> at >= 20 && at < 50 ? 1_200 : 150, new double[] {20, 50}),
    RAMP(120, at -> 100 + 1_100 * Math.min(at, 120 - at) / 60, new double[0]),
    /** Two days of two minutes. */
    DIURNAL(240, at -> 700 - 600 * Math.cos(2 * Math.PI * at / 120), new double[0]),
    /** Four seconds out of twenty. */
    BURSTS(120, at -> at % 20 < 4 ? 1_000 : 200, every(20, 4, 120)),
    /** One second. */
    SPIKE(60, at -> at >= 30 && at < 31 ? 1_500 : 300, new double[] {30, 31}),
    /** Twelve statements at a time are all that the database does, with more each takes longer; from the 20th second on it does four. */
    SLOW_DATABASE(60, at -> 400, new double[] {20}) {
        @Override
        public double slowness(double at, int inUse) {
            return Math.max(1, inUse / (at >= 20 ? 4.0 : 12.0));
        }
    },
    /** Lognormal holds with sigma 1.5: one in a hundred is eleven times the mean. */
    HEAVY_TAIL(120, at -> 600, new double[0]) {
        @Override
        double holdSeconds(Random random) {
            double sigma = 1.5;
            return MEAN_HOLD_SECONDS * Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
        }
    };

    static final double MEAN_HOLD_SECONDS = 0.020;

    private final double seconds;
    private final DoubleUnaryOperator rate;
    private final double[] changes;

    Trace(double seconds, DoubleUnaryOperator rate, double[] changes) {
        this.seconds = seconds;
        this.rate = rate;
        this.changes = changes;
    }

    /** @throws IllegalArgumentException there is none of this name; says which there are */
    public static Trace of(String name) {
        return Arrays.stream(values()).filter(trace -> trace.id().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("There is no trace \"" + name + "\"; there are "
                        + Arrays.stream(values()).map(Trace::id).collect(Collectors.joining(", "))));
    }

    /** As it is called on the command line and in the results. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How long it is, above zero. */
    public double seconds() {
        return seconds;
    }

    /** Requests per second at a time in seconds. */
    public double rate(double at) {
        return rate.applyAsDouble(at);
    }

    /** When the rate, or the database, jumps: seconds. */
    public double[] changes() {
        return changes.clone();
    }

    /** By how much a hold is longer that begins then, with so many connections in use: 1 or more. */
    public double slowness(double at, int inUse) {
        return 1;
    }

    /** Exponential. */
    double holdSeconds(Random random) {
        return -MEAN_HOLD_SECONDS * Math.log(1 - random.nextDouble());
    }

    double highestRate() {
        return DoubleStream.iterate(0, at -> at < seconds, at -> at + 0.25).map(rate).max().orElseThrow();
    }

    private static double[] every(double period, double later, double end) {
        return DoubleStream.iterate(0, at -> at < end, at -> at + period).flatMap(at -> DoubleStream.of(at, at + later)).toArray();
    }
}
