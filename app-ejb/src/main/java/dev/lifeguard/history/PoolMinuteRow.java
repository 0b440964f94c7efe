package dev.lifeguard.history;

import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.Histogram;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.sql.Timestamp;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A {@link PoolMinute} of one server as the database has it. */
@Entity
@IdClass(PoolMinuteRow.Key.class)
@Table(schema = HistorySchema.NAME, name = "pool_minute")
class PoolMinuteRow implements HistoryRow {

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

    /** Null in rows from before it was kept. */
    private String timing;

    /** Null unless the timing is exact, as is all that follows. */
    private Long requests;

    private Long acquisitions;

    @Column(name = "over_10ms")
    private Long over10ms;

    private Long exhaustions;
    private Long failures;

    @Column(name = "in_use_mean")
    private Double inUseMean;

    @Column(name = "acquisition_histogram")
    private byte[] acquisition;

    @Column(name = "hold_histogram")
    private byte[] hold;

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
        row.timing = minute.timing().word();
        minute.borrows().ifPresent(row::put);
        return row;
    }

    private void put(PoolMinute.Borrows borrows) {
        requests = borrows.requests();
        acquisitions = borrows.acquisition().count();
        over10ms = borrows.over10ms();
        exhaustions = borrows.exhaustions();
        failures = borrows.failures();
        inUseMean = nullable(borrows.inUseMean());
        acquisition = borrows.acquisition().toBytes();
        hold = borrows.hold().toBytes();
    }

    PoolMinute minute() {
        return new PoolMinute(
                new PoolId(poolId),
                poolName,
                minute.toInstant(),
                samples,
                gaps,
                optional(utilizationMean),
                optional(utilizationPeak),
                inUsePeak,
                optional(waitingPeak),
                saturatedMillis,
                min,
                optional(max),
                timing == null ? Timing.OFF : Timing.valueOf(timing.toUpperCase(Locale.ROOT)),
                requests == null ? Optional.empty() : Optional.of(borrows()));
    }

    private PoolMinute.Borrows borrows() {
        return new PoolMinute.Borrows(
                requests,
                Histogram.fromBytes(acquisition),
                over10ms,
                Histogram.fromBytes(hold),
                exhaustions,
                failures,
                optional(inUseMean));
    }

    private static OptionalInt optional(Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static OptionalDouble optional(Double number) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    private static Integer nullable(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static Double nullable(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    @Override
    public HistoryTable table() {
        return HistoryTable.MINUTE;
    }

    @Override
    public Key key() {
        Key key = new Key();
        key.server = server;
        key.poolId = poolId;
        key.minute = minute;
        return key;
    }

    /**
     * One of as many samples or more does, so that writing again after an unknown outcome does no harm; not one of fewer, as the rest of a
     * minute that a clock was set back into.
     */
    @Override
    public boolean replaces(HistoryRow kept) {
        return kept instanceof PoolMinuteRow minute && samples >= minute.samples;
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
