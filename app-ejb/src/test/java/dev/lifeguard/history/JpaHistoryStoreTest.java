package dev.lifeguard.history;

import static dev.lifeguard.history.Rows.NOON;
import static dev.lifeguard.history.Rows.OTHER_POOL;
import static dev.lifeguard.history.Rows.POOL;
import static dev.lifeguard.history.Rows.after;
import static dev.lifeguard.history.Rows.event;
import static dev.lifeguard.history.Rows.minute;
import static dev.lifeguard.history.Rows.minuteWithoutMax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.diagnosis.Snapshot;
import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.HistogramRecorder;
import dev.lifeguard.testing.Persistence;
import dev.lifeguard.testing.RealDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JpaHistoryStoreTest {

    private DataSource database;
    private Persistence persistence;

    @BeforeEach
    void migratedDatabase() throws Exception {
        database = RealDatabase.empty("history_test");
        HistorySchema.migration(database).run();
        persistence = new Persistence("lifeguard", database);
    }

    @AfterEach
    void close() {
        persistence.close();
    }

    @Test
    void everyMigrationIsListed() throws Exception {
        assertThat(HistorySchema.MIGRATIONS).isEqualTo(RealDatabase.migrationsOf(HistorySchema.class));
    }

    @Test
    void aRoleThatOwnsAnEmptySchemaAndHasNoOtherRightIsEnough() throws Exception {
        DataSource restricted = RealDatabase.empty("history_of_few_rights");
        try (Connection connection = restricted.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("drop role if exists history_owner");
            statement.execute("create role history_owner login");
            statement.execute("create schema lifeguard authorization history_owner");
        }
        DataSource owner = RealDatabase.as("history_owner", "history_of_few_rights");
        HistorySchema.migration(owner).run();
        try (Persistence few = new Persistence("lifeguard", owner)) {
            few.inTransaction(entities -> {
                JpaHistoryStore store = new JpaHistoryStore(entities);
                store.write(List.of(Rows.row(0), PoolEventRow.of("one", event(NOON, "why"))));
                return store.deleteOlderThan(HistoryTable.EVENT, Duration.ZERO, 1);
            });
        }
        assertThat(RealDatabase.number(restricted, "select count(*) from lifeguard.pool_minute")).isEqualTo(1);
        assertThat(RealDatabase.number(restricted, "select count(*) from lifeguard.pool_event")).isZero();
    }

    @Test
    void everyFigureIsKeptAndAbsentStaysAbsent() throws Exception {
        PoolMinute told = minute(POOL, 0, OptionalInt.of(0));
        PoolMinute untold = minute(POOL, 1, OptionalInt.empty());
        PoolMinute unlimited = minuteWithoutMax(2);
        write("one", told, untold, unlimited);

        assertThat(read("one", POOL, NOON, after(3))).containsExactly(told, untold, unlimited);
    }

    @Test
    void aMinuteWrittenTwiceIsOneRowWithTheLastFigures() throws Exception {
        write("one", minute(POOL, 0, OptionalInt.of(1)));
        write("one", minute(POOL, 0, OptionalInt.of(7)), minute(1));

        assertThat(read("one", POOL, NOON, after(5))).containsExactly(minute(POOL, 0, OptionalInt.of(7)), minute(1));
        assertThat(number("select count(*) from lifeguard.pool_minute")).isEqualTo(2);
    }

    @Test
    void thePoolsAndServersOfOneMinuteAreKeptApart() throws Exception {
        PoolMinute other = minute(OTHER_POOL, 2, OptionalInt.empty());
        write("one", minute(2), other);
        write("two", minute(POOL, 2, OptionalInt.of(5)));

        assertThat(read("one", POOL, NOON, after(60))).containsExactly(minute(2));
        assertThat(read("one", OTHER_POOL, NOON, after(60))).containsExactly(other);
        assertThat(read("two", POOL, NOON, after(60))).containsExactly(minute(POOL, 2, OptionalInt.of(5)));
    }

    @Test
    void minutesOfEveryServerThatAreOldByTheDatabasesClockAreDeletedInBoundedSteps() throws Exception {
        Duration hour = Duration.ofHours(1);
        PoolMinute young = minute(minutesAgo(58), 600);
        write("one", minute(minutesAgo(62), 600), minute(minutesAgo(63), 600), young);
        write("two", minute(minutesAgo(62), 600));

        assertThat(deleteOlderThan(HistoryTable.MINUTE, hour, 2)).isEqualTo(2);
        assertThat(deleteOlderThan(HistoryTable.MINUTE, hour, 2)).isEqualTo(1);
        assertThat(deleteOlderThan(HistoryTable.MINUTE, hour, 2)).isZero();
        assertThat(read("one", POOL, minutesAgo(100), minutesAgo(0))).containsExactly(young);
        assertThat(read("two", POOL, minutesAgo(100), minutesAgo(0))).isEmpty();
    }

    @Test
    void theRestOfAMinuteThatTheClockWasSetBackIntoReplacesNothing() throws Exception {
        PoolMinute whole = minute(NOON, 600);
        write("one", whole);
        write("one", minute(NOON, 2));
        assertThat(read("one", POOL, NOON, after(1))).containsExactly(whole);

        PoolMinute next = minute(after(1), 598);
        write("one", minute(after(1), 1), next, minute(after(1), 3));
        assertThat(read("one", POOL, NOON, after(2))).containsExactly(whole, next);
    }

    @Test
    void aStepThatFailsWritesNothingAndSaysWhy() throws Exception {
        PoolMinute refused = new PoolMinute(POOL, "no\u0000name", after(1), 1, 0, OptionalDouble.of(0), OptionalDouble.of(0), 0,
                OptionalInt.empty(), 0, 0, OptionalInt.of(1), Timing.OFF, Optional.empty());

        assertThatThrownBy(() -> write("one", minute(0), refused))
                .isInstanceOf(HistoryUnavailableException.class)
                .hasMessageStartingWith("The history's database did not write rows: ");
        assertThat(number("select count(*) from lifeguard.pool_minute")).isZero();
    }

    @Test
    void theBorrowsOfAMinuteAreKeptSoThatTheyMergeExactly() throws Exception {
        Histogram acquisition = histogram(1_000, 2_000_000, 12_345_678);
        Histogram hold = histogram(5_000_000, 900_000_000);
        PoolMinute exact = new PoolMinute(
                POOL, "jdbc/app", NOON, 600, 0, OptionalDouble.of(0.5), OptionalDouble.of(0.9), 27, OptionalInt.of(0), 0, 20,
                OptionalInt.of(30), Timing.EXACT,
                Optional.of(new PoolMinute.Borrows(7, acquisition, 1, hold, 2, 1, OptionalDouble.of(14.5))));
        write("one", exact);

        assertThat(read("one", POOL, NOON, after(1))).containsExactly(exact);
    }

    @Test
    void anEventWrittenTwiceIsOneRow() throws Exception {
        PoolEvent event = event(NOON, "30 of 30 in use");
        write(event);
        write(event, event(NOON, "another"));

        assertThat(number("select count(*) from lifeguard.pool_event")).isEqualTo(2);
        assertThat(number("select count(*) from lifeguard.pool_event where server = 'one' and pool_id = '" + POOL + "' and pool_name = 'jdbc/app'"
                + " and kind = 'verdict' and before = 'healthy' and after = 'saturated' and reason = '30 of 30 in use'"
                + " and at = '" + NOON + "' and id = '" + event.id() + "'")).isEqualTo(1);
    }

    @Test
    void aReasonIsCutAndHoldsUpNothing() throws Exception {
        write(event(NOON, "no\u0000name" + "x".repeat(5_000)));

        assertThat(number("select max(length(reason)) from lifeguard.pool_event where reason like 'no name%'")).isEqualTo(1_000);
    }

    @Test
    void anOperationIsKeptOnceAndDeletedWhenItIsOld() throws Exception {
        Instant asked = minutesAgo(62);
        OperationRecord done = new OperationRecord(
                UUID.randomUUID(), asked, Optional.of(asked), new Actor(Actor.Kind.OPERATOR, "ann"), POOL, "jdbc/app", Operation.SETTINGS,
                Map.of("persist", "false", "max", "20"), Map.of("max", "30"), Map.of("max", "20"), Optional.of("because"),
                OperationRecord.State.DONE, "max from 30 to 20\u0000" + "x".repeat(5_000), Optional.of(asked));
        write(List.of(OperationRow.of("one", done)));
        write(List.of(OperationRow.of("one", done)));

        assertThat(number("select count(*) from lifeguard.operation")).isEqualTo(1);
        assertThat(number("select count(*) from lifeguard.operation where id = '" + done.id() + "' and server = 'one'"
                + " and actor_kind = 'operator' and actor = 'ann' and pool_id = '" + POOL + "' and pool_name = 'jdbc/app'"
                + " and operation = 'settings'"
                + " and asked = 'max=20 persist=false' and before = 'max=30' and after = 'max=20' and reason = 'because' and state = 'done'"
                + " and outcome like 'max from 30 to 20 %' and at = ended_at and at = revert_at")).isEqualTo(1);
        assertThat(deleteOlderThan(HistoryTable.OPERATION, Duration.ofHours(1), 5)).isEqualTo(1);
    }

    @Test
    void whatTheDatabaseDoesNotTakeIsToldFromItsOutage() throws Exception {
        persistence.inTransaction(entities -> entities.createNativeQuery(
                "alter table lifeguard.operation add check (actor <> 'mallory')").executeUpdate());
        HistoryRow refused = OperationRow.of("one", new OperationRecord(
                UUID.randomUUID(), NOON, Optional.of(NOON), new Actor(Actor.Kind.OPERATOR, "mallory"), POOL, "jdbc/app", Operation.PING,
                Map.of(), Map.of(), Map.of(), Optional.empty(), OperationRecord.State.DONE, "had", Optional.empty()));
        assertThatThrownBy(() -> write(List.of(refused))).matches(History::isOfData);
        persistence.inTransaction(entities -> entities.createNativeQuery("drop schema lifeguard cascade").executeUpdate());
        assertThatThrownBy(() -> write(List.of(refused))).matches(failure -> !History.isOfData(failure));
    }

    @Test
    void aSnapshotIsKeptAndDeletedWhenItIsOld() throws Exception {
        Instant taken = minutesAgo(62);
        String json = "{\"holders\":[\"" + "x".repeat(1_000_000) + "\"]}";
        write(List.of(PoolSnapshotRow.of(
                "one", new Snapshot("a", POOL, "jdbc/app", taken, Snapshot.Cause.EXHAUSTED, Duration.ofMillis(17), json))));

        assertThat(number("select length(json) from lifeguard.pool_snapshot where id = 'a' and server = 'one' and at = '" + taken + "'"
                + " and pool_id = '" + POOL + "' and pool_name = 'jdbc/app' and cause = 'exhausted' and took_millis = 17"))
                .isEqualTo(json.length());
        assertThat(deleteOlderThan(HistoryTable.SNAPSHOT, Duration.ofHours(1), 5)).isEqualTo(1);
    }

    @Test
    void oldEventsAreDeletedByTheDatabasesClock() throws Exception {
        write(event(minutesAgo(62), "old"), event(minutesAgo(58), "young"));

        assertThat(deleteOlderThan(HistoryTable.EVENT, Duration.ofHours(1), 5)).isEqualTo(1);
        assertThat(deleteOlderThan(HistoryTable.SNAPSHOT, Duration.ofHours(1), 5)).isZero();
        assertThat(number("select count(*) from lifeguard.pool_event where reason = 'young'")).isEqualTo(1);
    }

    private void write(String server, PoolMinute... minutes) {
        write(Stream.of(minutes).<HistoryRow>map(minute -> PoolMinuteRow.of(server, minute)).toList());
    }

    private void write(PoolEvent... events) {
        write(Stream.of(events).<HistoryRow>map(event -> PoolEventRow.of("one", event)).toList());
    }

    private void write(List<HistoryRow> rows) {
        persistence.inTransaction(entities -> {
            new JpaHistoryStore(entities).write(rows);
            return null;
        });
    }

    private static Histogram histogram(long... nanos) {
        HistogramRecorder recorder = new HistogramRecorder();
        LongStream.of(nanos).forEach(recorder::record);
        return recorder.drain();
    }

    /** As the table has them, past the code that wrote them. */
    private List<PoolMinute> read(String server, PoolId pool, Instant from, Instant until) throws SQLException {
        String query = """
                select * from lifeguard.pool_minute where server = ? and pool_id = ? and minute >= ? and minute < ? order by minute""";
        List<PoolMinute> minutes = new ArrayList<>();
        try (Connection connection = database.getConnection(); PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, server);
            statement.setString(2, pool.value());
            statement.setTimestamp(3, Timestamp.from(from));
            statement.setTimestamp(4, Timestamp.from(until));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    minutes.add(minuteOf(row));
                }
            }
        }
        return minutes;
    }

    private static PoolMinute minuteOf(ResultSet row) throws SQLException {
        return new PoolMinute(
                new PoolId(row.getString("pool_id")),
                row.getString("pool_name"),
                row.getTimestamp("minute").toInstant(),
                row.getInt("samples"),
                row.getInt("gaps"),
                ratio(row, "utilization_mean"),
                ratio(row, "utilization_peak"),
                row.getInt("in_use_peak"),
                count(row, "waiting_peak"),
                row.getInt("saturated_millis"),
                row.getInt("pool_min"),
                count(row, "pool_max"),
                Timing.valueOf(row.getString("timing").toUpperCase(Locale.ROOT)),
                borrows(row));
    }

    private static Optional<PoolMinute.Borrows> borrows(ResultSet row) throws SQLException {
        long requests = row.getLong("requests");
        if (row.wasNull()) {
            return Optional.empty();
        }
        Histogram acquisition = Histogram.fromBytes(row.getBytes("acquisition_histogram"));
        assertThat(row.getLong("acquisitions")).isEqualTo(acquisition.count());
        return Optional.of(new PoolMinute.Borrows(
                requests,
                acquisition,
                row.getLong("over_10ms"),
                Histogram.fromBytes(row.getBytes("hold_histogram")),
                row.getLong("exhaustions"),
                row.getLong("failures"),
                ratio(row, "in_use_mean")));
    }

    private static OptionalInt count(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static OptionalDouble ratio(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private int deleteOlderThan(HistoryTable table, Duration age, int limit) {
        return persistence.inTransaction(entities -> new JpaHistoryStore(entities).deleteOlderThan(table, age, limit));
    }

    private long number(String query) throws SQLException {
        return RealDatabase.number(database, query);
    }

    private Instant minutesAgo(int minutes) throws SQLException {
        long now = number("select extract(epoch from date_trunc('minute', now()))::bigint");
        return Instant.ofEpochSecond(now).minus(Duration.ofMinutes(minutes));
    }
}
