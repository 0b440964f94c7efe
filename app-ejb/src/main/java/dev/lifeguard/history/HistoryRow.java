package dev.lifeguard.history;

/** A row to be written, once or, after an unknown outcome, again. */
interface HistoryRow {

    HistoryTable table();

    /** The entity's key. */
    Object key();

    /** Whether this row is to take the place of one with the same key that is there already; by default what is kept stays. */
    default boolean replaces(HistoryRow kept) {
        return false;
    }
}
