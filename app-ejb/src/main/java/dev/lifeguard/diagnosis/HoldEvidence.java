package dev.lifeguard.diagnosis;

import dev.lifeguard.database.DatabaseSession;
import java.time.Duration;
import java.util.Optional;

/**
 * What speaks for and against a held connection's being leaked.
 *
 * @param thread the name of the thread that borrowed it
 * @param owner what became of the work that borrowed it
 * @param heldFor since it was borrowed
 * @param session its side of the matter; absent if it is not seen
 */
record HoldEvidence(String thread, Owner owner, Duration heldFor, Optional<DatabaseSession> session) {

    /** What became of the work that borrowed a connection. */
    enum Owner {
        /** Its thread has not been seen to end it: it may be at it still. */
        AT_WORK,
        /** Its thread was seen at rest in its pool during the hold, so it has ended, whatever the thread does by now. */
        WENT_TO_REST,
        /** Its thread has ended. */
        ENDED
    }
}
