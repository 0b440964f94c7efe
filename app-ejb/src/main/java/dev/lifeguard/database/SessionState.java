package dev.lifeguard.database;

import java.util.Arrays;
import java.util.Optional;

/** What a session is doing. */
public enum SessionState {
    /** It runs a statement, or waits for something in one. */
    ACTIVE("active"),
    /** It waits for a statement, in no transaction. */
    IDLE("idle"),
    /** It waits for the next statement of a transaction. */
    IDLE_IN_TRANSACTION("idle in transaction"),
    /** It waits for the end of a transaction in which a statement failed. */
    IDLE_IN_TRANSACTION_ABORTED("idle in transaction (aborted)");

    private static final String FUNCTION_CALL = "fastpath function call";

    private final String word;

    SessionState(String word) {
        this.word = word;
    }

    /** The database's word for it, as it stands in answers. */
    public String word() {
        return word;
    }

    /** The state of this word; empty if the database does not tell it, as with {@code track_activities} off. */
    static Optional<SessionState> of(String word) {
        return FUNCTION_CALL.equals(word)
                ? Optional.of(ACTIVE)
                : Arrays.stream(values()).filter(state -> state.word.equals(word)).findFirst();
    }
}
