package dev.lifeguard.sizing;

import dev.lifeguard.statistics.Flow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The connections in use over the last half a minute, and the line through them by least squares: of each second i the mean in use
 * {@code yᵢ}, exact by the integral, and its middle {@code tᵢ}. The slope is {@code b = Σ (tᵢ − t̄)(yᵢ − ȳ) / S} with {@code S = Σ (tᵢ − t̄)²},
 * and the line is at {@code ȳ + b (t − t̄)}. A slope that is not three times its standard error, {@code √(Σ (yᵢ − line)² / (n − 2) / S)}, is
 * taken for chance.
 */
final class UseHistory {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int MOST = 30;
    /** Fewer show no trend. */
    private static final int FEWEST = 10;
    private static final double CHANCE = 3;

    /**
     * A second, or as much longer as nobody looked.
     *
     * @param seconds its middle, since the first look
     * @param inUse the mean
     */
    private record Point(double seconds, double inUse) {}

    private final Deque<Point> points = new ArrayDeque<>();
    private boolean begun;
    private long firstNanos;
    private long lastNanos;
    private Flow last;
    private Optional<Trend> trend = Optional.empty();

    /** @param nanos later than every one before */
    void add(long nanos, Flow flow) {
        if (!begun) {
            begun = true;
            firstNanos = nanos;
            lastNanos = nanos;
            last = flow;
        } else if (nanos - lastNanos >= SECOND) {
            double middle = ((lastNanos - firstNanos) + (nanos - firstNanos)) / 2e9;
            points.addLast(new Point(middle, (double) flow.since(last).inUseNanos() / (nanos - lastNanos)));
            if (points.size() > MOST) {
                points.removeFirst();
            }
            lastNanos = nanos;
            last = flow;
            trend = line();
        }
    }

    /** As of the last whole second; empty before ten were seen. */
    Optional<Trend> trend() {
        return trend;
    }

    private Optional<Trend> line() {
        int number = points.size();
        if (number < FEWEST) {
            return Optional.empty();
        }
        double meanTime = points.stream().mapToDouble(Point::seconds).sum() / number;
        double meanUse = points.stream().mapToDouble(Point::inUse).sum() / number;
        double times = 0;
        double both = 0;
        for (Point point : points) {
            times += (point.seconds() - meanTime) * (point.seconds() - meanTime);
            both += (point.seconds() - meanTime) * (point.inUse() - meanUse);
        }
        double slope = both / times;
        double off = 0;
        for (Point point : points) {
            double residual = point.inUse() - meanUse - slope * (point.seconds() - meanTime);
            off += residual * residual;
        }
        double error = Math.sqrt(off / (number - 2) / times);
        if (Math.abs(slope) <= CHANCE * error) {
            return Optional.of(new Trend(meanUse, 0));
        }
        return Optional.of(new Trend(meanUse + slope * ((lastNanos - firstNanos) / 1e9 - meanTime), slope));
    }

    void forget() {
        points.clear();
        begun = false;
        trend = Optional.empty();
    }
}
