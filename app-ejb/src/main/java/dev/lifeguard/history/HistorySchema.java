package dev.lifeguard.history;

import dev.lifeguard.background.Backoff;
import dev.lifeguard.schema.SchemaMigration;
import java.util.List;
import javax.sql.DataSource;

/** The schema of the history, in the database behind {@code jdbc/lifeguard}. */
final class HistorySchema {

    static final String NAME = "lifeguard";
    static final List<String> MIGRATIONS = List.of("V1__pool_minute.sql", "V2__events_snapshots_borrows.sql", "V3__operations.sql");

    private HistorySchema() {}

    /** Its migration, not yet started. */
    static SchemaMigration migration(DataSource database) {
        return new SchemaMigration(NAME, HistorySchema.class, MIGRATIONS, database, Backoff.forDatabase());
    }
}
