package dev.lifeguard.diagnosis;

import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.observation.Holder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A connection that is held now, with what is known of its holder. Stack and statement are for operators alone.
 *
 * @param holder who has it, and whether it is Lifeguard itself
 * @param heldFor since the holder got it
 * @param threadState of the holder's thread
 * @param session the database's side as last read; absent if it could not be read, not be told apart from another cluster's, or was last
 *     read before this hold began
 * @param stack of the holder's thread, innermost call first; empty unless it is held for longer than
 *     {@link DiagnosisSettings#stackAfter()}, and for very many such holders taken of those alone that have held for longest
 * @param suspicion why it may be leaked; absent if there is no reason to think so
 */
public record HeldConnection(
        Holder holder,
        Duration heldFor,
        Thread.State threadState,
        Optional<DatabaseSession> session,
        List<StackTraceElement> stack,
        Optional<Suspicion> suspicion) {

    public HeldConnection {
        Objects.requireNonNull(holder, "holder");
        Objects.requireNonNull(heldFor, "heldFor");
        Objects.requireNonNull(threadState, "threadState");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(suspicion, "suspicion");
        stack = List.copyOf(stack);
    }
}
