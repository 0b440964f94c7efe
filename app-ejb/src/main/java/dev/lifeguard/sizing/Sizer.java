package dev.lifeguard.sizing;

import dev.lifeguard.sizing.Advice.Action;
import dev.lifeguard.sizing.Advice.Rail;
import dev.lifeguard.sizing.Look.Frozen;
import dev.lifeguard.statistics.ErlangC;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Advises on the size of one pool, look by look. Grows at once, and by as much as is missing: the requests of the last moment tell how much,
 * and a backlog gets room to drain. Shrinks to what the highest demand of the last seconds needs, so that it gives back an overshoot within
 * seconds and never follows a moment's lull. Deterministic; of one thread.
 */
public final class Sizer {

    /** A queue is to be gone after so long. */
    private static final Duration DRAIN = Duration.ofMillis(100);
    /** A demand has to be lower for so long before the pool is made smaller. */
    static final Duration SHRINK_AFTER = Duration.ofMillis(1_500);
    /** So many standard deviations above what is expected, requests come faster than they did. */
    private static final double DEVIATIONS = 3;
    /** What is less probable is taken for a sign. */
    private static final double HARDLY_EVER = 3e-4;
    /** A change by less than this share of max is not worth it. */
    private static final double WORTH = 0.08;

    private final SizingLaw law;
    private final Objective objective;
    private final DemandHistory history = new DemandHistory();
    private final HighWater highest = new HighWater(SHRINK_AFTER);
    private final SlowDatabase slowDatabase = new SlowDatabase();
    private final UseHistory use = new UseHistory();

    public Sizer(SizingLaw law, Objective objective) {
        this.law = law;
        this.objective = objective;
    }

    /**
     * What is to be done now.
     *
     * @param look later than every one before
     * @param bounds that max has to stay within
     */
    public Advice advise(Look look, Bounds bounds) {
        boolean paused = look.frozen().filter(Frozen.PAUSED::equals).isPresent();
        if (look.frozen().isPresent() && !paused) {
            history.forget();
            highest.forget();
            slowDatabase.forget();
            use.forget();
            return new Advice(Action.HOLD, look.max(), Set.of(Rail.FROZEN), evidence(look, look.max(), Optional.empty(), bounds));
        }
        history.add(look.nanos(), look.flow());
        use.add(look.nanos(), look.flow());
        Optional<Demand> steady = history.steady();
        slowDatabase.see(look, steady, present(look), history.throughput());
        steady.ifPresent(demand -> highest.add(look.nanos(), law.size(demand, objective)));
        if (look.isShort() && isSurge(look)) {
            highest.add(look.nanos(), urgent(look));
        }
        // Where nothing is asked for, one connection is enough.
        int wanted = highest.highest(look.nanos()).orElse(1);
        Set<Rail> rails = EnumSet.noneOf(Rail.class);
        if (paused) {
            rails.add(Rail.FROZEN);
            return new Advice(Action.HOLD, look.max(), rails, evidence(look, wanted, steady, bounds));
        }
        int allowed = bounds.within(wanted);
        if (allowed < wanted) {
            rails.add(Rail.CEILING);
        } else if (allowed > wanted) {
            rails.add(Rail.FLOOR);
        }
        if (allowed > look.max()) {
            int affordable = slowDatabase.allows(look, allowed, this::size);
            if (affordable < allowed) {
                rails.add(Rail.SLOW_DATABASE);
                allowed = Math.max(look.max(), affordable);
            }
        }
        return advice(look, allowed, rails, evidence(look, wanted, steady, bounds));
    }

    private Evidence evidence(Look look, int wanted, Optional<Demand> demand, Bounds bounds) {
        return new Evidence(look.max(), wanted, look.inUse(), look.waiting(), use.trend(), demand, look.frozen(), bounds, objective);
    }

    private Advice advice(Look look, int size, Set<Rail> rails, Evidence evidence) {
        if (size > look.max()) {
            slowDatabase.grown(look, size);
            return new Advice(Action.GROW, size, rails, evidence);
        }
        boolean worthIt = look.max() - size >= Math.max(1, WORTH * look.max());
        if (size < look.max() && worthIt && !look.isShort()) {
            if (highest.covers(look.nanos())) {
                return new Advice(Action.SHRINK, size, rails, evidence);
            }
            rails.add(Rail.SHRINK_LATER);
        }
        return new Advice(Action.HOLD, look.max(), rails, evidence);
    }

    /**
     * Whether the shortage is more than the chance that the law allows for: requests come faster than lately, beyond what a Poisson process
     * does by itself, or so many wait as hardly ever would, the queue's length being geometric: {@code P(L ≥ k) = C ρ^k}.
     */
    private boolean isSurge(Look look) {
        if (history.now().isEmpty() || history.steady().isEmpty()) {
            return true;
        }
        Demand steady = history.steady().get();
        double expected = steady.arrivalRate() * DemandHistory.MOMENT_SECONDS;
        double came = history.now().get().arrivalRate() * DemandHistory.MOMENT_SECONDS;
        if (came > expected + DEVIATIONS * Math.sqrt(expected) + 1) {
            return true;
        }
        return ErlangC.waits(look.max(), steady.load()) * Math.pow(steady.load() / look.max(), look.waiting()) < HARDLY_EVER;
    }

    /** For the demand of the last moment as it is at the least, and for what is queued already. */
    private int urgent(Look look) {
        Optional<Demand> now = history.now();
        if (now.isEmpty()) {
            return look.inUse() + look.waiting();
        }
        double came = now.get().arrivalRate() * DemandHistory.MOMENT_SECONDS;
        Demand least = new Demand(Math.max(0, came - Math.sqrt(came)) / DemandHistory.MOMENT_SECONDS, now.get().hold());
        double drain = look.waiting() * (double) least.hold().toNanos() / DRAIN.toNanos();
        return Math.max(look.inUse() + 1, law.size(least, objective) + (int) Math.ceil(drain));
    }

    /** With holds that are as long as so many in use say, as the mean may be of the last of the short ones. */
    private Optional<Demand> present(Look look) {
        return history.now().map(demand -> {
            double rate = Math.max(demand.arrivalRate(), history.steady().map(Demand::arrivalRate).orElse(0.0));
            long known = demand.hold().toNanos();
            return new Demand(rate, Duration.ofNanos(look.isShort() ? Math.max(known, (long) (1e9 * look.inUse() / rate)) : known));
        });
    }

    private int size(Demand demand) {
        return law.size(demand, objective);
    }
}
