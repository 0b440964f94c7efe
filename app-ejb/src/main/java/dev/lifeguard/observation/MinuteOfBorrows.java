package dev.lifeguard.observation;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.Histogram;
import java.util.OptionalDouble;

/** Adds up the seconds of a minute in which every borrow is seen. Means are weighted with the time that was watched. */
final class MinuteOfBorrows {

    private long requests;
    private Histogram acquisition = Histogram.empty();
    private long over10ms;
    private Histogram hold = Histogram.empty();
    private long exhaustions;
    private long failures;
    private final WeightedMean inUse = new WeightedMean();
    private final WeightedMean utilization = new WeightedMean();

    void add(BorrowFigures second) {
        requests += second.requests();
        acquisition = acquisition.plus(second.acquisition());
        over10ms += second.over10ms();
        hold = hold.plus(second.hold());
        long exhausted = second.failures().getOrDefault(FailureKind.EXHAUSTED, 0L);
        exhaustions += exhausted;
        failures += second.failures().values().stream().mapToLong(Long::longValue).sum() - exhausted;
        inUse.add(second.inUseMean(), second.covered().toNanos());
        utilization.add(second.utilization(), second.covered().toNanos());
    }

    OptionalDouble utilization() {
        return utilization.value();
    }

    PoolMinute.Borrows collected() {
        return new PoolMinute.Borrows(requests, acquisition, over10ms, hold, exhaustions, failures, inUse.value());
    }
}
