package dev.lifeguard.it.fault;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * One attempt to borrow a connection, use it and give it back.
 *
 * @param askedMicros when, microseconds of the epoch
 * @param acquireMicros from asking to having a connection, or to being refused
 * @param tookMicros from asking to having given it back
 * @param failure what was said; empty if nothing failed
 */
record Attempt(long askedMicros, long acquireMicros, long tookMicros, Outcome outcome, String failure) {

    enum Outcome {
        GOOD,
        /** No connection. */
        REFUSED,
        /** A connection that broke, or was broken already. */
        BROKEN
    }

    boolean good() {
        return outcome == Outcome.GOOD;
    }

    long endMicros() {
        return askedMicros + tookMicros;
    }

    Duration acquire() {
        return Duration.ofNanos(acquireMicros * 1_000);
    }

    String line() {
        return String.join("\t", Long.toString(askedMicros), Long.toString(acquireMicros), Long.toString(tookMicros), outcome.name(),
                failure.replaceAll("\\s+", " "));
    }

    static List<Attempt> parse(Stream<String> lines) {
        return lines.map(line -> line.split("\t", -1))
                .map(part -> new Attempt(Long.parseLong(part[0]), Long.parseLong(part[1]), Long.parseLong(part[2]),
                        Outcome.valueOf(part[3]), part[4]))
                .toList();
    }
}
