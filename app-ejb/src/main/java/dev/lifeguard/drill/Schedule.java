package dev.lifeguard.drill;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/** The requests of a plan in the order in which they come: the same for the same plan, whatever becomes of them. */
final class Schedule implements Iterator<Arrival> {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOSECOND = 1e-9;

    private final DrillPlan plan;
    private final Arrivals.Distances distances;
    private final SplittableRandom holds;
    private final double all;
    private double expected;
    private double seconds;
    private boolean ahead;
    private boolean over;

    Schedule(DrillPlan plan) {
        this.plan = plan;
        SplittableRandom random = new SplittableRandom(plan.seed());
        distances = plan.arrivals().distances(random.split());
        holds = random.split();
        all = plan.offered();
    }

    @Override
    public boolean hasNext() {
        if (!ahead && !over) {
            expected += distances.next();
            over = expected > all;
            ahead = !over;
            if (ahead) {
                seconds = whenExpected();
            }
        }
        return ahead;
    }

    @Override
    public Arrival next() {
        if (!hasNext()) {
            throw new NoSuchElementException("No request comes any more");
        }
        ahead = false;
        double hold = DrillPlan.seconds(plan.meanHold()) * plan.hold().next(holds);
        return new Arrival((long) (seconds * NANOS_PER_SECOND), (long) (hold * NANOS_PER_SECOND));
    }

    /** When so many requests are expected, by halving: the rate is never below the base rate. */
    private double whenExpected() {
        double low = seconds;
        double high = Math.min(DrillPlan.seconds(plan.duration()), low + (expected - plan.expected(low)) / plan.baseRate());
        while (high - low > NANOSECOND) {
            double middle = (low + high) / 2;
            if (plan.expected(middle) < expected) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.max(low, high);
    }
}
