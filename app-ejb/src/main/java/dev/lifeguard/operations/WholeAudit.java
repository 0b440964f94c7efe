package dev.lifeguard.operations;

import dev.lifeguard.observation.HistoryAwayException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The audit as one: the newest entries from memory, older ones from where copies are kept. */
final class WholeAudit {

    private final Audit audit;
    private final Optional<OperationHistory> history;

    /** @param history empty if no copies are kept */
    WholeAudit(Audit audit, Optional<OperationHistory> history) {
        this.audit = audit;
        this.history = history;
    }

    AuditPage page(AuditQuery query) {
        Audit.Match recent = audit.query(query);
        int rest = query.limit() - recent.entries().size();
        boolean mayBeOlder = query.from().isEmpty() || recent.until().isEmpty() || !query.from().get().isAfter(recent.until().get());
        if (rest == 0 || history.isEmpty() || !mayBeOlder) {
            return new AuditPage(recent.entries(), Optional.empty());
        }
        // What memory lets go of meanwhile is not to come twice.
        Set<UUID> told = recent.entries().stream().map(OperationRecord::id).collect(Collectors.toCollection(HashSet::new));
        try {
            List<OperationRecord> older = history.get().older(
                    query.goingOn(recent.beyond(), rest), recent.until(), id -> told.contains(id) || audit.find(id).isPresent());
            return new AuditPage(Stream.concat(recent.entries().stream(), older.stream()).toList(), Optional.empty());
        } catch (HistoryAwayException e) {
            return new AuditPage(recent.entries(), Optional.of("Older entries cannot be read now: " + e.getMessage()));
        }
    }

    /** @throws HistoryAwayException if it may be an older one, and those cannot be read now */
    Optional<OperationRecord> find(UUID id) {
        return audit.find(id).or(() -> history.flatMap(kept -> kept.find(id)));
    }
}
