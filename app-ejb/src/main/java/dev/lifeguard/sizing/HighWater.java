package dev.lifeguard.sizing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/** The highest of the numbers of the last while. Keeps only those that nobody later exceeded, so that there are few. */
final class HighWater {

    private record Mark(long nanos, int number) {}

    private final long lengthNanos;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private boolean begun;
    private long beginNanos;

    HighWater(Duration length) {
        lengthNanos = length.toNanos();
    }

    void add(long nanos, int number) {
        if (!begun) {
            begun = true;
            beginNanos = nanos;
        }
        while (!marks.isEmpty() && marks.getLast().number() <= number) {
            marks.removeLast();
        }
        marks.addLast(new Mark(nanos, number));
    }

    OptionalInt highest(long nanos) {
        while (!marks.isEmpty() && nanos - marks.getFirst().nanos() > lengthNanos) {
            marks.removeFirst();
        }
        return marks.isEmpty() ? OptionalInt.empty() : OptionalInt.of(marks.getFirst().number());
    }

    /** Whether it was watched for the whole while that ends now. */
    boolean covers(long nanos) {
        return begun && nanos - beginNanos >= lengthNanos;
    }

    void forget() {
        marks.clear();
        begun = false;
    }
}
