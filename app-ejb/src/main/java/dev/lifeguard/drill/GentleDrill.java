package dev.lifeguard.drill;

import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Begins a gentle drill on the application's pool whenever there is none and there may be one, until an operator stops it. */
final class GentleDrill {

    /** Who starts it. */
    static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, "drill");

    private static final Logger LOG = System.getLogger(GentleDrill.class.getName());
    private static final double BASE_RATE = 20;
    private static final double PEAK_RATE = 200;
    private static final Duration HOLD = Duration.ofMillis(25);
    private static final Duration DURATION = Duration.ofMinutes(5);

    private final DrillDesk desk;
    private final Optional<DrillPlan> plan;
    private volatile boolean left;

    /** @param profile empty for none */
    GentleDrill(DrillDesk desk, Optional<Profile> profile) {
        this.desk = desk;
        plan = profile.map(GentleDrill::plan);
    }

    static DrillPlan plan(Profile profile) {
        return new DrillPlan(
                Arrivals.POISSON, profile, BASE_RATE, PEAK_RATE, Hold.EXPONENTIAL, HOLD, DrillMode.STATEMENT, DURATION, 1);
    }

    boolean isWanted() {
        return plan.isPresent() && !left;
    }

    /** To be called again and again. */
    void look(Collection<DrillRules.Seen> all) {
        if (!isWanted()) {
            return;
        }
        Optional<PoolId> unit = all.stream()
                .map(DrillRules.Seen::pool)
                .filter(pool -> pool.goesBy(DrillRules.UNIT_POOL))
                .map(Pool::id)
                .findFirst();
        // Asked first: a refusal would be in the audit each time.
        if (unit.isPresent() && desk.refusal(unit.get(), plan.get()).isEmpty()) {
            try {
                desk.start(ACTOR, unit.get(), plan.get(), Optional.of("Begun by itself, as " + DrillSettings.START_PROPERTY + " says"));
            } catch (RefusedException e) {
                LOG.log(Level.DEBUG, "The gentle drill has to wait", e);
            }
        }
    }

    /** An operator has stopped a drill: if it is this one, it does not begin again. */
    void leave(Actor startedBy) {
        left |= startedBy.equals(ACTOR);
    }
}
