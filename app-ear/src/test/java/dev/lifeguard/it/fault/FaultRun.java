package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.it.RunningServer;
import dev.lifeguard.it.fault.Telling.Answer;
import dev.lifeguard.it.fault.Watch.Read;
import dev.lifeguard.it.fault.Watch.Seen;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * One fault from its beginning to its end and what has to hold in every one: live all the time, everything told from memory in time, the
 * pool neither grown nor its reading old, Lifeguard's threads at work, the verdicts kept, and everything well again by itself.
 */
final class FaultRun implements AutoCloseable {

    /** Of all reads: where other processes need the machine, some are late for no reason of ours. */
    private static final double LATE_READS = 0.5;
    /** Shorter than any wait for a database, of a driver or of a borrower: no read, however late, has waited for one. */
    private static final Duration LONGEST_READ = Duration.ofMillis(1_900);
    private static final Duration OLDEST_READING = Duration.ofMillis(100);
    private static final Duration TO_COMPARE = Duration.ofSeconds(1);

    private final String name;
    private final FaultServer.Started server = FaultServer.get();
    private final Instant start = Instant.now();
    private final Watch watch;
    private long beganNanos;
    private long endMicros;
    private Map<String, String> threadsMeanwhile = Map.of();
    private Recovery recovery;
    private Recovery yardstick;

    private FaultRun(String name) {
        this.name = name;
        watch = new Watch(server.telling());
    }

    /** Something that is done to the world. */
    interface Step {

        void run() throws Exception;
    }

    /** Begins with everything well. @param name as in the table, its number first */
    static FaultRun of(String name) throws IOException, InterruptedException {
        FaultServer.Started server = FaultServer.get();
        Awaitility.await("well before " + name).atMost(Numbers.LATEST).untilAsserted(() -> {
            for (String pool : List.of(FaultServer.APP, FaultServer.STORE)) {
                assertThat(server.telling().pool(pool).path("verdict").asText()).as(pool).isEqualTo("healthy");
            }
            assertThat(server.telling().get("/health/ready").status()).isEqualTo(200);
        });
        server.forgetAttempts();
        FaultRun run = new FaultRun(name);
        Awaitility.await("a first look").atMost(Numbers.LATEST).until(() -> !run.watch.seen(FaultServer.APP).isEmpty());
        return run;
    }

    FaultServer.Started server() {
        return server;
    }

    Watch watch() {
        return watch;
    }

    void begin(Step fault) throws Exception {
        beganNanos = System.nanoTime();
        fault.run();
    }

    /** Waits for the verdict on the application's pool; how long after the beginning it was told. */
    Duration awaitVerdict(String verdict, Duration within) {
        Awaitility.await(verdict).atMost(within.plusSeconds(1)).pollInterval(Duration.ofMillis(50))
                .until(() -> watch.seen(FaultServer.APP).stream().anyMatch(seen -> isSince(seen, verdict)));
        Seen first = watch.seen(FaultServer.APP).stream().filter(seen -> isSince(seen, verdict)).findFirst().orElseThrow();
        Duration told = Duration.ofNanos(first.nanos() - beganNanos);
        System.out.printf("%s, %s: %s told after %d ms: %s%n",
                RunningServer.KIND.product(), name, verdict, told.toMillis(), first.reason());
        assertThat(told).as("%s told", verdict).isLessThanOrEqualTo(within);
        return told;
    }

    private boolean isSince(Seen seen, String verdict) {
        return seen.nanos() > beganNanos && seen.verdict().equals(verdict);
    }

    /** Lets the fault last until so long after its beginning. */
    void lastFor(Duration duration) throws IOException {
        threadsMeanwhile = server.threads();
        Awaitility.await().atMost(duration.plus(Numbers.LATEST)).pollInterval(Duration.ofMillis(50))
                .until(() -> System.nanoTime() - beganNanos >= duration.toNanos());
    }

