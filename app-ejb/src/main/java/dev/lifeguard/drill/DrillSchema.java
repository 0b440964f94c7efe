package dev.lifeguard.drill;

import dev.lifeguard.background.Backoff;
import dev.lifeguard.background.OwnThread;
import dev.lifeguard.schema.SchemaMigration;
import dev.lifeguard.schema.SchemaState;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The drill's own schema in the application's database, made only if drills are switched on. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class DrillSchema {

    static final String NAME = "lifeguard_drill";
    static final List<String> MIGRATIONS = List.of("V1__drill_entry.sql");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    // Not shareable, because Flyway holds two connections at once, and a shared one would come back late.
    @Resource(name = "jdbc/app-drill-schema", lookup = "jdbc/app", shareable = false)
    private DataSource database;

    @Inject
    private DrillSettings settings;

    // Both null while drills are off.
    private SchemaMigration migration;
    private OwnThread thread;

    /** For the container. */
    public DrillSchema() {}

    DrillSchema(DrillSettings settings, SchemaMigration migration) {
        this.settings = settings;
        this.migration = migration;
    }

    @PostConstruct
    void start() {
        if (settings.enabled()) {
            migration = new SchemaMigration(NAME, DrillSchema.class, MIGRATIONS, database, Backoff.forDatabase());
            thread = OwnThread.start("lifeguard-drill-schema", migration::run);
        }
    }

    @PreDestroy
    void stop() {
        if (thread != null) {
            thread.stop(PATIENCE);
        }
    }

    /** @throws DrillUnavailableException unless drills are switched on and the schema is up to date */
    public void requireReady() {
        whyNotReady().ifPresent(why -> {
            throw new DrillUnavailableException(why);
        });
    }

    /** Why it cannot be used, a sentence; empty if it can. */
    public Optional<String> whyNotReady() {
        if (!settings.enabled()) {
            return Optional.of("Drills are off; " + DrillSettings.ENABLED_PROPERTY + "=true switches them on");
        }
        SchemaState state = migration.state();
        return state.isReady() ? Optional.empty() : Optional.of("The drill's schema is not ready: " + state.whyNotReady());
    }
}
