package dev.lifeguard.it.fault;

import dev.lifeguard.it.fault.Attempt.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How one pool came through a fault, as its borrowers saw it.
 *
 * @param refused attempts that got no connection
 * @param broken attempts whose connection broke
 * @param longestAcquire from asking to having a connection, or to being refused
 * @param firstGood from the end of the fault to the end of the first good attempt; absent if there was none
 * @param failedAfterwards of the {@link #NEXT} attempts after that
 * @param failure one of the failures; empty if there was none
 */
record Recovery(int refused, int broken, Duration longestAcquire, Optional<Duration> firstGood, long failedAfterwards, String failure) {

    static final int NEXT = 30;

    /** @param endMicros when the fault was over, microseconds of the epoch */
    static Recovery of(List<Attempt> attempts, long endMicros) {
        Optional<Attempt> firstGood = attempts.stream()
                .filter(attempt -> attempt.good() && attempt.endMicros() >= endMicros)
                .min(Comparator.comparingLong(Attempt::endMicros));
        long afterMicros = firstGood.map(Attempt::endMicros).orElse(Long.MAX_VALUE);
        return new Recovery(
                count(attempts, Outcome.REFUSED),
                count(attempts, Outcome.BROKEN),
                attempts.stream().map(Attempt::acquire).max(Comparator.naturalOrder()).orElse(Duration.ZERO),
                firstGood.map(attempt -> Duration.ofNanos((attempt.endMicros() - endMicros) * 1_000)),
                attempts.stream()
                        .filter(attempt -> attempt.askedMicros() > afterMicros)
                        .sorted(Comparator.comparingLong(Attempt::askedMicros))
                        .limit(NEXT)
                        .filter(attempt -> !attempt.good())
                        .count(),
                attempts.stream().map(Attempt::failure).filter(failure -> !failure.isEmpty()).findFirst().orElse(""));
    }

    private static int count(List<Attempt> attempts, Outcome outcome) {
        return (int) attempts.stream().filter(attempt -> attempt.outcome() == outcome).count();
    }

    int failed() {
        return refused + broken;
    }

    /** Three columns of the table. */
    String columns() {
        return "%d | %s | %s".formatted(failed(), millis(longestAcquire), firstGood.map(Recovery::millis).orElse("none"));
    }

    private static String millis(Duration duration) {
        return "%,d ms".formatted(duration.toMillis()).replace(',', ' ');
    }
}
