package dev.lifeguard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.database.SessionState;
import dev.lifeguard.health.Evidence;
import dev.lifeguard.health.Judgement;
import dev.lifeguard.health.Verdict;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.TimedFigures;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

    private static final Pool OTHER = Pool.of("jdbc/other", List.of(), "other", Pool.Source.SERVER, Optional.empty());
    private static final Instant NOW = Instant.parse("2026-11-24T21:00:00Z");
    private static final Duration TAKEN_WITHIN = Duration.ofMillis(250);

    private final long startNanos = System.nanoTime() - Duration.ofMinutes(5).toNanos();
    private List<HeldConnection> held = List.of(held(1));
    private long nanos = Long.MAX_VALUE - 1;

    private final Snapshots snapshots = new Snapshots(
            pool -> held,
            pool -> new SessionReport(
                    Optional.of(Duration.ofSeconds(2)), Optional.empty(),
                    held.stream().map(one -> new PoolSession(one.session().orElseThrow(), PoolSession.Relation.HELD)).toList()),
            pool -> List.of(new TimedFigures(startNanos, startNanos + 10_000_000_000L, BorrowFigures.ofUse(
                    Duration.ofSeconds(10), OptionalDouble.of(9), OptionalDouble.of(0.9), OptionalInt.of(10), OptionalInt.of(4)))),
            SnapshotsTest::judgement,
            Clock.fixed(NOW, ZoneOffset.UTC),
            () -> nanos);

    @Test
    void tellsHoldersSessionsFiguresAndWhatOthersAdd() {
        Snapshot snapshot = snapshots.take(Scene.pool(Scene.APP, 10, 10), Snapshot.Cause.EXHAUSTED);

        assertThat(snapshot.pool()).isEqualTo(Scene.APP.id());
        assertThat(snapshot.poolName()).isEqualTo("jdbc/app");
        assertThat(snapshot.takenAt()).isEqualTo(NOW);
        JsonObject json = read(snapshot);
        assertThat(json.getString("pool")).isEqualTo(Scene.APP.id().value());
        assertThat(json.getString("takenAt")).isEqualTo(NOW.toString());
        assertThat(json.getString("cause")).isEqualTo("exhausted");
        assertThat(json.getJsonObject("usage").getInt("inUse")).isEqualTo(10);
        assertThat(json.getJsonObject("usage").getInt("waiting")).isZero();
        assertThat(json.getInt("holdersInAll")).isEqualTo(1);
        JsonObject holder = json.getJsonArray("holders").getJsonObject(0);
        assertThat(holder.getString("thread")).isEqualTo(Thread.currentThread().getName());
        assertThat(holder.getString("application")).isEqualTo("shop");
        assertThat(holder.getJsonNumber("heldSeconds").doubleValue()).isEqualTo(1.5);
        assertThat(holder.getJsonArray("stack").getString(0)).contains("SnapshotsTest");
        assertThat(holder.getJsonObject("session").getString("statement")).isEqualTo("select ?");
        assertThat(holder.getString("suspectedLeak")).isEqualTo("why");
        assertThat(json.getJsonObject("sessions").getJsonObject("states").getInt("idle")).isEqualTo(1);
        assertThat(json.getJsonObject("sessions").getJsonNumber("ageSeconds").doubleValue()).isEqualTo(2);
        JsonObject point = json.getJsonArray("series").getJsonObject(0);
        assertThat(point.getJsonNumber("secondsAgo").doubleValue()).isBetween(300.0, 360.0);
        assertThat(point.getJsonNumber("seconds").doubleValue()).isEqualTo(10);
        assertThat(point.getInt("waitingPeak")).isEqualTo(4);
        assertThat(point.getJsonNumber("utilization").doubleValue()).isEqualTo(0.9);
        assertThat(json.getString("verdict")).isEqualTo("saturated");
        assertThat(json.getString("reason")).startsWith("10 of 10 in use");
    }

    @Test
    void whatIsForOperatorsAloneCanBeLeftOut() {
        assertThat(DiagnosisJson.of(held(1), false).toString()).doesNotContain("stack").doesNotContain("statement").contains("\"pid\"");
        SessionReport report = new SessionReport(Optional.of(Duration.ZERO), Optional.empty(),
                List.of(new PoolSession(held(1).session().orElseThrow(), PoolSession.Relation.HELD)));
        assertThat(DiagnosisJson.of(report, false).toString()).doesNotContain("statement").contains("\"relation\":\"held\"");
        assertThat(DiagnosisJson.of(SessionReport.unread("away"), true)).hasToString("{\"reason\":\"away\"}");
    }

    @Test
    void whoBlocksThePoolsSessionsIsForOperatorsAlone() {
        PoolSession blocking = new PoolSession(held(1).session().orElseThrow(), PoolSession.Relation.BLOCKING);
        SessionReport report = new SessionReport(Optional.of(Duration.ZERO), Optional.empty(), List.of(blocking));
        assertThat(listed(report, false)).containsOnlyKeys("pid", "state", "stateSeconds", "openSeconds", "relation");
        assertThat(listed(report, true)).containsKeys("user", "database", "applicationName", "statement");
    }

    private static JsonObject listed(SessionReport report, boolean confidential) {
        return DiagnosisJson.of(report, confidential).getJsonArray("sessions").getJsonObject(0);
    }

    @Test
    void theLastTwentyOfAllPoolsAreKeptTheNewestFirst() {
        snapshots.take(Scene.pool(OTHER, 1, 1), Snapshot.Cause.ASKED);
        List<Snapshot> taken = IntStream.range(0, Snapshots.KEPT)
                .mapToObj(i -> snapshots.take(Scene.notBuilt(Scene.APP), Snapshot.Cause.ASKED))
                .toList();

        assertThat(snapshots.of(OTHER.id())).isEmpty();
        assertThat(snapshots.of(Scene.APP.id())).hasSize(Snapshots.KEPT);
        assertThat(snapshots.of(Scene.APP.id()).get(0)).isEqualTo(taken.get(Snapshots.KEPT - 1));
    }

    @Test
    void thoseThatWereAskedForDriveOutNoneOfAnExhaustion() {
        Snapshot exhausted = snapshots.take(Scene.pool(OTHER, 1, 1), Snapshot.Cause.EXHAUSTED);
        IntStream.rangeClosed(0, Snapshots.KEPT).forEach(i -> snapshots.take(Scene.notBuilt(OTHER), Snapshot.Cause.ASKED));

        assertThat(snapshots.of(OTHER.id())).hasSize(Snapshots.KEPT + 1).last().isEqualTo(exhausted);
    }

    @Test
    void whoAsksAgainWithinTenSecondsGetsNone() {
        Snapshot first = snapshots.ask(Scene.notBuilt(Scene.APP)).orElseThrow();
        assertThat(first.cause()).isEqualTo(Snapshot.Cause.ASKED);
        nanos += Snapshots.BETWEEN_ASKED.toNanos() - 1;
        assertThat(snapshots.ask(Scene.notBuilt(Scene.APP))).isEmpty();
        assertThat(snapshots.ask(Scene.notBuilt(OTHER))).as("of another pool").isPresent();
        assertThat(snapshots.of(Scene.APP.id())).containsExactly(first);

        nanos++;
        assertThat(snapshots.ask(Scene.notBuilt(Scene.APP))).isPresent();
    }

    @Test
    void ofManyWhoAskAtOnceOneGetsOne() throws Exception {
        ExecutorService askers = Executors.newFixedThreadPool(8);
        try {
            Callable<Optional<Snapshot>> ask = () -> snapshots.ask(Scene.notBuilt(Scene.APP));
            askers.invokeAll(Collections.nCopies(64, ask));
        } finally {
            askers.shutdown();
        }
        assertThat(snapshots.of(Scene.APP.id())).hasSize(1);
    }

    @Test
    void fiveThousandHoldersDoNotDelayIt() {
        held = IntStream.rangeClosed(1, 5_000).mapToObj(SnapshotsTest::held).toList();
        // The quickest of some, as this machine does other things too.
        Snapshot snapshot = IntStream.range(0, 5)
                .mapToObj(i -> snapshots.take(Scene.pool(Scene.APP, 10, 10), Snapshot.Cause.ASKED))
                .min(Comparator.comparing(Snapshot::took))
                .orElseThrow();

        assertThat(snapshot.took()).isLessThan(TAKEN_WITHIN);
        assertThat(read(snapshot).getInt("holdersInAll")).isEqualTo(5_000);
        assertThat(read(snapshot).getJsonArray("holders")).hasSize(Snapshots.MOST_HOLDERS);
        assertThat(read(snapshot).getJsonObject("sessions").getInt("sessionsInAll")).isEqualTo(5_000);
        assertThat(read(snapshot).getJsonObject("sessions").getJsonArray("sessions")).hasSize(DiagnosisJson.MOST_SESSIONS);
    }

    private static HeldConnection held(int borrow) {
        DatabaseSession session = Scene.session(borrow, SessionState.IDLE, Duration.ofSeconds(1));
        List<StackTraceElement> stack = borrow <= Holders.MOST_STACKS ? List.of(new Throwable().getStackTrace()) : List.of();
        return new HeldConnection(
                Scene.holder(borrow, borrow, Thread.currentThread(), 0),
                Duration.ofMillis(1_500),
                Thread.State.RUNNABLE,
                Optional.of(session),
                stack,
                Optional.of(new Suspicion("why", true)));
    }

    private static Judgement judgement(PoolObservation seen) {
        return new Judgement(Verdict.SATURATED, Duration.ofSeconds(4), 1, new Evidence(
                0, 1, seen.usage(), seen.lost(), Optional.empty(), OptionalDouble.empty(), seen.reachability(), OptionalLong.of(1)));
    }

    private static JsonObject read(Snapshot snapshot) {
        try (JsonReader reader = Json.createReader(new StringReader(snapshot.json()))) {
            return reader.readObject();
        }
    }
}
