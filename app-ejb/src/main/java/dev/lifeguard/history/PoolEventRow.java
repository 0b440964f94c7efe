package dev.lifeguard.history;

import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.pool.PoolId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import java.util.Locale;
import java.util.UUID;

/** A {@link PoolEvent} of one server as the database has it. */
@Entity
@Table(schema = HistorySchema.NAME, name = "pool_event")
class PoolEventRow implements HistoryRow {

    private static final int LONGEST_REASON = 1_000;

    @Id
    private String id;

    private String server;
    private Timestamp at;

    @Column(name = "pool_id")
    private String poolId;

    @Column(name = "pool_name")
    private String poolName;

    private String kind;
    private String before;
    private String after;
    private String reason;

    protected PoolEventRow() {}

    static PoolEventRow of(String server, PoolEvent event) {
        PoolEventRow row = new PoolEventRow();
        row.id = event.id().toString();
        row.server = server;
        row.at = Timestamp.from(event.at());
        row.poolId = event.pool().value();
        row.poolName = event.poolName();
        row.kind = event.kind().word();
        row.before = event.before();
        row.after = event.after();
        // Whatever a driver says: a text that the database refuses would hold up all rows behind it.
        String reason = event.reason().replace('\0', ' ');
        row.reason = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
        return row;
    }

    PoolEvent event() {
        return new PoolEvent(
                UUID.fromString(id), at.toInstant(), new PoolId(poolId), poolName,
                PoolEvent.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), before, after, reason);
    }

    @Override
    public HistoryTable table() {
        return HistoryTable.EVENT;
    }

    @Override
    public String key() {
        return id;
    }
}
