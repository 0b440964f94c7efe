package dev.lifeguard.history;

import dev.lifeguard.observation.PoolMinute;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.sql.Timestamp;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A {@link PoolMinute} of one server as the database has it. */
@Entity
@IdClass(PoolMinuteRow.Key.class)
@Table(schema = HistorySchema.NAME, name = "pool_minute")
class PoolMinuteRow {

    @Id
    private String server;

    @Id
    @Column(name = "pool_id")
    private String poolId;

    // JPA 3.1 takes no Instant, and date-times with an offset differ as keys where they are the same instant.
    @Id
    @Column(name = "minute")
    private Timestamp minute;

    @Column(name = "pool_name")
    private String poolName;

    private int samples;
    private int gaps;

    /** Null without a max, as are the peak and the max. */
    @Column(name = "utilization_mean")
    private Double utilizationMean;

    @Column(name = "utilization_peak")
    private Double utilizationPeak;

    @Column(name = "in_use_peak")
    private int inUsePeak;

    /** Null where the server does not tell. */
    @Column(name = "waiting_peak")
    private Integer waitingPeak;

    @Column(name = "saturated_millis")
    private int saturatedMillis;

    @Column(name = "pool_min")
    private int min;

    @Column(name = "pool_max")
    private Integer max;

    protected PoolMinuteRow() {}

    static PoolMinuteRow of(String server, PoolMinute minute) {
        PoolMinuteRow row = new PoolMinuteRow();
        row.server = server;
        row.poolId = minute.pool().value();
        row.minute = Timestamp.from(minute.minute());
        row.poolName = minute.poolName();
        row.samples = minute.samples();
        row.gaps = minute.gaps();
        row.utilizationMean = nullable(minute.utilizationMean());
        row.utilizationPeak = nullable(minute.utilizationPeak());
        row.inUsePeak = minute.inUsePeak();
        row.waitingPeak = nullable(minute.waitingPeak());
        row.saturatedMillis = minute.saturatedMillis();
        row.min = minute.min();
        row.max = nullable(minute.max());
        return row;
    }

    private static Integer nullable(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static Double nullable(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    Key key() {
        Key key = new Key();
        key.server = server;
        key.poolId = poolId;
        key.minute = minute;
        return key;
    }

    int samples() {
        return samples;
    }

    /** What a row is told by. Public, as JPA demands it. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String server;
        private String poolId;
        private Timestamp minute;

        public Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && Objects.equals(server, key.server)
                    && Objects.equals(poolId, key.poolId)
                    && Objects.equals(minute, key.minute);
        }

        @Override
        public int hashCode() {
            return Objects.hash(server, poolId, minute);
        }
    }
}
