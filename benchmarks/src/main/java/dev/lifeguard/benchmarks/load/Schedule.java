package dev.lifeguard.benchmarks.load;

import java.util.Arrays;
import java.util.Random;

/**
 * When each request comes and how long it holds: a Poisson process of the trace's rate, by thinning. The same for every contender with the
 * same seed.
 *
 * @param trace what is played
 * @param seconds how long, above zero
 * @param pace seconds of the trace in a second: 1 as it is, more where it is played faster, at the same rates; 0 where it stands still at
 *     its beginning
 * @param arrivalNanos after the start, ascending
 * @param holdNanos of each, before the database's slowness
 */
public record Schedule(Trace trace, double seconds, double pace, long[] arrivalNanos, long[] holdNanos) {

    private static final double LONGEST_SECONDS = 86_400;

    /** The whole trace within so many seconds. */
    public static Schedule of(Trace trace, double seconds, long seed) {
        return drawn(trace, seconds, trace.seconds() / seconds, seed);
    }

    /** What the trace begins with, for so many seconds: to warm up. */
    public static Schedule beginning(Trace trace, double seconds, long seed) {
        return drawn(trace, seconds, 0, seed);
    }

    private static Schedule drawn(Trace trace, double seconds, double pace, long seed) {
        if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
            throw new IllegalArgumentException("A trace is played in above 0 and up to " + LONGEST_SECONDS + " s, not in " + seconds);
        }
        Random random = new Random(seed);
        double highest = trace.highestRate();
        long[] arrivals = new long[1 << 12];
        long[] holds = new long[1 << 12];
        int count = 0;
        for (double at = next(0, highest, random); at < seconds; at = next(at, highest, random)) {
            if (random.nextDouble() * highest > trace.rate(at * pace)) {
                continue;
            }
            if (count == arrivals.length) {
                arrivals = Arrays.copyOf(arrivals, 2 * count);
                holds = Arrays.copyOf(holds, 2 * count);
            }
            arrivals[count] = (long) (at * 1e9);
            holds[count] = (long) (trace.holdSeconds(random) * 1e9);
            count++;
        }
        return new Schedule(trace, seconds, pace, Arrays.copyOf(arrivals, count), Arrays.copyOf(holds, count));
    }

    private static double next(double at, double rate, Random random) {
        return at - Math.log(1 - random.nextDouble()) / rate;
    }

    /** How many requests come. */
    public int size() {
        return arrivalNanos.length;
    }

    /** By how much a hold is longer that begins so long after the start. */
    double slowness(long nanos, int inUse) {
        return trace.slowness(nanos / 1e9 * pace, inUse);
    }

    /** When the rate, or the database, jumps: seconds after the start. */
    public double[] changes() {
        return pace == 0 ? new double[0] : Arrays.stream(trace.changes()).map(at -> at / pace).toArray();
    }
}
