package dev.lifeguard.operations;

import java.util.List;

/** Takes what was done to pools, to keep it longer than the journal does. May wait for its database. */
public interface OperationStore {

    /** Whether it makes sense to write now. Answers from memory. */
    boolean ready();

    /**
     * Writes all or none; what is there already stays as it is.
     *
     * @throws RejectedException if the database is there and does not take one of them
     * @throws RuntimeException if it did not come about for another reason; the same may be written again
     */
    void write(List<OperationRecord> ended);

    /** The database will not take it however often it is asked. */
    final class RejectedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public RejectedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
