package dev.lifeguard.history;

import dev.lifeguard.diagnosis.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;

/** A {@link Snapshot} of one server as the database has it. */
@Entity
@Table(schema = HistorySchema.NAME, name = "pool_snapshot")
class PoolSnapshotRow implements HistoryRow {

    @Id
    private String id;

    private String server;
    private Timestamp at;

    @Column(name = "pool_id")
    private String poolId;

    @Column(name = "pool_name")
    private String poolName;

    private String cause;

    @Column(name = "took_millis")
    private int tookMillis;

    private String json;

    protected PoolSnapshotRow() {}

    static PoolSnapshotRow of(String server, Snapshot snapshot) {
        PoolSnapshotRow row = new PoolSnapshotRow();
        row.id = snapshot.id();
        row.server = server;
        row.at = Timestamp.from(snapshot.takenAt());
        row.poolId = snapshot.pool().value();
        row.poolName = snapshot.poolName();
        row.cause = snapshot.cause().word();
        row.tookMillis = (int) snapshot.took().toMillis();
        row.json = snapshot.json();
        return row;
    }

    @Override
    public HistoryTable table() {
        return HistoryTable.SNAPSHOT;
    }

    @Override
    public String key() {
        return id;
    }
}
