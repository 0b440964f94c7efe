package dev.lifeguard.governor;

import dev.lifeguard.observation.PoolFlow;
import dev.lifeguard.statistics.Flow;
import java.time.Duration;
import java.util.OptionalInt;

/** What is seen of a pool whose borrowers the test moves. */
final class PlayedFlow {

    private static final double HOLD_SECONDS = 0.02;

    private double seconds;
    private double requests;
    double perSecond;
    int waiting;
    boolean exact = true;

    void pass(Duration time) {
        double passed = time.toNanos() / 1e9;
        seconds += passed;
        requests += passed * perSecond;
    }

    long nanos() {
        return (long) (seconds * 1e9);
    }

    PoolFlow seen(int max) {
        long came = Math.round(requests);
        int inUse = (int) Math.min(max, Math.round(perSecond * HOLD_SECONDS) + waiting);
        return new PoolFlow(
                exact, OptionalInt.of(max), inUse, waiting, new Flow(came + waiting, came, (long) (came * HOLD_SECONDS * 1e9)));
    }
}
