package dev.lifeguard.history;

import static dev.lifeguard.history.Minutes.NOON;
import static dev.lifeguard.history.Minutes.hour;
import static dev.lifeguard.history.Minutes.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.background.Backoff;
import dev.lifeguard.background.OwnThread;
import dev.lifeguard.observation.PoolMinute;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MinuteWriterTest {

    private static final int CAPACITY = 100;
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final long PATIENCE_SECONDS = 10;

    private final FakeMinuteStore store = new FakeMinuteStore();
    /** The writer's thread offers each delay here and goes on once the test has taken it. */
    private final SynchronousQueue<Duration> delays = new SynchronousQueue<>();

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final MinuteWriter writer = new MinuteWriter(
            new HistorySettings("test", RETENTION, CAPACITY),
            store,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), delays::put),
            nanos::get);
    private OwnThread thread;

    @AfterEach
    void stop() {
        if (thread != null) {
            thread.stop(Duration.ofSeconds(PATIENCE_SECONDS));
        }
    }

    @Test
    void whatIsAppendedBeforeAndAfterTheStartIsWrittenInOrder() throws Exception {
        writer.append(hour().subList(0, 30));
        start();
        awaitWritten(30);
        writer.append(hour().subList(30, 60));
        awaitWritten(30);

        assertThat(store.kept()).isEqualTo(hour());
        assertThat(writer.droppedMinutes()).isZero();
    }

    @Test
    void minutesWaitForADatabaseThatIsAwayAndArriveWhenItIsBack() throws Exception {
        store.away(true);
        start();
        writer.append(hour().subList(0, 1));
        assertThat(nextDelay()).isEqualTo(Duration.ofSeconds(1));
        writer.append(hour().subList(1, 60));
        assertThat(nextDelay()).isEqualTo(Duration.ofSeconds(2));
        store.away(false);
        takeDelaysUntilWritten(60);

        assertThat(store.kept()).isEqualTo(hour());
        assertThat(writer.droppedMinutes()).isZero();
    }

    @Test
    void eachOutageBeginsWithTheFirstDelay() throws Exception {
        start();
        for (int outage = 0; outage < 2; outage++) {
            store.away(true);
            writer.append(List.of(minute(outage)));
            assertThat(nextDelay()).isEqualTo(Duration.ofSeconds(1));
            store.away(false);
            takeDelaysUntilWritten(1);
        }
    }

    @Test
    void aFullQueueDropsTheNewMinutesAndCountsThem() throws Exception {
        List<PoolMinute> tooMany = IntStream.range(0, CAPACITY + 7).mapToObj(Minutes::minute).toList();
        writer.append(tooMany);
        assertThat(writer.droppedMinutes()).isEqualTo(7);

        start();
        awaitWritten(CAPACITY);
        assertThat(store.kept()).isEqualTo(tooMany.subList(0, CAPACITY));
    }

    @Test
    void dropsAreToldOnceUntilTheQueueHasBeenEmptyAlsoBeforeTheFirstWrite() throws Exception {
        List<PoolMinute> tooMany = IntStream.range(0, CAPACITY + 7).mapToObj(Minutes::minute).toList();
        Queue<String> told = new ConcurrentLinkedQueue<>();
        Logger log = Logger.getLogger(MinuteWriter.class.getName());
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
            writer.append(hour());
            writer.append(hour());
            assertThat(told).containsExactly("The history's queue of 100 minutes is full: new ones are being dropped");

            start();
            awaitWritten(CAPACITY);
            awaitNothingToDo();
            store.away(true);
            writer.append(List.of(minute(0)));
            nextDelay();
            assertThat(told).hasSize(1);
            writer.append(tooMany);
            assertThat(told).hasSize(2);
        } finally {
            log.removeHandler(handler);
        }
    }

    @Test
    void minutesThatAreNotWrittenAtTheEndAreCountedToo() throws Exception {
        store.away(true);
        start();
        writer.append(hour());
        nextDelay();
        thread.stop(Duration.ofSeconds(PATIENCE_SECONDS));

        assertThat(writer.droppedMinutes()).isEqualTo(60);
    }

    @Test
    void whatIsAppendedAfterTheEndIsCountedAsDropped() throws Exception {
        start();
        thread.stop(Duration.ofSeconds(PATIENCE_SECONDS));
        writer.append(hour());

        assertThat(writer.droppedMinutes()).isEqualTo(60);
        assertThat(store.kept()).isEmpty();
    }

    @Test
    void anEndBeforeTheFirstRunDropsWhatWaited() {
        writer.append(hour());
        writer.end();
        writer.append(List.of(minute(60)));

        assertThat(writer.droppedMinutes()).isEqualTo(61);
    }

    @Test
    @Timeout(PATIENCE_SECONDS)
    void anEndIsHeededWhereTheInterruptWasLost() throws Exception {
        store.away(true);
        start();
        writer.append(hour());
        nextDelay();
        writer.end();
        while (thread.isAlive()) {
            delays.poll(10, TimeUnit.MILLISECONDS);
        }

        assertThat(writer.droppedMinutes()).isEqualTo(60);
    }

    @Test
    void oldMinutesAreDeletedAtTheStartAndAgainAfterAnHour() throws Exception {
        start();
        assertThat(nextDeletion()).isEqualTo(RETENTION);

        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        writer.append(List.of(minute(0)));
        awaitWritten(1);
        assertThat(store.deletions).isEmpty();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        writer.append(List.of(minute(1)));
        awaitWritten(1);
        assertThat(nextDeletion()).isEqualTo(RETENTION);
        assertThat(store.deletions).isEmpty();
    }

    @Test
    void aFullStepOfDeletionsIsFollowedByAnother() throws Exception {
        store.write("test", IntStream.rangeClosed(1, 2 * MinuteWriter.ROWS_PER_DELETE + 1).mapToObj(row -> minute(-row)).toList());
        store.now(NOON.plus(Duration.ofDays(31)));

        start();
        for (int step = 0; step < 3; step++) {
            assertThat(nextDeletion()).isEqualTo(RETENTION);
        }
        assertThat(store.kept()).isEmpty();
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

    private Duration nextDeletion() throws InterruptedException {
        return present(store.deletions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static <T> T present(T value) {
        assertThat(value).as("Nothing came within %d s", PATIENCE_SECONDS).isNotNull();
        return value;
    }
}