    /** Ends the fault, waits until everything is well again by itself, and looks at what has to hold in every fault. */
    void end(Step over) throws Exception {
        over.run();
        endMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        Awaitility.await("well after " + name).atMost(Numbers.LATEST).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            recovery = Recovery.of(server.attempts(), endMicros);
            yardstick = Recovery.of(server.yardstickAttempts(), endMicros);
            assertThat(recovery.firstGood()).as("a good borrow").isPresent();
            assertThat(yardstick.firstGood()).as("a good borrow through HikariCP").isPresent();
            List<Seen> seen = watch.seen(FaultServer.APP);
            assertThat(seen.get(seen.size() - 1).verdict()).as("%s", seen.get(seen.size() - 1)).isEqualTo("healthy");
            assertThat(server.telling().pool(FaultServer.STORE).path("verdict").asText()).isEqualTo("healthy");
            assertThat(server.attempts().stream().filter(attempt -> attempt.askedMicros() > endMicros).count())
                    .as("attempts since").isGreaterThan(Recovery.NEXT);
        });
        watch.close();
        recovery = Recovery.of(server.attempts(), endMicros);
        yardstick = Recovery.of(server.yardstickAttempts(), endMicros);
        Results.add(name, String.join(", ", watch.verdicts(FaultServer.APP)), recovery, yardstick);
        tellFailures("the server's pool", recovery);
        tellFailures("HikariCP", yardstick);
        assertToldFromMemory();
        assertNothingGrewOrHung();
        assertVerdictsKept();
    }

    private void tellFailures(String whose, Recovery pool) {
        System.out.printf("%s, %s, %s: refused %d, broken %d, of the next %d failed %d. %s%n", RunningServer.KIND.product(), name, whose,
                pool.refused(), pool.broken(), Recovery.NEXT, pool.failedAfterwards(), pool.failure());
    }

    private void assertToldFromMemory() {
        assertThat(watch.failures()).as("reads without an answer").isEmpty();
        List<Read> reads = watch.reads();
        assertThat(reads).filteredOn(read -> read.path().equals("/health/live")).isNotEmpty().allMatch(read -> read.status() == 200, "live");
        List<Read> late = reads.stream().filter(read -> read.took().compareTo(Numbers.PROMISED_READ.multipliedBy(Numbers.SLACK)) > 0).toList();
        Read slowest = reads.stream().max(Comparator.comparing(Read::took)).orElseThrow();
        System.out.printf("%s, %s: %d reads, %d late, the slowest %s%n", RunningServer.KIND.product(), name, reads.size(), late.size(), slowest);
        assertThat(late.size()).as("late of %d reads: %s", reads.size(), late).isLessThanOrEqualTo((int) Math.ceil(reads.size() * LATE_READS));
        assertThat(slowest.took()).as("%s", slowest).isLessThan(LONGEST_READ);
    }

    private void assertNothingGrewOrHung() {
        List<Seen> seen = watch.seen(FaultServer.APP);
        assertThat(seen).allMatch(each -> each.max() == Numbers.MAX, "max stays");
        assertThat(seen).allMatch(each -> each.open() <= Numbers.MAX, "never more open than may be");
        long oldest = OLDEST_READING.multipliedBy(Numbers.SLACK * (long) Numbers.SLACK_OF_SECONDS).toMillis();
        assertThat(seen).as("how old readings are").allMatch(each -> each.ageMillis() <= oldest);
        if (!threadsMeanwhile.isEmpty()) {
            assertThat(threadsMeanwhile).containsKey("lifeguard-sampler");
            assertThat(threadsMeanwhile.values()).as("%s", threadsMeanwhile).anyMatch(state -> !state.equals("BLOCKED"));
        }
    }

    /** Whatever was told is a row of the history, however long the history's database was away itself; and nothing was lost. */
    private void assertVerdictsKept() throws IOException, InterruptedException {
        Awaitility.await("verdicts kept").atMost(Numbers.LATEST).pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(verdictsKept(FaultServer.APP)).containsSubsequence(changesTold()));
        Answer metrics = server.telling().get("/lifeguard/metrics");
        assertThat(metrics.metric("lifeguard_history_rows_dropped_total")).as("rows of the history that were lost").isZero();
    }

    /** Without the one that was told at the beginning. */
    private List<String> changesTold() {
        List<String> verdicts = watch.verdicts(FaultServer.APP);
        return verdicts.subList(1, verdicts.size());
    }

    /** Of a pool since the run began, as the history has them. */
    List<String> verdictsKept(String pool) throws SQLException {
        List<String> kept = new ArrayList<>();
        try (Connection connection = server.database().lifeguard().connect();
                PreparedStatement statement = connection.prepareStatement("SELECT after FROM lifeguard.pool_event"
                        + " WHERE pool_name = ? AND kind = 'verdict' AND at >= ? ORDER BY at")) {
            statement.setString(1, pool);
            statement.setTimestamp(2, Timestamp.from(start));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    kept.add(rows.getString(1));
                }
            }
        }
        return kept;
    }

    /** How the application's borrowers came through; once it has ended. */
    Recovery recovery() {
        return recovery;
    }

    Recovery yardstick() {
        return yardstick;
    }

    /** The promise that most faults share: well again no later than HikariCP in the same run, and well from then on. */
    void assertRecoveredLikeTheYardstick() {
        assertThat(recovery.firstGood().orElseThrow()).as("first good borrow")
                .isLessThanOrEqualTo(yardstick.firstGood().orElseThrow().plus(TO_COMPARE));
        assertNextBorrowsSucceed();
    }

    void assertNextBorrowsSucceed() {
        assertThat(recovery.failedAfterwards()).as("failed of the next %d: %s", Recovery.NEXT, recovery.failure()).isZero();
    }

    /**
     * The servers' pools look at the wait timeout before they validate or open a connection, and not while they do: the last step that a
     * borrower begins within it may take as long as the driver lets it.
     */
    void assertNobodyWaitedLongerThanConfigured() {
        assertThat(recovery.longestAcquire()).as("longest acquire")
                .isLessThanOrEqualTo(Numbers.WAIT.plus(Numbers.SOCKET).multipliedBy(11).dividedBy(10));
    }

    @Override
    public void close() {
        watch.close();
    }
}
