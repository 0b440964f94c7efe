package dev.lifeguard.history;

import dev.lifeguard.background.Backoff;
import dev.lifeguard.background.OwnThread;
import dev.lifeguard.observation.MinuteLog;
import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.schema.SchemaMigration;
import dev.lifeguard.schema.SchemaState;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/**
 * What Lifeguard remembers beyond memory, and beyond a restart. Starts with the application without waiting for the database: a thread of
 * its own brings the schema up to date as soon as it can, and then writes what has been appended meanwhile.
 */
@Singleton
@Startup
@LocalBean
@Local(MinuteLog.class)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class History implements MinuteLog {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    // Not shareable, because Flyway holds two connections at once, and a shared one would come back late.
    @Resource(name = "jdbc/lifeguard-store", lookup = "jdbc/lifeguard", shareable = false)
    private DataSource database;

    @Inject
    private HistorySettings settings;

    @Inject
    private JpaMinuteStore store;

    private SchemaMigration migration;
    private MinuteWriter writer;
    private OwnThread thread;

    @PostConstruct
    void start() {
        migration = HistorySchema.migration(database);
        writer = new MinuteWriter(settings, store, Backoff.forDatabase(), Clock.systemUTC());
        thread = OwnThread.start("lifeguard-history", () -> {
            migration.run();
            writer.run();
        });
    }

    @PreDestroy
    void stop() {
        thread.stop(PATIENCE);
    }

    /** How far the schema is. Its first attempt may take as long as the pool and the driver wait for a connection. */
    public SchemaState schema() {
        return migration.state();
    }

    @Override
    public void append(List<PoolMinute> minutes) {
        writer.append(minutes);
    }

    /** Minutes of pools that were lost since the start, because the queue was full, 0 or more. */
    public long droppedMinutes() {
        return writer.droppedMinutes();
    }

    /**
     * This server's minutes of one pool, oldest first; a minute that is missing is a gap.
     *
     * @param from the first minute
     * @param until the minute after the last
     * @throws HistoryUnavailableException if the database is away or the schema not ready
     */
    public List<PoolMinute> minutes(PoolId pool, Instant from, Instant until) {
        SchemaState schema = schema();
        if (!schema.isReady()) {
            throw new HistoryUnavailableException("The history's schema is not ready: " + schema.whyNotReady());
        }
        return store.read(settings.server(), pool, from, until);
    }
}
