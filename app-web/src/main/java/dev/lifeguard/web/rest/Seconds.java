package dev.lifeguard.web.rest;

import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Durations on the wire: a number of seconds, exact to the nanosecond. */
final class Seconds {

    private static final double NANOS_PER_SECOND = 1e9;

    private Seconds() {}

    static double of(Duration duration) {
        return of(duration.toNanos());
    }

    static double of(double nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    static void add(JsonObjectBuilder json, String name, Optional<Duration> duration) {
        duration.ifPresent(length -> json.add(name, of(length)));
    }

    static void add(JsonObjectBuilder json, String name, OptionalLong nanos) {
        nanos.ifPresent(length -> json.add(name, of(length)));
    }
}
