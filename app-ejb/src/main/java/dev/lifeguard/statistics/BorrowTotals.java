package dev.lifeguard.statistics;

import dev.lifeguard.pool.FailureKind;
import java.util.Map;

/**
 * What was seen of the borrows of one pool since it is watched; nothing in it ever falls. Lifeguard's own borrows are in none of it.
 *
 * @param acquisition from asking to having, of every borrow
 * @param over10ms how many of those took longer than 10 ms
 * @param hold from having to giving back, of every connection that came back
 * @param failures requests that ended without a connection, by kind; a kind without any is not in it
 * @param opened physical connections that the pool opened
 * @param closed physical connections that the pool closed
 */
public record BorrowTotals(
        Histogram acquisition, long over10ms, Histogram hold, Map<FailureKind, Long> failures, long opened, long closed) {

    public BorrowTotals {
        failures = Map.copyOf(failures);
    }

    public static BorrowTotals none() {
        return new BorrowTotals(Histogram.empty(), 0, Histogram.empty(), Map.of(), 0, 0);
    }
}
