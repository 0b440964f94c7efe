package dev.lifeguard.sizing;

import dev.lifeguard.sizing.Advice.Rail;
import dev.lifeguard.statistics.ErlangC;
import dev.lifeguard.statistics.Flow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** A pool under a load, played through event by event, whose size follows advice as the server's would: the time is that of the play. */
final class PlayedPool {

    private static final double OPENING = 0.010;
    private static final double WAIT_TIMEOUT = 10;
    private static final double TICK = 0.02;
    /** How soon after a shortage the sizer looks. */
    private static final double REACTION = 0.01;
    private static final double SETTLED = 2;
    private static final double WINDOW = 10;
    private static final Objective OBJECTIVE = Objective.STANDARD;

    /**
     * What is played.
     *
     * @param rate requests per second at a time in seconds
     * @param changes when the rate jumps, seconds
     * @param hold seconds that a request holds, drawn for each
     * @param slowness by how much holds are longer when so many connections are in use at that time
     */
    record Trace(String name, double seconds, DoubleUnaryOperator rate, double[] changes, Draw hold, Slowness slowness) {}

    /** Draws a number. */
    interface Draw {
        double next(Random random);
    }

    /** Of a database. */
    interface Slowness {
        double factor(double seconds, int inUse);
    }

    /** Which max the pool is to have, from the look that is given. */
    interface Resizing {
        int max(Look look, Bounds bounds);
    }

    private record Event(double at, int kind, double since) {}

    private static final int ARRIVAL = 0;
    private static final int RETURN = 1;
    private static final int OPENED = 2;
    private static final int LOOK = 3;

    private final Trace trace;
    private final Bounds bounds;
    private final Resizing resizing;
    private final Random arrivals = new Random(7);
    private final Random holds = new Random(8);
    private final PriorityQueue<Event> events = new PriorityQueue<>((one, other) -> Double.compare(one.at(), other.at()));
    private final Deque<Double> queue = new ArrayDeque<>();
    private final Set<Rail> rails;
    private final double highestRate;
    private final int windows;
    private final double[] inUseTime;
    private final double[] shareTime;
    private final long[] windowArrivals;
    private final double[] windowHolds;
    private final long[] windowReturns;
    private double[] waits = new double[1 << 16];
    private int served;
    private long requests;
    private double inUseSeconds;
    private int exhausted;
    private int max;
    private int inUse;
    private int opening;
    private int idle;
    private int largest;
    private int resizes;
    private double connectionSeconds;
    private double now;
    private boolean lookDue;

    /** A sizer with that law advises; without one nobody changes the size. */
    PlayedPool(Trace trace, Bounds bounds, int size, Optional<SizingLaw> law) {
        this(trace, bounds, size, EnumSet.noneOf(Rail.class), law.map(each -> new Sizer(each, OBJECTIVE)));
    }

    private PlayedPool(Trace trace, Bounds bounds, int size, Set<Rail> rails, Optional<Sizer> sizer) {
        this(trace, bounds, size, rails, (look, within) -> {
            if (sizer.isEmpty()) {
                return look.max();
            }
            Advice advice = sizer.get().advise(look, within);
            rails.addAll(advice.rails());
            return advice.max();
        });
    }

    /** Its size follows whatever is given. */
    PlayedPool(Trace trace, Bounds bounds, int size, Resizing resizing) {
        this(trace, bounds, size, EnumSet.noneOf(Rail.class), resizing);
    }

    private PlayedPool(Trace trace, Bounds bounds, int size, Set<Rail> rails, Resizing resizing) {
        this.rails = rails;
        this.trace = trace;
        this.bounds = bounds;
        this.max = size;
        this.idle = size;
        this.largest = size;
        this.resizing = resizing;
        highestRate = DoubleStream.iterate(0, at -> at < trace.seconds(), at -> at + 0.25).map(trace.rate()).max().orElseThrow();
        windows = (int) Math.ceil(trace.seconds() / WINDOW);
        inUseTime = new double[windows];
        shareTime = new double[windows];
        windowArrivals = new long[windows];
        windowHolds = new double[windows];
        windowReturns = new long[windows];
    }

    PlayedPool play() {
        events.add(new Event(nextArrival(0), ARRIVAL, 0));
        events.add(new Event(TICK, LOOK, 0));
        while (!events.isEmpty()) {
            Event event = events.remove();
            advance(event.at());
            if (now >= trace.seconds()) {
                break;
            }
            switch (event.kind()) {
                case ARRIVAL -> arrive();
                case RETURN -> giveBack(event.since());
                case OPENED -> opened(event.since());
                default -> look(event.since());
            }
        }
        waits = Arrays.copyOf(waits, served);
        Arrays.sort(waits);
        return this;
    }

    private void advance(double to) {
        double end = Math.min(to, trace.seconds());
        inUseSeconds += (end - now) * inUse;
        connectionSeconds += (end - now) * (inUse + idle + opening);
        double from = now;
        while (from < end) {
            int window = window(from);
            double until = Math.min(end, (window + 1) * WINDOW);
            inUseTime[window] += (until - from) * inUse;
            shareTime[window] += (until - from) * inUse / max;
            from = until;
        }
        now = to;
    }

