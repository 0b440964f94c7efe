package dev.lifeguard.sizing;

import dev.lifeguard.statistics.ErlangC;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a demand can be met: with a size within the bounds at which few wait long and the utilization is in the band.
 *
 * @param feasible whether there is such a size
 * @param missing what stands in the way, and what would help, a sentence; absent where it is feasible
 */
public record Feasibility(boolean feasible, Optional<String> missing) {

    /** Nothing is asked of the pool. */
    static final Feasibility IDLE = new Feasibility(true, Optional.empty());

    static Feasibility of(Demand demand, Bounds bounds, Objective objective) {
        double load = demand.load();
        int fewest = Math.max(bounds.floor(), (int) Math.ceil(load / objective.bandTo()));
        int most = Math.min(bounds.ceiling(), (int) Math.floor(load / objective.bandFrom()));
        for (int size = fewest; size <= most; size++) {
            if (prompt(size, demand, objective)) {
                return IDLE;
            }
        }
        return new Feasibility(false, Optional.of(missing(demand, bounds, objective)));
    }

    private static boolean prompt(int size, Demand demand, Objective objective) {
        return ErlangC.waitsLonger(size, demand.load(), demand.hold(), objective.acquisition()) <= objective.share();
    }

    private static String missing(Demand demand, Bounds bounds, Objective objective) {
        int needed = ErlangC.smallest(demand.load(), demand.hold(), objective.acquisition(), objective.share())
                .orElse(ErlangC.MOST_CONNECTIONS);
        if (needed > bounds.ceiling()) {
            return text("%d connections are needed for %.1f in use, and the ceiling is %d: a larger ceiling or a shorter hold than %.1f ms "
                    + "would help", needed, demand.load(), bounds.ceiling(), demand.hold().toNanos() / 1e6);
        }
        int size = Math.max(bounds.floor(), needed);
        return text("%d connections are needed so that few wait, which puts %.0f %% of them to use: a shorter hold than %.1f ms, or fewer and "
                + "larger pools, would reach %.0f %%",
                size, 100 * demand.load() / size, demand.hold().toNanos() / 1e6, 100 * objective.bandFrom());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
