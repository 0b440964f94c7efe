package dev.lifeguard.statistics;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The M/M/c queue: requests arrive at random (Poisson), hold a connection for an exponentially distributed time, and queue in their order
 * when all {@code c} connections are in use. A pool whose holds vary less has shorter queues than this says, one whose arrivals come in
 * bursts longer ones.
 *
 * <p>With {@code a = λ × h} the offered load in connections, Erlang's B formula is had by the recursion
 * {@code B(0) = 1, B(c) = a B(c−1) ÷ (c + a B(c−1))}, each term of which lies in [0, 1], so that nothing overflows or cancels however large
 * {@code c} is. Then {@code C = B ÷ (1 − a÷c × (1 − B))} is the share of requests that wait at all, and
 * {@code P(wait > t) = C × e^(−(c − a) t ÷ h)} the share that waits longer than {@code t}.
 *
 * <p>Sources: A. K. Erlang, Solution of some problems in the theory of probabilities of significance in automatic telephone exchanges, 1917;
 * L. Kleinrock, Queueing Systems, volume 1, 1975, section 3.5.
 */
public final class ErlangC {

    /** Further than this no pool is computed. */
    public static final int MOST_CONNECTIONS = 100_000;

    private static final int BISECTIONS = 60;

    private ErlangC() {}

    /**
     * The share of requests that find no connection free, 0–1; 1 where the load is as large as the pool or larger, as the queue grows then.
     *
     * @param connections 1 or more
     * @param load arrivals per second times mean hold in seconds, 0 or more
     */
    public static double waits(int connections, double load) {
        requireLoad(load);
        requireConnections(connections);
        if (load >= connections) {
            return 1;
        }
        double blocked = 1;
        for (int size = 1; size <= connections; size++) {
            blocked = next(blocked, size, load);
        }
        return waits(blocked, connections, load);
    }

    /** The share of requests that wait longer than {@code time}, 0–1. */
    public static double waitsLonger(int connections, double load, Duration hold, Duration time) {
        return decayed(waits(connections, load), connections, load, hold, time);
    }

    /**
     * The wait that a share of all requests does not exceed, in seconds, 0 or more; absent where the queue grows for ever.
     *
     * @param share above 0 and below 1
     */
    public static OptionalDouble waitSeconds(int connections, double load, Duration hold, double share) {
        if (load >= connections) {
            return OptionalDouble.empty();
        }
        double waits = waits(connections, load);
        double above = 1 - share;
        return OptionalDouble.of(waits <= above ? 0 : seconds(hold) / (connections - load) * Math.log(waits / above));
    }

    /**
     * The smallest pool in which at most a share of the requests waits longer than {@code time}; absent if even {@value #MOST_CONNECTIONS}
     * connections are too few.
     *
     * @param share above 0 and below 1
     */
    public static OptionalInt smallest(double load, Duration hold, Duration time, double share) {
        requireLoad(load);
        double blocked = 1;
        for (int size = 1; size <= MOST_CONNECTIONS; size++) {
            blocked = next(blocked, size, load);
            if (load < size && decayed(waits(blocked, size, load), size, load, hold, time) <= share) {
                return OptionalInt.of(size);
            }
        }
        return OptionalInt.empty();
    }

    /** The highest utilization of so many connections, 0–1, at which at most a share of the requests waits longer than {@code time}. */
    public static double highestUtilization(int connections, Duration hold, Duration time, double share) {
        double feasible = 0;
        double infeasible = 1;
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = (feasible + infeasible) / 2;
            if (waitsLonger(connections, middle * connections, hold, time) <= share) {
                feasible = middle;
            } else {
                infeasible = middle;
            }
        }
        return feasible;
    }

    private static double next(double blocked, int size, double load) {
        return load * blocked / (size + load * blocked);
    }

    private static double waits(double blocked, int connections, double load) {
        return blocked / (1 - load / connections * (1 - blocked));
    }

    private static double decayed(double waits, int connections, double load, Duration hold, Duration time) {
        if (load >= connections) {
            return 1;
        }
        return waits * Math.exp(-(connections - load) * seconds(time) / seconds(hold));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static void requireLoad(double load) {
        if (!(load >= 0 && load < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The load is 0 or more, not " + load);
        }
    }

    private static void requireConnections(int connections) {
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("There are from 1 to " + MOST_CONNECTIONS + " connections, not " + connections);
        }
    }
}
