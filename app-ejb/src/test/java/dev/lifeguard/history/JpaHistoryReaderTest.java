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

import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.AuditQuery;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.testing.Persistence;
import dev.lifeguard.testing.RealDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JpaHistoryReaderTest {

    private Persistence persistence;

    @BeforeEach
    void migratedDatabase() throws Exception {
        DataSource database = RealDatabase.empty("history_reader_test");
        HistorySchema.migration(database).run();
        persistence = new Persistence("lifeguard", database);
    }

    @AfterEach
    void close() {
        persistence.close();
    }

    @Test
    void aMinuteComesBackAsItWasKept() {
        Histogram none = Histogram.empty();
        PoolMinute exact = new PoolMinute(
                POOL, "jdbc/app", after(3), 600, 0, OptionalDouble.of(0.5), OptionalDouble.of(0.9), 27, OptionalInt.of(0), 0, 20,
                OptionalInt.of(30), Timing.EXACT, Optional.of(new PoolMinute.Borrows(7, none, 1, none, 2, 1, OptionalDouble.of(14.5))));
        PoolMinute untold = minute(POOL, 1, OptionalInt.empty());
        writeMinutes("one", exact, minuteWithoutMax(2), untold, minute(0));
        writeMinutes("one", minute(OTHER_POOL, 1, OptionalInt.empty()));
        writeMinutes("two", minute(1));
        assertThat(minutes(POOL, NOON, after(60), 10)).containsExactly(minute(0), untold, minuteWithoutMax(2), exact);
    }

    @Test
    void aSpanIsReadInPages() {
        writeMinutes("one", minute(0), minute(1), minute(2), minute(3));
        assertThat(minutes(POOL, after(1), after(3), 10)).containsExactly(minute(1), minute(2));
        assertThat(minutes(POOL, NOON, after(60), 3)).containsExactly(minute(0), minute(1), minute(2));
        assertThat(minutes(POOL, after(2).plusNanos(1_000), after(60), 3)).containsExactly(minute(3));
    }

    @Test
    void theLastEventsComeBackOldestFirst() {
        PoolEvent first = event(NOON, "one");
        PoolEvent second = event(after(1), "two");
        PoolEvent third = event(after(2), "three");
        writeEvents("one", third, first, second);
        writeEvents("two", event(NOON, "another server's"));
        assertThat(events(10)).containsExactly(first, second, third);
        assertThat(events(2)).containsExactly(second, third);
    }

    @Test
    void operationsComeBackAsTheyWereKeptTheNewestFirstAndInPages() {
        OperationRecord first = operation(0, Operation.PING, "ann");
        OperationRecord second = operation(1, Operation.SETTINGS, "ann");
        // Two at the same time have an order too.
        OperationRecord third = operation(2, Operation.SETTINGS, "bob");
        OperationRecord fourth = operation(2, Operation.PING, "bob");
        write(Stream.of(first, second, third, fourth).map(record -> OperationRow.of("one", record)).toList());
        write(List.of(OperationRow.of("two", operation(1, Operation.PING, "ann"))));
        List<OperationRecord> all = operations(any(), Optional.empty(), Optional.empty(), 10);
        assertThat(all).hasSize(4)
                .startsWith(third.id().toString().compareTo(fourth.id().toString()) > 0 ? third : fourth)
                .endsWith(second, first);
        List<OperationRecord> paged = new ArrayList<>();
        List<OperationRecord> page = operations(any(), Optional.empty(), Optional.empty(), 1);
        while (!page.isEmpty()) {
            paged.addAll(page);
            page = operations(any(), Optional.empty(), Optional.of(page.get(0).id()), 1);
        }
        assertThat(paged).containsExactlyElementsOf(all);
        assertThat(operations(any(), Optional.of(after(1)), Optional.empty(), 10)).containsExactly(second, first);
        assertThat(operations(any(), Optional.empty(), Optional.of(UUID.randomUUID()), 10)).isEmpty();
        assertThat(persistence.<Optional<OperationRecord>>inTransaction(
                entities -> new JpaHistoryReader(entities).operation("one", second.id()))).contains(second);
        assertThat(persistence.<Optional<OperationRecord>>inTransaction(
                entities -> new JpaHistoryReader(entities).operation("two", second.id()))).isEmpty();
    }

    @Test
    void operationsAreFiltered() {
        OperationRecord first = operation(0, Operation.PING, "ann");
        OperationRecord second = operation(1, Operation.SETTINGS, "bob");
        write(Stream.of(first, second).map(record -> OperationRow.of("one", record)).toList());
        assertThat(operations(query(POOL, Operation.SETTINGS, "bob", NOON, after(2)))).containsExactly(second);
        assertThat(operations(query(OTHER_POOL, Operation.SETTINGS, "bob", NOON, after(2)))).isEmpty();
        assertThat(operations(query(POOL, Operation.PING, "bob", NOON, after(2)))).isEmpty();
        assertThat(operations(query(POOL, Operation.SETTINGS, "ann", NOON, after(2)))).isEmpty();
        assertThat(operations(query(POOL, Operation.SETTINGS, "bob", after(2), after(3)))).isEmpty();
        assertThat(operations(query(POOL, Operation.SETTINGS, "bob", NOON, after(1)))).isEmpty();
    }

    private List<OperationRecord> operations(AuditQuery query) {
        return operations(query, Optional.empty(), Optional.empty(), 10);
    }

    private List<OperationRecord> operations(AuditQuery query, Optional<Instant> until, Optional<UUID> after, int most) {
        return persistence.inTransaction(entities -> new JpaHistoryReader(entities).operations("one", query, until, after, most));
    }

    private static AuditQuery any() {
        return new AuditQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), 1);
    }

    private static AuditQuery query(PoolId pool, Operation operation, String actor, Instant from, Instant to) {
        return new AuditQuery(
                Optional.of(pool), Optional.of(operation), Optional.of(State.DONE), Optional.of(actor), Optional.of(from), Optional.of(to),
                Optional.empty(), 1);
    }

    private static OperationRecord operation(int minute, Operation operation, String actor) {
        return new OperationRecord(
                UUID.randomUUID(), after(minute), Optional.of(after(minute + 1)), new Actor(Actor.Kind.OPERATOR, actor), POOL, "jdbc/app",
                operation, Map.of("max", "20", "persist", "false"), Map.of("max", "30"), Map.of(), Optional.of("why"), State.DONE,
                "max from 30 to 20", Optional.empty());
    }

    @Test
    void whatCannotBeReadIsSaid() {
        persistence.inTransaction(entities -> entities.createNativeQuery("drop schema lifeguard cascade").executeUpdate());
        assertThatThrownBy(() -> events(10))
                .isInstanceOf(HistoryUnavailableException.class)
                .hasMessageStartingWith("The history's database did not read events: ");
    }

    private List<PoolMinute> minutes(PoolId pool, Instant from, Instant to, int most) {
        return persistence.inTransaction(entities -> new JpaHistoryReader(entities).minutes("one", pool, from, to, most));
    }

    private List<PoolEvent> events(int most) {
        return persistence.inTransaction(entities -> new JpaHistoryReader(entities).events("one", POOL, NOON, after(60), most));
    }

    private void writeMinutes(String server, PoolMinute... minutes) {
        write(Arrays.stream(minutes).map(minute -> PoolMinuteRow.of(server, minute)).toList());
    }

    private void writeEvents(String server, PoolEvent... events) {
        write(Arrays.stream(events).map(event -> PoolEventRow.of(server, event)).toList());
    }

    private void write(List<? extends HistoryRow> rows) {
        persistence.inTransaction(entities -> {
            new JpaHistoryStore(entities).write(List.copyOf(rows));
            return null;
        });
    }
}
