package dev.lifeguard.observation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which connections the server has lost, and not just in one moment: what a look finds may be a connection that is on its way, so those
 * count that some looks in a row have found.
 */
final class LostLooks {

    private static final int LOOKS = 5;

    private final Deque<Set<Long>> found = new ArrayDeque<>(LOOKS);

    /** @param lost at this moment; empty if it cannot be told, and then what was found before is of no use */
    void look(Optional<Set<Long>> lost) {
        if (lost.isEmpty()) {
            found.clear();
            return;
        }
        if (found.size() == LOOKS) {
            found.removeFirst();
        }
        found.addLast(lost.get());
    }

    /** Empty before there were enough looks. */
    Optional<Set<Long>> lasting() {
        if (found.size() < LOOKS) {
            return Optional.empty();
        }
        Set<Long> inAll = new HashSet<>(found.getLast());
        found.forEach(inAll::retainAll);
        return Optional.of(inAll);
    }
}
