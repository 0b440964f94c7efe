package dev.lifeguard.statistics;

import dev.lifeguard.pool.FailureKind;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What was seen of the borrows of one pool over a window. Lifeguard's own borrows are in {@code utilization} and the peaks, as the
 * connections are really in use, and in nothing else.
 *
 * @param covered how much of the window was watched; zero if nothing was
 * @param requests requests for a connection that began in the window
 * @param acquisition from asking to having, of the borrows that got their connection in the window
 * @param over10ms how many of those took longer than 10 ms
 * @param queueing the part of {@code acquisition} spent in the pool's queue, of those that queued; empty if the server does not tell
 * @param opening the part of {@code acquisition} spent on opening connections, of those that did; empty if the server does not tell
 * @param hold from having to giving back, of the connections that came back in the window
 * @param failures requests that ended in the window without a connection, by kind; a kind without any is not in it
 * @param inUseMean time-weighted mean of connections in use; absent if nothing was measured
 * @param utilization time-weighted mean of in use ÷ max, a ratio, 0 or more; absent if nothing was measured, or without a max
 * @param inUsePeak the most connections in use; absent if nothing was measured
 * @param waitingPeak the most requests queued; absent if the server does not tell
 */
public record BorrowFigures(
        Duration covered,
        long requests,
        Histogram acquisition,
        long over10ms,
        Histogram queueing,
        Histogram opening,
        Histogram hold,
        Map<FailureKind, Long> failures,
        OptionalDouble inUseMean,
        OptionalDouble utilization,
        OptionalInt inUsePeak,
        OptionalInt waitingPeak) {

    private static final double NANOS_PER_SECOND = 1e9;

    public BorrowFigures {
        failures = Map.copyOf(failures);
    }

    public static BorrowFigures none() {
        return new BorrowFigures(Duration.ZERO, 0, Histogram.empty(), 0, Histogram.empty(), Histogram.empty(), Histogram.empty(), Map.of(),
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /** Of which nothing but the use is known, as the readings tell it. */
    public static BorrowFigures ofUse(
            Duration covered, OptionalDouble inUseMean, OptionalDouble utilization, OptionalInt inUsePeak, OptionalInt waitingPeak) {
        return new BorrowFigures(covered, 0, Histogram.empty(), 0, Histogram.empty(), Histogram.empty(), Histogram.empty(), Map.of(),
                inUseMean, utilization, inUsePeak, waitingPeak);
    }

    /** The same with the acquisition times of others. */
    public BorrowFigures withAcquisitionOf(BorrowFigures others) {
        return new BorrowFigures(covered, requests, others.acquisition, others.over10ms, queueing, opening, hold, failures,
                inUseMean, utilization, inUsePeak, waitingPeak);
    }

    /** Connections had per second; absent if nothing was measured. */
    public OptionalDouble throughput() {
        return perSecond(acquisition.count());
    }

    /** Requests per second; absent if nothing was measured. */
    public OptionalDouble arrivalRate() {
        return perSecond(requests);
    }

    private OptionalDouble perSecond(long number) {
        return covered.isZero() ? OptionalDouble.empty() : OptionalDouble.of(number * NANOS_PER_SECOND / covered.toNanos());
    }
}
