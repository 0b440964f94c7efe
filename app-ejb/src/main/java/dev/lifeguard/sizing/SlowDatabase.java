package dev.lifeguard.sizing;

import java.time.Duration;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The guard rail for a database that has no more to give. Growth that more requests ask for is free. Growth that only longer holds ask for
 * is tried in steps: if a step brought longer holds in its turn and no more throughput, there is none further until the holds are shorter
 * again, or a minute has passed. Compares before and after as the Gradient and Vegas limits of concurrency-limits do.
 */
final class SlowDatabase {

    /** One step more than holds account for. */
    private static final double STEP = 1.5;
    /** After which a step has shown what it is worth. */
    private static final Duration TRIAL = Duration.ofSeconds(1);
    /** A step that is worth it brings more throughput by this share of what it added. */
    private static final double GAIN = 0.3;
    /** So much longer than usual, holds are long. */
    private static final double LONG = 2;
    /** For how long a futile step counts. */
    private static final Duration FUTILE = Duration.ofMinutes(1);
    /** How fast what is usual follows what is: the weight of a look that is so much later. */
    private static final Duration MEMORY = Duration.ofSeconds(10);

    private record Trial(long nanos, int from, int to, double throughput, double holdNanos) {}

    private double usualNanos;
    private long sinceNanos;
    private long seenNanos;
    private double holdNanos;
    private double rate;
    private double throughput;
    private Optional<Trial> trial = Optional.empty();
    private Optional<Long> futileSince = Optional.empty();

    /**
     * Learns slowly what holds usually are, and not while they are on trial.
     *
     * @param returned what was asked of the pool, with the holds as they were over that time
     * @param present the same, with the holds as they are now
     * @param throughput connections that were had in the last second
     */
    void see(Look look, Optional<Demand> returned, Optional<Demand> present, double throughput) {
        if (returned.isEmpty() || present.isEmpty()) {
            return;
        }
        double hold = returned.get().hold().toNanos();
        if (usualNanos == 0) {
            usualNanos = hold;
            sinceNanos = look.nanos();
        } else if (hold < usualNanos || futileSince.isEmpty() && trial.isEmpty()) {
            // The mean of all that was seen, until that is as long as the memory.
            double length = Math.min(MEMORY.toNanos(), look.nanos() - sinceNanos);
            usualNanos += Math.min(1, (look.nanos() - seenNanos) / length) * (hold - usualNanos);
        }
        seenNanos = look.nanos();
        holdNanos = present.get().hold().toNanos();
        rate = present.get().arrivalRate();
        this.throughput = throughput;
        judge(look);
    }

    private void judge(Look look) {
        if (futileSince.isPresent() && (holdNanos < LONG * usualNanos || look.nanos() - futileSince.get() > FUTILE.toNanos())) {
            futileSince = Optional.empty();
        }
        if (trial.isEmpty() || look.nanos() - trial.get().nanos() < TRIAL.toNanos()) {
            return;
        }
        Trial step = trial.get();
        trial = Optional.empty();
        double added = (double) step.to() / step.from() - 1;
        boolean used = look.inUse() > step.from();
        boolean gained = throughput > step.throughput() * (1 + GAIN * added);
        if (used && !gained && holdNanos > step.holdNanos()) {
            futileSince = Optional.of(look.nanos());
        }
    }

    /**
     * How far the pool may grow now.
     *
     * @param wanted larger than max
     * @param law how large it has to be for a demand
     */
    int allows(Look look, int wanted, ToIntFunction<Demand> law) {
        // The first to come back are those that held shortest: it takes a while to know what is usual.
        boolean known = usualNanos > 0 && look.nanos() - sinceNanos > MEMORY.toNanos();
        if (!known || holdNanos <= LONG * usualNanos) {
            return wanted;
        }
        // As large as the requests would need if they held as long as they usually do.
        int forRate = law.applyAsInt(new Demand(rate, Duration.ofNanos((long) usualNanos)));
        if (forRate > look.max()) {
            return Math.min(wanted, forRate);
        }
        if (futileSince.isPresent() || trial.isPresent()) {
            return look.max();
        }
        return Math.min(wanted, (int) Math.ceil(STEP * look.max()));
    }

    /** The pool is about to be made as large as this. */
    void grown(Look look, int to) {
        if (holdNanos > LONG * usualNanos) {
            trial = Optional.of(new Trial(look.nanos(), look.max(), to, throughput, holdNanos));
        }
    }

    void forget() {
        usualNanos = 0;
        trial = Optional.empty();
        futileSince = Optional.empty();
    }
}
