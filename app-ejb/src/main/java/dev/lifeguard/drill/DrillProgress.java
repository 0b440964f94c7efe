package dev.lifeguard.drill;

import dev.lifeguard.statistics.Histogram;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a drill's requests so far. Of those offered, what is neither completed nor any of the others is under way.
 *
 * @param state how far the drill is
 * @param stoppedBecause why, a sentence for people; present exactly if it was stopped
 * @param offered requests that came
 * @param completed had their connection for as long as they were to
 * @param exhausted ended without one because the pool stayed full
 * @param failed ended without one for another reason, or failed while they held it
 * @param shed were not sent, as all threads of the drill were busy
 * @param cut gave their connection back before its time, or gave up waiting, because the drill was stopped
 * @param lateness from when a request was to come until the pool was asked: the drill's own fault, not the pool's
 * @param acquisition from when a request was to come until it had its connection, of all that had one; the lateness is part of it
 * @param seconds from the beginning to now, or to the end
 */
public record DrillProgress(
        State state,
        Optional<String> stoppedBecause,
        long offered,
        long completed,
        long exhausted,
        long failed,
        long shed,
        long cut,
        Histogram lateness,
        Histogram acquisition,
        double seconds) {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double ALMOST_ALL = 0.99;

    /** How far a drill is. */
    public enum State {
        RUNNING,
        /** All its requests came. */
        ENDED,
        /** Before that. */
        STOPPED
    }

    /** Requests completed a second, in the mean of the whole time. */
    public double throughput() {
        return seconds > 0 ? completed / seconds : 0;
    }

    /** In a sentence. */
    String sentence() {
        String requests = String.format(
                Locale.ROOT, "%,d requests came, %,d completed, %,d exhausted, %,d failed, %,d shed", offered, completed, exhausted, failed, shed);
        return acquisition.count() == 0
                ? requests
                : requests + String.format(
                        Locale.ROOT, "; acquisition p99 %.2f ms", acquisition.quantileNanos(ALMOST_ALL).getAsLong() / NANOS_PER_MILLI);
    }
}
