package dev.lifeguard.observation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * How many connections the server has lost, and not just in one moment: what a look finds may be a connection that is on its way, so the
 * least of some looks in a row counts.
 */
final class LostLooks {

    private static final int LOOKS = 5;

    private final Deque<Integer> found = new ArrayDeque<>(LOOKS);

    /** @param lost at this moment, 0 or more; empty if it cannot be told, and then what was found before is of no use */
    void look(OptionalInt lost) {
        if (lost.isEmpty()) {
            found.clear();
            return;
        }
        if (found.size() == LOOKS) {
            found.removeFirst();
        }
        found.addLast(lost.getAsInt());
    }

    /** 0 or more; empty before there were enough looks. */
    OptionalInt lasting() {
        return found.size() < LOOKS ? OptionalInt.empty() : found.stream().mapToInt(Integer::intValue).min();
    }
}
