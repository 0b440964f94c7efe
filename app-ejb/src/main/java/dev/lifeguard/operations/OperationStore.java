package dev.lifeguard.operations;

import java.util.List;

/** Takes what was done to pools, to keep it longer than the journal does. May wait for its database. */
public interface OperationStore {

    /** Whether it makes sense to write now. Answers from memory. */
    boolean ready();

    /**
     * Writes all or none; what is there already stays as it is.
     *
     * @throws RuntimeException if that did not come about; the same may be written again
     */
    void write(List<OperationRecord> ended);
}
