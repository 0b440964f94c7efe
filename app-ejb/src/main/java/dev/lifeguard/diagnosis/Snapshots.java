package dev.lifeguard.diagnosis;

import static dev.lifeguard.diagnosis.DiagnosisJson.JSON;

import dev.lifeguard.health.Judgement;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.TimedFigures;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Takes snapshots from memory, without a connection, and keeps the last 20 of each cause: everybody may ask for one, and must not drive out
 * those of exhaustions.
 */
final class Snapshots {

    /** Of each cause. */
    static final int KEPT = 20;
    /** Between two of one pool that somebody asks for. */
    static final Duration BETWEEN_ASKED = Duration.ofSeconds(10);
    /** How far back the series goes. */
    static final Duration SERIES = Duration.ofMinutes(5);
    /** Of more holders those that hold for longest. */
    static final int MOST_HOLDERS = 200;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Function<PoolId, List<HeldConnection>> holders;
    private final Function<PoolId, SessionReport> sessions;
    private final Function<PoolId, List<TimedFigures>> series;
    private final Function<PoolObservation, Judgement> judge;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Deque<Snapshot> kept = new ArrayDeque<>();
    /** When one was asked for last, of each pool. */
    private final Map<PoolId, Long> asked = new HashMap<>();

    Snapshots(
            Function<PoolId, List<HeldConnection>> holders,
            Function<PoolId, SessionReport> sessions,
            Function<PoolId, List<TimedFigures>> series,
            Function<PoolObservation, Judgement> judge,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.holders = holders;
        this.sessions = sessions;
        this.series = series;
        this.judge = judge;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /** Takes one that somebody asks for; empty within ten seconds of the last of this pool. */
    Optional<Snapshot> ask(PoolObservation seen) {
        synchronized (asked) {
            long now = nanoClock.getAsLong();
            asked.values().removeIf(before -> now - before >= BETWEEN_ASKED.toNanos());
            if (asked.putIfAbsent(seen.pool().id(), now) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(take(seen, Snapshot.Cause.ASKED));
    }

    Snapshot take(PoolObservation seen, Snapshot.Cause cause) {
        long start = System.nanoTime();
        Instant takenAt = clock.instant();
        String json = json(seen, cause, takenAt);
        Snapshot snapshot = new Snapshot(
                UUID.randomUUID().toString(),
                seen.pool().id(),
                seen.pool().name(),
                takenAt,
                cause,
                Duration.ofNanos(System.nanoTime() - start),
                json);
        synchronized (kept) {
            kept.addFirst(snapshot);
            kept.stream().filter(one -> one.cause() == cause).skip(KEPT).findFirst().ifPresent(kept::remove);
        }
        return snapshot;
    }

    /** The newest first. */
    List<Snapshot> of(PoolId pool) {
        synchronized (kept) {
            return kept.stream().filter(snapshot -> snapshot.pool().equals(pool)).toList();
        }
    }

    private String json(PoolObservation seen, Snapshot.Cause cause, Instant takenAt) {
        PoolId id = seen.pool().id();
        // Holders first: they are gone the soonest.
        List<HeldConnection> held = holders.apply(id);
        JsonArrayBuilder listed = JSON.createArrayBuilder();
        held.stream().limit(MOST_HOLDERS).forEach(one -> listed.add(DiagnosisJson.of(one, true)));
        long now = System.nanoTime();
        JsonArrayBuilder points = JSON.createArrayBuilder();
        series.apply(id).forEach(point -> points.add(point(point, now)));
        Judgement judgement = judge.apply(seen);
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("pool", id.value())
                .add("name", seen.pool().name())
                .add("takenAt", takenAt.toString())
                .add("cause", cause.word())
                .add("verdict", judgement.verdict().word())
                .add("reason", judgement.reason());
        seen.usage().ifPresent(usage -> json.add("usage", usage(usage)));
        seen.trouble().ifPresent(trouble -> json.add("trouble", trouble));
        json.add("reachability", word(seen.reachability().state()))
                .add("timing", seen.timing().word())
                .add("holdersInAll", held.size())
                .add("holders", listed)
                .add("sessions", DiagnosisJson.of(sessions.apply(id), true))
                .add("series", points);
        return json.build().toString();
    }

    private static JsonObjectBuilder usage(PoolUsage usage) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("inUse", usage.inUse())
                .add("idle", usage.idle())
                .add("min", usage.min());
        usage.max().ifPresent(max -> json.add("max", max));
        usage.waiting().ifPresent(waiting -> json.add("waiting", waiting));
        return json;
    }

    private static JsonObjectBuilder point(TimedFigures point, long now) {
        BorrowFigures figures = point.figures();
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("secondsAgo", (now - point.startNanos()) / NANOS_PER_SECOND)
                .add("seconds", (point.endNanos() - point.startNanos()) / NANOS_PER_SECOND)
                .add("requests", figures.requests())
                .add("acquisition", times(figures.acquisition()))
                .add("over10ms", figures.over10ms())
                .add("hold", times(figures.hold()));
        JsonObjectBuilder failures = JSON.createObjectBuilder();
        for (FailureKind kind : FailureKind.values()) {
            failures.add(word(kind), figures.failures().getOrDefault(kind, 0L));
        }
        json.add("failures", failures);
        figures.utilization().ifPresent(ratio -> json.add("utilization", ratio));
        figures.inUseMean().ifPresent(mean -> json.add("inUseMean", mean));
        figures.inUsePeak().ifPresent(peak -> json.add("inUsePeak", peak));
        figures.waitingPeak().ifPresent(peak -> json.add("waitingPeak", peak));
        return json;
    }

    private static JsonObjectBuilder times(Histogram times) {
        JsonObjectBuilder json = JSON.createObjectBuilder().add("count", times.count());
        times.quantileNanos(0.5).ifPresent(nanos -> json.add("p50Seconds", nanos / NANOS_PER_SECOND));
        times.quantileNanos(0.99).ifPresent(nanos -> json.add("p99Seconds", nanos / NANOS_PER_SECOND));
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