    private int window(double at) {
        return Math.min(windows - 1, (int) (at / WINDOW));
    }

    /** By thinning: the rate is looked at where a request of the highest one would come. */
    private double nextArrival(double from) {
        double at = from;
        do {
            at -= Math.log(1 - arrivals.nextDouble()) / highestRate;
        } while (at < trace.seconds() && arrivals.nextDouble() * highestRate > trace.rate().applyAsDouble(at));
        return at;
    }

    private void arrive() {
        windowArrivals[window(now)]++;
        requests++;
        queue.addLast(now);
        serve();
        if ((!queue.isEmpty() || idle == 0) && !lookDue) {
            lookDue = true;
            events.add(new Event(now + REACTION, LOOK, 1));
        }
        events.add(new Event(nextArrival(now), ARRIVAL, 0));
    }


    /** Whoever finds nothing idle opens a connection if there is room, in its own time. */
    private void serve() {
        while (!queue.isEmpty() && now - queue.getFirst() > WAIT_TIMEOUT) {
            queue.removeFirst();
            exhausted++;
        }
        while (!queue.isEmpty() && idle > 0) {
            idle--;
            take(queue.removeFirst());
        }
        while (!queue.isEmpty() && inUse + idle + opening < max) {
            opening++;
            events.add(new Event(now + OPENING, OPENED, queue.removeFirst()));
        }
    }

    private void opened(double since) {
        opening--;
        take(since);
    }

    private void take(double since) {
        inUse++;
        if (served == waits.length) {
            waits = Arrays.copyOf(waits, 2 * served);
        }
        waits[served++] = now - since;
        double hold = trace.hold().next(holds) * trace.slowness().factor(now, inUse);
        events.add(new Event(now + hold, RETURN, now));
    }

    private void giveBack(double since) {
        inUse--;
        double hold = now - since;
        windowHolds[window(now)] += hold;
        windowReturns[window(now)]++;
        if (inUse + idle + opening < max) {
            idle++;
        }
        serve();
    }

    private void look(double extra) {
        if (extra > 0) {
            lookDue = false;
        } else {
            events.add(new Event(now + TICK, LOOK, 0));
        }
        Look look = new Look((long) (now * 1e9), max, inUse, queue.size(), new Flow(requests, served, (long) (inUseSeconds * 1e9)),
                Optional.empty());
        int wanted = resizing.max(look, bounds);
        if (wanted != max) {
            resizes++;
            resize(wanted);
        }
    }

    private void resize(int size) {
        max = size;
        largest = Math.max(largest, max);
        idle = Math.max(0, Math.min(idle, max - inUse - opening));
        // What is to be there ahead of demand is opened at once, not by whoever comes.
        serve();
    }

    // What came of it

    double waitMillis(double share) {
        return 1e3 * waits[(int) Math.min(served - 1L, Math.round(share * served))];
    }

    double shareOver10ms() {
        return (Arrays.stream(waits).filter(wait -> wait > 0.010).count() + exhausted) / (double) (served + exhausted);
    }

    int exhausted() {
        return exhausted;
    }

    double connectionSeconds() {
        return connectionSeconds;
    }

    int largest() {
        return largest;
    }

    int size() {
        return max;
    }

    Set<Rail> rails() {
        return rails;
    }

    /** The share of the settled windows in the band, of those in which some size within the bounds is right; NaN if there are none. */
    double inBand() {
        int feasible = 0;
        int within = 0;
        for (int window = 0; window < windows; window++) {
            double begin = window * WINDOW;
            boolean settled = Arrays.stream(trace.changes()).noneMatch(at -> begin < at + SETTLED && at < begin + WINDOW);
            if (settled && windowReturns[window] > 0 && begin > 0 && feasible(window)) {
                feasible++;
                double utilization = shareTime[window] / WINDOW;
                if (utilization >= OBJECTIVE.bandFrom() && utilization <= OBJECTIVE.bandTo()) {
                    within++;
                }
            }
        }
        return (double) within / feasible;
    }

    private boolean feasible(int window) {
        double rate = windowArrivals[window] / WINDOW;
        double hold = windowHolds[window] / windowReturns[window];
        double load = rate * hold;
        for (int size = bounds.floor(); size <= bounds.ceiling(); size++) {
            double use = load / size;
            if (use >= OBJECTIVE.bandFrom() && use <= OBJECTIVE.bandTo()
                    && ErlangC.waitsLonger(size, load, Duration.ofNanos((long) (hold * 1e9)), OBJECTIVE.acquisition()) <= 0.01) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%-14s served %6d, exhausted %d, over 10 ms %.2f %%, p50 %.2f p99 %.2f max %.0f ms, in band %.0f %%, "
                        + "connection-seconds %.0f, largest %d, at the end %d, resizes %d, rails %s",
                trace.name(), served, exhausted, 100 * shareOver10ms(), waitMillis(0.5), waitMillis(0.99), waitMillis(1),
                100 * inBand(), connectionSeconds, largest, max, resizes, rails);
    }
}
