package dev.lifeguard.statistics;

/**
 * What was seen of the borrows of one pool from one instant to another.
 *
 * @param startNanos when it begins, on the clock of the recordings, included
 * @param endNanos when it ends, excluded
 */
public record TimedFigures(long startNanos, long endNanos, BorrowFigures figures) {

    static TimedFigures of(Span span) {
        return new TimedFigures(span.startNanos(), span.endNanos(), span.figures());
    }
}
