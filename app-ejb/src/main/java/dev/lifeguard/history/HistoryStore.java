package dev.lifeguard.history;

import java.time.Duration;
import java.util.List;

/**
 * Where rows are kept for long. Every method is one transaction, and throws {@link HistoryUnavailableException} if that did not come about.
 */
interface HistoryStore {

    /** Writes all or none. Of two rows with one key, {@link HistoryRow#replaces} tells which one stays. */
    void write(List<HistoryRow> rows);

    /**
     * Deletes up to {@code limit} rows of any server that are older than {@code age} by the database's clock, and tells how many it
     * deleted. Not by ours: one server whose clock is ahead would delete the history of all.
     */
    int deleteOlderThan(HistoryTable table, Duration age, int limit);
}
