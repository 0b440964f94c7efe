package dev.lifeguard.observation;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who has one of a pool's connections at the moment.
 *
 * @param borrow tells this hold from every other of the server, earlier ones of the same connection included
 * @param session what the database calls the connection's session, PostgreSQL its backend pid; absent if the driver does not tell
 * @param thread that borrowed; perhaps ended since
 * @param application that ran in it when it borrowed; absent if none did, or the server does not tell
 * @param sinceNanos when it got the connection, by {@link System#nanoTime()}
 * @param own whether it is Lifeguard that has it, for its own purposes
 * @param lost whether the server has lost the connection, so that nobody can give it back
 */
public record Holder(
        long borrow, OptionalInt session, Thread thread, Optional<String> application, long sinceNanos, boolean own, boolean lost) {

    public Holder {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(thread, "thread");
        Objects.requireNonNull(application, "application");
    }
}
