package dev.lifeguard.history;

import dev.lifeguard.background.Backoff;
import dev.lifeguard.background.OwnThread;
import dev.lifeguard.diagnosis.Snapshot;
import dev.lifeguard.diagnosis.SnapshotStore;
import dev.lifeguard.judgement.EventLog;
import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.observation.MinuteLog;
import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.OperationStore;
import dev.lifeguard.pool.Causes;
import dev.lifeguard.schema.SchemaMigration;
import dev.lifeguard.schema.SchemaProgress;
import dev.lifeguard.schema.SchemaState;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * What Lifeguard remembers beyond memory, and beyond a restart. Waits for no database when it starts: a thread of its own brings the
 * schema up to date as soon as it can, and then writes what has been appended meanwhile.
 *
 * <p>Takes rows before its start and after its stop too, as the sampler may be there earlier and longer.
 */
@ApplicationScoped
public class History implements MinuteLog, EventLog, SnapshotStore, OperationStore, SchemaProgress {

    private static final Logger LOG = System.getLogger(History.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    private HistorySettings settings;

    @Inject
    private JpaHistoryStore store;

    private final long startNanos = System.nanoTime();
    private HistoryWriter writer;
    private OwnThread thread;
    // Null until the start.
    private volatile SchemaMigration migration;

    @PostConstruct
    void prepare() {
        writer = new HistoryWriter(settings, store, Backoff.forDatabase(), System::nanoTime);
    }

    /** @param database gives two connections at once at least, each given back at {@code close()} */
    void start(DataSource database) {
        SchemaMigration started = HistorySchema.migration(database);
        migration = started;
        thread = OwnThread.start("lifeguard-history", () -> {
            started.run();
            writer.run();
        });
        LOG.log(Level.INFO, "The history of this server is kept under the name {0}", settings.server());
    }

    void stop() {
        thread.stop(PATIENCE);
        writer.end();
    }

    /** How far the schema is. Its first attempt may take as long as the pool and the driver wait for a connection. */
    @Override
    public SchemaState schema() {
        SchemaMigration started = migration;
        return started == null ? SchemaState.pending() : started.state();
    }

    @Override
    public Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    @Override
    public void append(List<PoolMinute> minutes) {
        writer.append(minutes.stream().map(minute -> PoolMinuteRow.of(settings.server(), minute)).toList());
    }

    @Override
    public void append(PoolEvent event) {
        writer.append(List.of(PoolEventRow.of(settings.server(), event)));
    }

    @Override
    public void append(Snapshot snapshot) {
        writer.append(List.of(PoolSnapshotRow.of(settings.server(), snapshot)));
    }

    @Override
    public boolean ready() {
        return schema().isReady();
    }

    @Override
    public void write(List<OperationRecord> ended) {
        try {
            store.write(ended.stream().<HistoryRow>map(record -> OperationRow.of(settings.server(), record)).toList());
        } catch (HistoryUnavailableException e) {
            if (isOfData(e)) {
                throw new RejectedException(e.getMessage(), e);
            }
            throw e;
        }
    }

    /** Whether it is what was to be written that the database does not take: SQLState 22 and 23, by the standard. */
    static boolean isOfData(Throwable failure) {
        return Causes.of(failure).stream().anyMatch(cause -> cause instanceof SQLException sql
                && sql.getSQLState() != null && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23")));
    }

    @Override
    public long droppedRows() {
        return Stream.of(HistoryTable.values()).mapToLong(writer::dropped).sum();
    }

    @Override
    public long droppedEvents() {
        return writer.dropped(HistoryTable.EVENT);
    }
}
