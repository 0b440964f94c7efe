package dev.lifeguard.benchmarks.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A pool as it was seen from outside.
 *
 * @param points in their order
 */
public record Series(List<Point> points) {

    /**
     * One look.
     *
     * @param millis of the epoch
     * @param open connections at the database
     * @param max in force; absent when it could not be told
     */
    public record Point(long millis, int open, OptionalInt max) {}

    public Series {
        points = List.copyOf(points);
    }

    /** The part from the one time on and before the other. */
    public Series between(long fromMillis, long toMillis) {
        return new Series(points.stream().filter(point -> point.millis() >= fromMillis && point.millis() < toMillis).toList());
    }

    /** The latest max that was seen until then, or else the first; absent if none was seen. */
    public OptionalInt max(long millis) {
        OptionalInt latest = OptionalInt.empty();
        for (Point point : points) {
            if (point.millis() > millis && latest.isPresent()) {
                return latest;
            }
            if (point.max().isPresent()) {
                latest = point.max();
            }
        }
        return latest;
    }

    /** The mean of the open connections; absent without a look. */
    public OptionalDouble meanOpen() {
        return points.stream().mapToInt(Point::open).average();
    }

    /** How often max was another than at the look before. */
    public int resizes() {
        int resizes = 0;
        OptionalInt before = OptionalInt.empty();
        for (Point point : points) {
            if (point.max().isPresent()) {
                if (before.isPresent() && before.getAsInt() != point.max().getAsInt()) {
                    resizes++;
                }
                before = point.max();
            }
        }
        return resizes;
    }
}
