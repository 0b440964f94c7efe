package dev.lifeguard.operations;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Some entries of the audit, the newest first.
 *
 * @param missing why there may be older ones that match, which cannot be read now, in a sentence for people; empty if there are none
 */
public record AuditPage(List<OperationRecord> entries, Optional<String> missing) {

    public AuditPage {
        entries = List.copyOf(entries);
        Objects.requireNonNull(missing, "missing");
    }
}
