package dev.lifeguard.schema;

import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.lifeguard.background.Backoff;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Creates one schema and applies its versioned migrations, trying again until that is done. Two servers may do so at once: Flyway's lock
 * in the database lets one go first.
 *
 * <p>Every failure is tried again, not only an absent database: a right that is granted later heals without a redeployment.
 */
public final class SchemaMigration {

    private static final Logger LOG = System.getLogger(SchemaMigration.class.getName());

    private final String schema;
    private final Flyway flyway;
    private final Backoff backoff;
    private volatile SchemaState state = SchemaState.pending();

    /**
     * @param schema the schema's name; created if it is absent
     * @param owner a class whose package has the migrations in a package {@code migration} below it
     * @param scripts the file names of all migrations, such as {@code V1__pool_minute.sql}
     * @param database gives two connections at once at least, each given back at {@code close()}, outside any transaction
     * @param backoff the delays between attempts
     */
    public SchemaMigration(String schema, Class<?> owner, List<String> scripts, DataSource database, Backoff backoff) {
        if (scripts.isEmpty()) {
            throw new IllegalArgumentException("Schema " + schema + " has no migrations");
        }
        this.schema = Objects.requireNonNull(schema, "schema");
        this.backoff = Objects.requireNonNull(backoff, "backoff");
        this.flyway = Flyway.configure(SchemaMigration.class.getClassLoader())
                .dataSource(database)
                .defaultSchema(schema)
                // Nothing is searched for: the list has all there is.
                .resourceProvider(new ListedScripts(owner, scripts))
                .javaMigrationClassProvider(List::of)
                .locations(new String[0])
                .callbackLocations(new String[0])
                .load();
        forgetFlyway();
    }

    /** How far it is; may be asked from any thread. */
    public SchemaState state() {
        return state;
    }

    /**
     * Returns when the schema is up to date, however long that takes.
     *
     * @throws InterruptedException if the thread is asked to end before
     */
    public void run() throws InterruptedException {
        while (!attempt()) {
            backoff.pause();
        }
    }

    private boolean attempt() {
        try {
            int applied = flyway.migrate().migrationsExecuted;
            state = SchemaState.ready();
            LOG.log(Level.INFO, () -> "Schema " + schema + " is up to date; migrations applied now: " + applied);
            return true;
        } catch (RuntimeException failure) {
            String why = String.valueOf(failure.getMessage()).replaceAll("(\\s|-{5,})+", " ").strip();
            // Once an outage: the next attempts say the same.
            Level level = state.attempted() ? Level.DEBUG : Level.WARNING;
            LOG.log(level, () -> "Schema " + schema + " is not up to date yet, and will be tried again: " + why, failure);
            state = SchemaState.failed(why);
            return false;
        } finally {
            forgetFlyway();
        }
    }

    /**
     * Flyway copies its settings by Jackson, which keeps the classes that it has seen for all who share it. On Payara that is the whole
     * server, and would keep ours after we are gone.
     */
    private static void forgetFlyway() {
        TypeFactory.defaultInstance().clearCache();
    }
}
