package dev.lifeguard.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lifeguard.health.Verdict;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Reachability.State;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.BorrowTotals;
import dev.lifeguard.statistics.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgementsTest {

    private static final Pool APP = pool("jdbc/app");
    private static final Pool OTHER = pool("jdbc/other");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Logger LOG = Logger.getLogger(Judgements.class.getName());

    private final List<PoolEvent> events = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Handler handler = new StreamHandler() {
        @Override
        public synchronized void publish(LogRecord record) {
            told.add(record.getLevel() + " " + new SimpleFormatter().formatMessage(record));
        }
    };
    private long nanos = 1;
    private long samples;
    private final Judgements judgements = new Judgements(Duration.ofSeconds(1), events::add, () -> nanos, () -> NOON);

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void listenNoLonger() {
        LOG.removeHandler(handler);
    }

    @Test
    void eachChangeIsOneLineAndOneEvent() {
        look(well(APP));
        look(well(APP));
        look(away(APP));
        look(away(APP));

        assertThat(told).containsExactly(
                Level.INFO + " Pool jdbc/app is healthy after unknown: 3 of 30 in use, nobody waiting; the database answers",
                Level.WARNING + " Pool jdbc/app is unreachable after healthy: The database cannot be reached: {0} refused; 3 of 30 in use,"
                        + " nobody waiting");
        assertThat(events).extracting(PoolEvent::before).containsExactly("unknown", "healthy");
        assertThat(events.get(1)).satisfies(event -> {
            assertThat(event.at()).isEqualTo(NOON);
            assertThat(event.pool()).isEqualTo(APP.id());
            assertThat(event.poolName()).isEqualTo("jdbc/app");
            assertThat(event.kind()).isEqualTo(PoolEvent.Kind.VERDICT);
            assertThat(event.after()).isEqualTo("unreachable");
            assertThat(event.reason()).startsWith("The database cannot be reached: ");
            assertThat(event.id()).isNotEqualTo(events.get(0).id());
        });
    }

    @Test
    void whatNobodyKnowsIsNoChange() {
        look(seen(OTHER, Optional.empty(), Reachability.unknown("This pool is not asked"), 0));
        assertThat(events).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void whoAsksIsToldWhatHoldsNowAndTheChangeIsToldOnce() {
        look(well(APP));
        PoolObservation away = away(APP);
        assertThat(judgements.of(away).verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(judgements.of(away).verdict()).isEqualTo(Verdict.UNREACHABLE);
        look(away);
        assertThat(events).extracting(PoolEvent::after).containsExactly("healthy", "unreachable");
    }

    @Test
    void aPoolThatWentIsForgotten() {
        look(well(APP), away(OTHER));
        look(well(APP));
        look(well(APP), well(OTHER));
        assertThat(events).filteredOn(event -> event.pool().equals(OTHER.id()))
                .extracting(PoolEvent::before, PoolEvent::after)
                .containsExactly(
                        tuple("unknown", "unreachable"),
                        tuple("unknown", "healthy"));
    }

    @Test
    void anExhaustionOfTheApplicationsIsSaturation() {
        look(well(APP));
        PoolObservation exhausted = seen(APP, well(APP).usage(), Reachability.reachable(Duration.ofMillis(1)), 1);
        look(exhausted);
        assertThat(judgements.of(exhausted).verdict()).isEqualTo(Verdict.SATURATED);
    }

    @Test
    void aMeanOfLessThanHalfAMinuteMakesNoPoolBusy() {
        look(used(Duration.ofMillis(29_999)));
        assertThat(events).extracting(PoolEvent::after).containsExactly("healthy");
        look(used(Duration.ofSeconds(30)));
        assertThat(events).extracting(PoolEvent::after).containsExactly("healthy", "busy");
        assertThat(events.get(1).reason()).startsWith("90 % of max in use over the last minute; ");
    }

    private void look(PoolObservation... pools) {
        nanos += Duration.ofSeconds(1).toNanos();
        judgements.observed(List.of(pools));
    }

    private PoolObservation well(Pool pool) {
        return seen(pool, usage(), Reachability.reachable(Duration.ofMillis(1)), 0);
    }

    private PoolObservation away(Pool pool) {
        return seen(pool, usage(), Reachability.pending().becomes(State.UNREACHABLE, "{0} refused"), 0);
    }

    private static Optional<PoolUsage> usage() {
        return Optional.of(new PoolUsage(3, 4, OptionalInt.of(0), 2, OptionalInt.of(30)));
    }

    private PoolObservation used(Duration covered) {
        return seen(APP, usage(), Reachability.reachable(Duration.ofMillis(1)), 0, BorrowFigures.ofUse(
                covered, OptionalDouble.of(27), OptionalDouble.of(0.9), OptionalInt.of(30), OptionalInt.empty()));
    }

    private PoolObservation seen(Pool pool, Optional<PoolUsage> usage, Reachability reachability, long exhaustions) {
        return seen(pool, usage, reachability, exhaustions, BorrowFigures.none());
    }

    private PoolObservation seen(
            Pool pool, Optional<PoolUsage> usage, Reachability reachability, long exhaustions, BorrowFigures lastMinute) {
        samples++;
        BorrowTotals totals = new BorrowTotals(
                Histogram.empty(), 0, Histogram.empty(), Map.of(FailureKind.EXHAUSTED, exhaustions), 0, 0);
        return new PoolObservation(
                pool,
                usage,
                OptionalInt.empty(),
                Optional.of(Duration.ZERO),
                Optional.empty(),
                Optional.empty(),
                Timing.EXACT,
                Optional.empty(),
                lastMinute,
                Optional.of(totals),
                Duration.ZERO,
                samples,
                0,
                reachability,
                Map.of());
    }

    private static Pool pool(String name) {
        return Pool.of(name, List.of(), name, Pool.Source.SERVER, Optional.empty());
    }
}
