package dev.lifeguard.drill;

import dev.lifeguard.health.Verdict;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.operations.RefusedException.Kind;
import dev.lifeguard.pool.Pool;
import java.util.List;
import java.util.Optional;

/** On which pools there may be a drill, and when. */
final class DrillRules {

    /** The pool of the persistence unit. */
    static final String UNIT_POOL = "jdbc/app";
    private static final String OWN_POOL = "jdbc/lifeguard";

    private DrillRules() {}

    /** A pool as it is now. */
    record Seen(Pool pool, Verdict verdict, boolean drained) {}

    /** Why there is no such drill on this pool, ever; empty if there may be. */
    static Optional<RefusedException> notOfThisPool(Pool pool, DrillPlan plan) {
        if (pool.goesBy(OWN_POOL)) {
            return refused(Kind.OUT_OF_BOUNDS, pool.name() + " is Lifeguard's own pool");
        }
        if (pool.source() != Pool.Source.SERVER && pool.source() != Pool.Source.APPLICATION) {
            return refused(Kind.OUT_OF_BOUNDS, pool.name() + " is a pool that no application uses");
        }
        return plan.mode() == DrillMode.JPA && !pool.goesBy(UNIT_POOL)
                ? refused(Kind.OUT_OF_BOUNDS, "mode is jpa; that is for " + UNIT_POOL + " alone, whose persistence unit it goes through")
                : Optional.empty();
    }

    /** Why none may begin on this pool now; empty if one may. */
    static Optional<RefusedException> notNow(Seen own, List<Seen> all) {
        Optional<String> why = whyNotGoOn(own, all);
        if (why.isPresent()) {
            return refused(Kind.WRONG_STATE, why.get());
        }
        return own.verdict() == Verdict.HEALTHY || own.verdict() == Verdict.BUSY
                ? Optional.empty()
                : refused(Kind.WRONG_STATE,
                        own.pool().name() + " is " + own.verdict().word() + "; a drill is for a pool that is healthy or busy");
    }

    /** Why the one on this pool has to end; empty if it may go on. Its own pool may be saturated: that is what drills are for. */
    static Optional<String> whyNotGoOn(Seen own, List<Seen> all) {
        if (own.drained()) {
            return Optional.of(own.pool().name() + " is drained");
        }
        if (own.verdict().databaseAway()) {
            return Optional.of(own.pool().name() + " is " + own.verdict().word());
        }
        return all.stream()
                .filter(other -> !other.pool().id().equals(own.pool().id()) && other.verdict() == Verdict.SATURATED)
                .findFirst()
                .map(other -> other.pool().name() + " is saturated");
    }

    static Optional<RefusedException> refused(Kind kind, String why) {
        return Optional.of(new RefusedException(kind, why));
    }
}
