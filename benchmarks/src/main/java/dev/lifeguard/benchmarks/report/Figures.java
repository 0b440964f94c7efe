package dev.lifeguard.benchmarks.report;

import dev.lifeguard.benchmarks.load.Outcome;
import dev.lifeguard.sizing.Objective;
import dev.lifeguard.statistics.ErlangC;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.HdrHistogram.Histogram;

/**
 * What is told of one trace. Waits are in milliseconds, from the intended arrival.
 *
 * @param settledP99 p99 without the arrivals of the first second after each change of rate; absent if there were no others
 * @param over10ms the share of all requests that waited longer than 10 ms, those that ended without a connection among them
 * @param without requests that ended without a connection: exhausted, failed and shed
 * @param windows whole 10-s windows that began 2 s or more after a change of rate and had no change in them
 * @param feasible those of them in which some size is right
 * @param inBand those of the feasible ones that were within the band; absent if max was not seen
 * @param connectionSeconds open at the database, while requests came; absent if it was not looked at
 * @param throughput requests served per second
 * @param resizes changes of max, as a look each tenth of a second sees them
 * @param latenessP99 by how much the load's own threads were late
 */
public record Figures(
        double p50,
        double p99,
        double p999,
        double max,
        OptionalDouble settledP99,
        double over10ms,
        long without,
        int windows,
        int feasible,
        OptionalInt inBand,
        OptionalDouble connectionSeconds,
        double throughput,
        int resizes,
        double latenessP99) {

    /** Within which a right size is sought. */
    private static final int FLOOR = 2;
    private static final int CEILING = 50;
    private static final double SETTLED_SECONDS = 2;
    private static final Objective OBJECTIVE = Objective.STANDARD;

    /**
     * @param changes of the rate, seconds after the start
     * @param seen from outside, at least for as long as requests came
     */
    public static Figures of(Outcome outcome, double[] changes, Series seen) {
        long end = outcome.startMillis() + Math.round(outcome.seconds() * 1_000);
        Series during = seen.between(outcome.startMillis(), end);
        Histogram waits = outcome.waits();
        long without = outcome.exhausted() + outcome.failed() + outcome.shed();
        int windows = 0;
        int feasible = 0;
        int within = 0;
        boolean known = true;
        for (int window = 0; (window + 1) * Outcome.WINDOW_SECONDS <= outcome.seconds(); window++) {
            if (!settled(window, changes)) {
                continue;
            }
            windows++;
            if (!feasible(outcome, window)) {
                continue;
            }
            feasible++;
            OptionalDouble utilization = utilization(outcome, window, during);
            known &= utilization.isPresent();
            if (utilization.isPresent() && utilization.getAsDouble() >= OBJECTIVE.bandFrom()
                    && utilization.getAsDouble() <= OBJECTIVE.bandTo()) {
                within++;
            }
        }
        OptionalDouble open = during.meanOpen();
        Histogram settled = outcome.settledWaits();
        return new Figures(millis(waits, 50), millis(waits, 99), millis(waits, 99.9), millis(waits, 100),
                settled.getTotalCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(millis(settled, 99)),
                over10ms(waits), without, windows, feasible, known ? OptionalInt.of(within) : OptionalInt.empty(),
                open.isPresent() ? OptionalDouble.of(open.getAsDouble() * outcome.seconds()) : OptionalDouble.empty(),
                outcome.served() / outcome.seconds(), during.resizes(), millis(outcome.lateness(), 99));
    }

    private static boolean settled(int window, double[] changes) {
        double begin = window * Outcome.WINDOW_SECONDS;
        return Arrays.stream(changes).noneMatch(at -> begin < at + SETTLED_SECONDS && at < begin + Outcome.WINDOW_SECONDS);
    }

    /** Whether some size puts the window's own load into the band and lets few wait, by Erlang C at its own rate and hold. */
    private static boolean feasible(Outcome outcome, int window) {
        if (outcome.windowReturns()[window] == 0) {
            return false;
        }
        double rate = outcome.windowArrivals()[window] / (double) Outcome.WINDOW_SECONDS;
        Duration hold = Duration.ofNanos(outcome.windowHoldNanos()[window] / outcome.windowReturns()[window]);
        double load = rate * hold.toNanos() / 1e9;
        for (int size = FLOOR; size <= CEILING; size++) {
            double use = load / size;
            if (use >= OBJECTIVE.bandFrom() && use <= OBJECTIVE.bandTo()
                    && ErlangC.waitsLonger(size, load, hold, OBJECTIVE.acquisition()) <= OBJECTIVE.share()) {
                return true;
            }
        }
        return false;
    }

    /** The mean of in use ÷ max. */
    private static OptionalDouble utilization(Outcome outcome, int window, Series seen) {
        int perWindow = Outcome.WINDOW_SECONDS * 1_000 / Outcome.SAMPLE_MILLIS;
        double sum = 0;
        for (int sample = window * perWindow; sample < (window + 1) * perWindow; sample++) {
            OptionalInt max = seen.max(outcome.startMillis() + (long) sample * Outcome.SAMPLE_MILLIS);
            if (max.isEmpty()) {
                return OptionalDouble.empty();
            }
            sum += outcome.inUse()[sample] / (double) max.getAsInt();
        }
        return OptionalDouble.of(sum / perWindow);
    }

    private static double over10ms(Histogram waits) {
        long total = waits.getTotalCount();
        return total == 0 ? 0 : 1 - waits.getCountBetweenValues(0, OBJECTIVE.acquisition().toNanos()) / (double) total;
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }
}
