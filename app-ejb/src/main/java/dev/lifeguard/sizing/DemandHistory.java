package dev.lifeguard.sizing;

import dev.lifeguard.statistics.Flow;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was asked of a pool in the last seconds. The steady demand is the mean over as long a time as it has been steady, so that it is exact
 * where nothing changes and up to date where something does: when the last second, or the last two, four or eight, differ from what was
 * before by more than chance allows, what was before is forgotten. The idea is that of ADWIN (A. Bifet, R. Gavaldà, Learning from
 * time-changing data with adaptive windowing, 2007); the test is that of two
 * means, with the variance that the pieces of time show.
 */
final class DemandHistory {

    private static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long SHORTEST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_NANOS = Duration.ofMillis(25).toNanos();
    static final double MOMENT_SECONDS = 0.1;
    private static final long MOMENT_NANOS = (long) (MOMENT_SECONDS * 1e9);
    /** Standard deviations. */
    private static final double CHANCE = 3;

    /**
     * How the demand varies by itself.
     *
     * @param requests variance of the number of requests in a second
     * @param holds variance of a hold, nanoseconds squared
     */
    private record Spread(double requests, double holds) {}

    private final TreeMap<Long, Flow> flows = new TreeMap<>();

    /** @param nanos later than every one before */
    void add(long nanos, Flow flow) {
        if (flows.size() > 1 && nanos - flows.lowerKey(flows.lastKey()) < BETWEEN_NANOS) {
            flows.pollLastEntry();
            flows.put(nanos, flow);
        } else {
            flows.put(nanos, flow);
            forgetBefore(nanos - LONGEST_NANOS);
            if (nanos - flows.firstKey() > SHORTEST_NANOS) {
                forgetWhatIsOver(nanos);
            }
        }
    }

    private void forgetWhatIsOver(long nanos) {
        Spread spread = spread();
        for (long recent = SHORTEST_NANOS; recent < nanos - flows.firstKey(); recent *= 2) {
            if (differs(nanos - recent, spread)) {
                forgetBefore(nanos - recent);
                return;
            }
        }
    }

    /** Over the last tenth of a second; absent where nothing came, or nothing was had within the steady time. */
    Optional<Demand> now() {
        return flows.isEmpty() ? Optional.empty() : demand(flows.lastKey() - MOMENT_NANOS);
    }

    /** Over the time that it has been steady for; absent where nothing came or was had. */
    Optional<Demand> steady() {
        return flows.isEmpty() ? Optional.empty() : demand(flows.firstKey());
    }

    /** Connections that were had per second in the last second, 0 or more. */
    double throughput() {
        Map.Entry<Long, Flow> from = at(flows.lastKey() - SHORTEST_NANOS);
        double seconds = (flows.lastKey() - from.getKey()) / 1e9;
        return seconds == 0 ? 0 : flows.lastEntry().getValue().since(from.getValue()).acquisitions() / seconds;
    }

    void forget() {
        flows.clear();
    }

    private Optional<Demand> demand(long fromNanos) {
        Map.Entry<Long, Flow> from = at(fromNanos);
        Flow flow = flows.lastEntry().getValue().since(from.getValue());
        // How long a hold is takes longer to know than how many there are.
        Flow all = flows.lastEntry().getValue().since(flows.firstEntry().getValue());
        long nanos = flows.lastKey() - from.getKey();
        if (flow.requests() <= 0 || all.acquisitions() <= 0 || all.inUseNanos() <= 0 || nanos <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Demand(flow.requests() * 1e9 / nanos, Duration.ofNanos(Math.max(1, all.inUseNanos() / all.acquisitions()))));
    }

    private boolean differs(long nanos, Spread spread) {
        Map.Entry<Long, Flow> cut = at(nanos);
        Flow before = cut.getValue().since(flows.firstEntry().getValue());
        Flow after = flows.lastEntry().getValue().since(cut.getValue());
        double secondsBefore = (cut.getKey() - flows.firstKey()) / 1e9;
        double secondsAfter = (flows.lastKey() - cut.getKey()) / 1e9;
        if (secondsBefore <= 0 || secondsAfter <= 0) {
            return false;
        }
        double rates = Math.abs(after.requests() / secondsAfter - before.requests() / secondsBefore);
        if (rates > CHANCE * Math.sqrt(spread.requests() * (1 / secondsBefore + 1 / secondsAfter))) {
            return true;
        }
        if (before.acquisitions() == 0 || after.acquisitions() == 0) {
            return false;
        }
        double holds = Math.abs((double) after.inUseNanos() / after.acquisitions() - (double) before.inUseNanos() / before.acquisitions());
        return holds > CHANCE * Math.sqrt(spread.holds() * (1.0 / before.acquisitions() + 1.0 / after.acquisitions()));
    }

    /** As the pieces of time between two flows show it; that of a Poisson process and of an exponential distribution at least. */
    private Spread spread() {
        Flow all = flows.lastEntry().getValue().since(flows.firstEntry().getValue());
        double seconds = (flows.lastKey() - flows.firstKey()) / 1e9;
        double rate = all.requests() / seconds;
        double hold = all.acquisitions() == 0 ? 0 : (double) all.inUseNanos() / all.acquisitions();
        double requests = 0;
        double holds = 0;
        Map.Entry<Long, Flow> last = flows.firstEntry();
        for (Map.Entry<Long, Flow> next : flows.tailMap(last.getKey(), false).entrySet()) {
            Flow piece = next.getValue().since(last.getValue());
            double more = piece.requests() - rate * (next.getKey() - last.getKey()) / 1e9;
            double longer = piece.inUseNanos() - hold * piece.acquisitions();
            requests += more * more;
            holds += longer * longer;
            last = next;
        }
        return new Spread(Math.max(rate, requests / seconds), Math.max(hold * hold, all.acquisitions() == 0 ? 0 : holds / all.acquisitions()));
    }

    private Map.Entry<Long, Flow> at(long nanos) {
        Map.Entry<Long, Flow> entry = flows.floorEntry(nanos);
        return entry == null ? flows.firstEntry() : entry;
    }

    /** But for the last before it, so that what comes after it is complete. */
    private void forgetBefore(long nanos) {
        while (flows.size() > 1 && flows.higherKey(flows.firstKey()) <= nanos) {
            flows.pollFirstEntry();
        }
    }
}
