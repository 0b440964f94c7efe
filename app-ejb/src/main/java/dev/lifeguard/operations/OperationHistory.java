package dev.lifeguard.operations;

import dev.lifeguard.observation.HistoryAwayException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** What was done to pools longer ago than memory goes back. Waits for its database, for 2 s at most. */
public interface OperationHistory {

    /**
     * Entries that match, the newest first.
     *
     * @param query its {@code before} is an entry that is kept here, or empty
     * @param until those alone that were asked for at this instant or before; empty for all
     * @param known entries that are left out
     * @throws HistoryAwayException if they cannot be read now
     */
    List<OperationRecord> older(AuditQuery query, Optional<Instant> until, Predicate<UUID> known);

    /**
     * One entry; empty if it is not kept here.
     *
     * @throws HistoryAwayException if that cannot be read now
     */
    Optional<OperationRecord> find(UUID id);
}
