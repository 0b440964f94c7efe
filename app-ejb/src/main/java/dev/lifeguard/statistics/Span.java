package dev.lifeguard.statistics;

import dev.lifeguard.pool.FailureKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What was seen of the borrows of one pool from one instant to another, in terms that add up without loss.
 *
 * @param inUseNanos ∫ in use dt; 0 if nothing is covered. That of a single span may be a little below 0 where recordings came late
 * @param utilizationNanos ∫ in use ÷ max dt, over what had a max
 * @param limitedNanos how long there was a max
 * @param inUsePeak −1 if nothing is covered
 * @param waitingPeak −1 if the server does not tell
 */
record Span(
        long startNanos,
        long endNanos,
        long coveredNanos,
        long requests,
        Histogram acquisition,
        long over10ms,
        Histogram queueing,
        Histogram opening,
        Histogram hold,
        Map<FailureKind, Long> failures,
        long inUseNanos,
        double utilizationNanos,
        long limitedNanos,
        int inUsePeak,
        int waitingPeak) {

    static final int ABSENT = -1;

    /** @param spans each begins where the one before ends; at least one */
    static Span merged(List<Span> spans) {
        if (spans.size() == 1) {
            return spans.get(0);
        }
        return new Span(
                spans.get(0).startNanos,
                spans.get(spans.size() - 1).endNanos,
                sum(spans, Span::coveredNanos),
                sum(spans, Span::requests),
                merged(spans, Span::acquisition),
                sum(spans, Span::over10ms),
                merged(spans, Span::queueing),
                merged(spans, Span::opening),
                merged(spans, Span::hold),
                failures(spans),
                sum(spans, Span::inUseNanos),
                spans.stream().mapToDouble(Span::utilizationNanos).sum(),
                sum(spans, Span::limitedNanos),
                spans.stream().mapToInt(Span::inUsePeak).max().getAsInt(),
                spans.stream().mapToInt(Span::waitingPeak).max().getAsInt());
    }

    private static long sum(List<Span> spans, ToLongFunction<Span> number) {
        return spans.stream().mapToLong(number).sum();
    }

    private static Histogram merged(List<Span> spans, Function<Span, Histogram> histogram) {
        return Histogram.sum(spans.stream().map(histogram).toList());
    }

    private static Map<FailureKind, Long> failures(List<Span> spans) {
        Map<FailureKind, Long> sum = new EnumMap<>(FailureKind.class);
        spans.forEach(span -> span.failures.forEach((kind, number) -> sum.merge(kind, number, Long::sum)));
        return Map.copyOf(sum);
    }

    BorrowFigures figures() {
        boolean covered = coveredNanos > 0;
        return new BorrowFigures(
                Duration.ofNanos(coveredNanos),
                requests,
                acquisition,
                over10ms,
                queueing,
                opening,
                hold,
                failures,
                covered ? OptionalDouble.of((double) Math.max(0, inUseNanos) / coveredNanos) : OptionalDouble.empty(),
                limitedNanos > 0 ? OptionalDouble.of(Math.max(0, utilizationNanos) / limitedNanos) : OptionalDouble.empty(),
                present(inUsePeak),
                present(waitingPeak));
    }

    private static OptionalInt present(int peak) {
        return peak == ABSENT ? OptionalInt.empty() : OptionalInt.of(peak);
    }
}
