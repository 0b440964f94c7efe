package dev.lifeguard.operations;

import dev.lifeguard.pool.PoolId;
import java.util.Optional;
import java.util.UUID;

/** What one line of the journal says. */
sealed interface JournalLine {

    /**
     * Something about one pool.
     *
     * @param run the run of the server's JVM in which it was written
     * @param record an intent if its state is {@code RUNNING}, else what became of one
     * @param standing of an intent, what holds once it is done; else what holds from now on; empty if that stays as it is
     */
    record Entry(String run, PoolId pool, Optional<OperationRecord> record, Optional<Standing> standing) implements JournalLine {}

    /** The database has every outcome up to this one, in the order of the lines. */
    record Copied(UUID last) implements JournalLine {}
}
