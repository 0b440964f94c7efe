package dev.lifeguard.web.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Of which time the history is wanted, and how finely.
 *
 * @param from inclusive, the start of a step
 * @param to exclusive, the end of a step; at most 31 days later
 * @param step of whole minutes, up to a day; the span has 1,500 of them at most
 */
record HistorySpan(Instant from, Instant to, Duration step) {

    static final int MOST_STEPS = 1_500;

    private static final Duration STANDARD = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<Duration> STEPS = List.of(
            MINUTE, Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(6), DAY);
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /**
     * @param from by default an hour before {@code to}
     * @param to by default now
     * @param step by default the finest that fits
     */
    static HistorySpan of(Optional<Instant> from, Optional<Instant> to, Optional<Duration> step, Instant now) {
        Instant end = to.orElse(now);
        require(!end.isBefore(EARLIEST) && end.isBefore(LATEST), "to is " + end + "; it must be from " + EARLIEST + " to " + LATEST);
        Instant start = from.orElse(end.minus(STANDARD));
        require(!start.isBefore(EARLIEST) && start.isBefore(end), "from is " + start + "; it must be before to, which is " + end);
        Duration length = Duration.between(start, end);
        require(length.compareTo(LONGEST) <= 0,
                "From " + start + " to " + end + " are " + length + "; at most " + LONGEST + " are told at once");
        Duration each = step.orElseGet(() -> finest(length));
        require(each.compareTo(MINUTE) >= 0 && each.compareTo(DAY) <= 0 && each.equals(MINUTE.multipliedBy(each.toMinutes())),
                "step is " + each + "; it must be whole minutes, from " + MINUTE + " to " + DAY);
        require(fits(length, each), "There are more than " + MOST_STEPS + " steps of " + each + " in " + length);
        return new HistorySpan(floor(start, each), floor(end.minusNanos(1), each).plus(each), each);
    }

    private static Duration finest(Duration length) {
        return STEPS.stream().filter(step -> fits(length, step)).findFirst().orElse(DAY);
    }

    /** A span begins and ends within a step. */
    private static boolean fits(Duration length, Duration step) {
        return length.dividedBy(step) + 2 <= MOST_STEPS;
    }

    private static Instant floor(Instant time, Duration step) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), step.toSeconds()) * step.toSeconds());
    }

    private static void require(boolean fits, String otherwise) {
        if (!fits) {
            throw ApiError.invalid(otherwise);
        }
    }
}
