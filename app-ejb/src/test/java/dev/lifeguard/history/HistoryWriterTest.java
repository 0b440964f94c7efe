package dev.lifeguard.history;

import static dev.lifeguard.history.Rows.NOON;
import static dev.lifeguard.history.Rows.event;
import static dev.lifeguard.history.Rows.row;
import static dev.lifeguard.history.Rows.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.background.Backoff;
import dev.lifeguard.background.OwnThread;
import dev.lifeguard.history.FakeHistoryStore.Deletion;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HistoryWriterTest {

    private static final int CAPACITY = 100;
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final long PATIENCE_SECONDS = 10;

    private final FakeHistoryStore store = new FakeHistoryStore();
    /** The writer's thread offers each delay here and goes on once the test has taken it. */
    private final SynchronousQueue<Duration> delays = new SynchronousQueue<>();

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final HistoryWriter writer = new HistoryWriter(
            new HistorySettings("test", RETENTION, CAPACITY),
            store,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), delays::put),
            nanos::get);
    private final List<HistoryRow> hour = Rows.hour();
    private OwnThread thread;

    @AfterEach
    void stop() {
        if (thread != null) {
            thread.stop(Duration.ofSeconds(PATIENCE_SECONDS));
        }
    }

    @Test
    void whatIsAppendedBeforeAndAfterTheStartIsWrittenInOrder() throws Exception {
        writer.append(hour.subList(0, 30));
        start();
        awaitWritten(30);
        writer.append(hour.subList(30, 60));
        awaitWritten(30);

        assertThat(store.kept()).isEqualTo(hour);
        assertThat(writer.dropped(HistoryTable.MINUTE)).isZero();
    }

    @Test
    void rowsWaitForADatabaseThatIsAwayAndArriveWhenItIsBack() throws Exception {
        store.away(true);
        start();
        writer.append(hour.subList(0, 1));
        assertThat(nextDelay()).isEqualTo(Duration.ofSeconds(1));
        writer.append(hour.subList(1, 60));
        assertThat(nextDelay()).isEqualTo(Duration.ofSeconds(2));
        store.away(false);
        takeDelaysUntilWritten(60);

        assertThat(store.kept()).isEqualTo(hour);
        assertThat(writer.dropped(HistoryTable.MINUTE)).isZero();
    }

    @Test
    void eachOutageBeginsWithTheFirstDelay() throws Exception {
        start();
        for (int outage = 0; outage < 2; outage++) {
            store.away(true);
            writer.append(List.of(row(outage)));
            assertThat(nextDelay()).isEqualTo(Duration.ofSeconds(1));
            store.away(false);
            takeDelaysUntilWritten(1);
        }
    }

    @Test
    void aFullQueueDropsTheNewRowsAndCountsThem() throws Exception {
        List<HistoryRow> tooMany = rows(0, CAPACITY + 7);
        writer.append(tooMany);
        assertThat(writer.dropped(HistoryTable.MINUTE)).isEqualTo(7);

        start();
        awaitWritten(CAPACITY);
        assertThat(store.kept()).isEqualTo(tooMany.subList(0, CAPACITY));
    }

    @Test
    void dropsAreToldOnceUntilTheQueueHasBeenEmptyAlsoBeforeTheFirstWrite() throws Exception {
        List<HistoryRow> tooMany = rows(0, CAPACITY + 7);
        Queue<String> told = new ConcurrentLinkedQueue<>();
        Logger log = Logger.getLogger(HistoryWriter.class.getName());
        Handler handler = new StreamHandler() {
            @Override
            public synchronized void publish(LogRecord record) {
                if (record.getMessage().contains("full")) {
                    told.add(record.getMessage());
                }
            }
        };
        log.addHandler(handler);
        try {
            // Nothing writes yet, as while the schema is not ready.
            writer.append(tooMany.subList(0, CAPACITY));
            assertThat(told).isEmpty();
            writer.append(hour);
            writer.append(hour);
            assertThat(told).containsExactly("The history's queue of 100 minutes is full: new ones are being dropped");

            start();
            awaitWritten(CAPACITY);
            awaitNothingToDo();
            store.away(true);
            writer.append(List.of(row(0)));
            nextDelay();
            assertThat(told).hasSize(1);
            writer.append(tooMany);
            assertThat(told).hasSize(2);
        } finally {
            log.removeHandler(handler);
        }
    }

    @Test
    void rowsThatAreNotWrittenAtTheEndAreCountedToo() throws Exception {
        store.away(true);
        start();
        writer.append(hour);
        nextDelay();
        thread.stop(Duration.ofSeconds(PATIENCE_SECONDS));

        assertThat(writer.dropped(HistoryTable.MINUTE)).isEqualTo(60);
    }

    @Test
    void whatIsAppendedAfterTheEndIsCountedAsDropped() throws Exception {
        start();
        thread.stop(Duration.ofSeconds(PATIENCE_SECONDS));
        writer.append(hour);

        assertThat(writer.dropped(HistoryTable.MINUTE)).isEqualTo(60);
        assertThat(store.kept()).isEmpty();
    }

    @Test
    void anEndBeforeTheFirstRunDropsWhatWaited() {
        writer.append(hour);
        writer.end();
        writer.append(List.of(row(60)));

        assertThat(writer.dropped(HistoryTable.MINUTE)).isEqualTo(61);
    }

    @Test
    @Timeout(PATIENCE_SECONDS)
    void anEndIsHeededWhereTheInterruptWasLost() throws Exception {
        store.away(true);
        start();
        writer.append(hour);
        nextDelay();
        writer.end();
        while (thread.isAlive()) {
            delays.poll(10, TimeUnit.MILLISECONDS);
        }

        assertThat(writer.dropped(HistoryTable.MINUTE)).isEqualTo(60);
    }

    @Test
    void eachTableHasRoomOfItsOwn() throws Exception {
        writer.append(rows(0, CAPACITY + 1));
        HistoryRow event = PoolEventRow.of("test", event(NOON, "why"));
        writer.append(List.of(event));
        assertThat(writer.dropped(HistoryTable.MINUTE)).isEqualTo(1);
        assertThat(writer.dropped(HistoryTable.EVENT)).isZero();

        start();
        awaitWritten(CAPACITY + 1);
        assertThat(store.kept()).contains(event);
    }

    @Test
    void oldRowsAreDeletedAtTheStartAndAgainAfterAnHour() throws Exception {
        start();
        assertAllTablesAreCleaned();

        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        writer.append(List.of(row(0)));
        awaitWritten(1);
        assertThat(store.deletions).isEmpty();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        writer.append(List.of(row(1)));
        awaitWritten(1);
        assertAllTablesAreCleaned();
        assertThat(store.deletions).isEmpty();
    }

    private void assertAllTablesAreCleaned() throws InterruptedException {
        for (HistoryTable table : HistoryTable.values()) {
            assertThat(nextDeletion()).isEqualTo(new Deletion(table, RETENTION));
        }
    }

    @Test
    void aFullStepOfDeletionsIsFollowedByAnother() throws Exception {
        store.hasOld(HistoryTable.EVENT, 2 * HistoryWriter.ROWS_PER_DELETE + 1);

        start();
        assertThat(nextDeletion().table()).isEqualTo(HistoryTable.MINUTE);
        for (int step = 0; step < 3; step++) {
            assertThat(nextDeletion().table()).isEqualTo(HistoryTable.EVENT);
        }
        assertThat(nextDeletion().table()).isEqualTo(HistoryTable.SNAPSHOT);
    }

    private void start() {
        thread = OwnThread.start("test-history", writer::run);
    }

    /** Until the writing thread waits for minutes: what follows a write has been done then, too. */
    private static void awaitNothingToDo() {
        Awaitility.await().until(() -> Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals("test-history"))
                .anyMatch(entry -> Stream.of(entry.getValue()).anyMatch(frame -> frame.getMethodName().equals("poll"))));
    }

    private void awaitWritten(int rows) throws InterruptedException {
        for (int left = rows; left > 0; ) {
            left -= present(store.writes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    private void takeDelaysUntilWritten(int rows) throws InterruptedException {
        int left = rows;
        while (left > 0) {
            // An attempt that began before the database was back may still fail.
            delays.poll();
            Integer written = store.writes.poll(10, TimeUnit.MILLISECONDS);
            left -= written == null ? 0 : written;
        }
    }

    private Duration nextDelay() throws InterruptedException {
        return present(delays.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private Deletion nextDeletion() throws InterruptedException {
        return present(store.deletions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static <T> T present(T value) {
        assertThat(value).as("Nothing came within %d s", PATIENCE_SECONDS).isNotNull();
        return value;
    }
}
