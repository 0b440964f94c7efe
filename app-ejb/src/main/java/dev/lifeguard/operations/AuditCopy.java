package dev.lifeguard.operations;

import dev.lifeguard.operations.OperationStore.RejectedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/** Copies what has ended to where it is kept for longer than the journal keeps it. */
final class AuditCopy {

    private static final Logger LOG = System.getLogger(AuditCopy.class.getName());
    private static final int AT_ONCE = 500;

    private final Journal journal;
    private final Optional<OperationStore> store;
    private boolean told;

    /** @param store empty if nothing is kept longer */
    AuditCopy(Journal journal, Optional<OperationStore> store) {
        this.journal = journal;
        this.store = store;
    }

    /** Makes the beans behind it, on the container's thread. */
    void prepare() {
        store.ifPresent(OperationStore::ready);
    }

    /** Copies the next so many; throws if the database is away, and may be called again. */
    void round() {
        List<OperationRecord> ended = journal.audit().uncopied(AT_ONCE);
        if (store.isEmpty() || ended.isEmpty() || !store.get().ready()) {
            return;
        }
        int rejected = 0;
        try {
            store.get().write(ended);
        } catch (RejectedException e) {
            // One that is refused must not hold up those behind it.
            rejected = writeOneByOne(store.get(), ended);
        }
        journal.copied(ended.get(ended.size() - 1).id());
        journal.audit().lost(rejected);
    }

    /** How many were refused. */
    private int writeOneByOne(OperationStore kept, List<OperationRecord> ended) {
        int rejected = 0;
        for (OperationRecord record : ended) {
            try {
                kept.write(List.of(record));
            } catch (RejectedException e) {
                rejected++;
                LOG.log(told ? Level.DEBUG : Level.ERROR, "The database does not take operation " + record.id()
                        + " into its copy of the audit; further ones like it are only counted", e);
                told = true;
            }
        }
        return rejected;
    }
}
