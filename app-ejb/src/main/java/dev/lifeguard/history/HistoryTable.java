package dev.lifeguard.history;

/** The tables whose rows come and, after the retention, go. */
enum HistoryTable {
    MINUTE("minutes", "pool_minute", "server, pool_id, minute", "minute"),
    EVENT("events", "pool_event", "id", "at"),
    SNAPSHOT("snapshots", "pool_snapshot", "id", "at"),
    OPERATION("operations", "operation", "id", "at");

    private static final int MOST_EVENTS = 10_000;
    /** A snapshot may have a megabyte. */
    private static final int MOST_SNAPSHOTS = 20;

    /** What the rows are, for people. */
    final String rows;
    /** The table's name in the database. */
    final String table;
    /** Its key's columns. */
    final String key;
    /** The column with the time that a row ages from. */
    final String time;

    HistoryTable(String rows, String table, String key, String time) {
        this.rows = rows;
        this.table = table;
        this.key = key;
        this.time = time;
    }

    /** How many rows wait in memory at most while the database is away. */
    int capacity(HistorySettings settings) {
        return switch (this) {
            case MINUTE -> settings.queueCapacity();
            case EVENT -> MOST_EVENTS;
            case SNAPSHOT -> MOST_SNAPSHOTS;
            // They wait in the journal, which survives us.
            case OPERATION -> 0;
        };
    }
}
