package dev.lifeguard.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.background.Backoff;
import dev.lifeguard.schema.SchemaMigration;
import dev.lifeguard.testing.Persistence;
import dev.lifeguard.testing.RealDatabase;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DrillEntriesTest {

    private static final String CONNECTIONS_IN_TRANSACTION =
            "select count(*) from pg_stat_activity where datname = 'drill_test' and state like 'idle in transaction%'";

    @Test
    void everyMigrationIsListed() throws Exception {
        assertThat(DrillSchema.MIGRATIONS).isEqualTo(RealDatabase.migrationsOf(DrillSchema.class));
    }

    @Test
    void anEntryStaysReadableAfterTheCommitAndHoldsNoConnection() throws Exception {
        DataSource database = RealDatabase.empty("drill_test");
        SchemaMigration migration =
                new SchemaMigration(DrillSchema.NAME, DrillSchema.class, DrillSchema.MIGRATIONS, database, Backoff.forDatabase());
        migration.run();
        DrillSchema ready = new DrillSchema(new DrillSettings(true, DrillSettings.Start.NONE), migration);

        DrillEntry entry;
        try (Persistence persistence = new Persistence("application", database)) {
            long id = persistence.inTransaction(
                    entities -> new DrillEntries(entities, database, ready).write("title", List.of("b", "a", "b")));
            entry = persistence.inTransaction(entities -> new DrillEntries(entities, database, ready).read(id)).orElseThrow();
            Optional<DrillEntry> absent = persistence.inTransaction(entities -> new DrillEntries(entities, database, ready).read(id + 1));
            assertThat(absent).isEmpty();
            assertThat(new DrillEntries(null, database, ready).count()).isEqualTo(1);
            assertThat(RealDatabase.number(database, CONNECTIONS_IN_TRANSACTION)).isZero();
        }
        // The factory is closed: whatever can still be read was there at the commit.
        assertThat(entry.title()).isEqualTo("title");
        assertThat(entry.lines()).containsExactly("b", "a", "b");
    }

    @Test
    void whileDrillsAreOffTheMessageNamesTheSwitch() {
        DrillEntries entries = new DrillEntries(null, null, new DrillSchema(DrillSettings.defaults(), null));

        assertThatThrownBy(entries::count).isInstanceOf(DrillUnavailableException.class).hasMessageContaining("lifeguard.drill=true");
        assertThatThrownBy(() -> entries.read(1)).isInstanceOf(DrillUnavailableException.class);
        assertThatThrownBy(() -> entries.write("title", List.of())).isInstanceOf(DrillUnavailableException.class);
    }

    @Test
    void whileTheSchemaIsNotReadyTheMessageSaysSo() throws Exception {
        SchemaMigration pending = new SchemaMigration(
                DrillSchema.NAME, DrillSchema.class, DrillSchema.MIGRATIONS, RealDatabase.empty("drill_test"), Backoff.forDatabase());
        DrillEntries entries = new DrillEntries(null, null, new DrillSchema(new DrillSettings(true, DrillSettings.Start.NONE), pending));

        assertThatThrownBy(entries::count).isInstanceOf(DrillUnavailableException.class).hasMessageContaining("not ready");
    }
}
