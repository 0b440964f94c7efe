package dev.lifeguard.history;

/** The schema of the history, in the database behind {@code jdbc/lifeguard}. */
final class HistorySchema {

    static final String NAME = "lifeguard";
    static final String MIGRATIONS = "dev/lifeguard/history/migration";

    private HistorySchema() {}
}
