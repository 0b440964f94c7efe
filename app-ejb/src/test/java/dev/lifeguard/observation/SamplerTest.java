package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.server.InMemoryPools;
import dev.lifeguard.server.InMemoryPools.CountedPool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final InMemoryPools server = new InMemoryPools();
    private long nanos = 1;
    private final ObservedPools observed = new ObservedPools(INTERVAL.multipliedBy(5), server::kindOf, () -> nanos);
    private final List<PoolMinute> minutes = new ArrayList<>();
    private final List<PoolId> exhausted = new ArrayList<>();
    private int discoveries;
    private Instant now = Instant.parse("2026-01-01T10:00:30Z");
    private final Sampler sampler = new Sampler(
            server, observed, ObservationSettings.DEFAULTS, () -> nanos, () -> now, minutes::addAll, () -> discoveries++, exhausted::add);

    @Test
    void readsWhatIsThereAndSeesWhatComesAndGoes() throws Exception {
        Pool first = pool("jdbc/first");
        server.add(first, 1, 10, Duration.ofSeconds(1)).borrow();
        sampler.pass();
        assertThat(observation(first).usage()).map(PoolUsage::inUse).contains(1);
        assertThat(observation(first).settings()).isPresent();

        Pool second = pool("jdbc/second");
        server.add(second, 1, 10, Duration.ofSeconds(1));
        passes(11);
        assertThat(observed.all()).extracting(ObservedPool::pool).containsExactlyInAnyOrder(first, second);
        assertThat(observation(second).usage()).as("not built, so not zero").isEmpty();

        server.remove(first);
        passes(11);
        assertThat(observed.all()).extracting(ObservedPool::pool).containsExactly(second);
    }

    @Test
    void looksForPoolsOnlyFromTimeToTime() {
        passes(10);
        assertThat(discoveries).isEqualTo(1);
        passes(1);
        assertThat(discoveries).isEqualTo(2);
    }

    @Test
    void aPoolThatFailsHasAGapAndTheOthersAreReadAllTheSame() throws Exception {
        Pool failing = pool("jdbc/failing");
        Pool well = pool("jdbc/well");
        CountedPool counted = server.add(failing, 1, 10, Duration.ofSeconds(1));
        server.add(well, 1, 10, Duration.ofSeconds(1)).borrow();
        counted.borrow();
        sampler.pass();

        counted.failWith(new IllegalStateException("no numbers today"));
        passes(3);
        assertThat(observation(failing).usage()).isEmpty();
        assertThat(observation(failing).trouble()).contains("no numbers today");
        assertThat(observation(failing).gaps()).isEqualTo(3);
        assertThat(observation(well).samples()).isEqualTo(4);

        counted.failWith(null);
        passes(1);
        assertThat(observation(failing).usage()).isPresent();
        assertThat(observation(failing).trouble()).isEmpty();
    }

    @Test
    void makesARowOfEveryMinuteThatIsOver() throws Exception {
        Pool pool = pool("jdbc/app");
        CountedPool counted = server.add(pool, 1, 10, Duration.ofSeconds(1));
        counted.borrow();
        sampler.pass();
        passes(150);
        AutoCloseable second = counted.borrow();
        passes(148);
        assertThat(minutes).isEmpty();
        second.close();
        passes(2);

        assertThat(minutes).singleElement().satisfies(minute -> {
            assertThat(minute.pool()).isEqualTo(pool.id());
            assertThat(minute.minute()).isEqualTo("2026-01-01T10:00:00Z");
            assertThat(minute.samples()).isEqualTo(300);
            assertThat(minute.gaps()).isZero();
            assertThat(minute.utilizationMean().orElseThrow()).isEqualTo(0.15, within(0.001));
            assertThat(minute.utilizationPeak()).hasValue(0.2);
            assertThat(minute.inUsePeak()).isEqualTo(2);
            assertThat(minute.waitingPeak()).hasValue(0);
            assertThat(minute.max()).hasValue(10);
        });
    }

    @Test
    void aMinuteWithoutAMaxHasPeaksButNoUtilization() throws Exception {
        server.add(pool("jdbc/app"), 1, InMemoryPools.NO_MAX, Duration.ofSeconds(1)).borrow();
        sampler.pass();
        passes(300);

        assertThat(minutes).singleElement().satisfies(minute -> {
            assertThat(minute.inUsePeak()).isEqualTo(1);
            assertThat(minute.utilizationMean()).isEmpty();
            assertThat(minute.utilizationPeak()).isEmpty();
            assertThat(minute.max()).isEmpty();
        });
    }

    @Test
    void aMinuteOfNothingButFailuresMakesNoRow() {
        server.add(pool("jdbc/app"), 1, 10, Duration.ofSeconds(1)).failWith(new IllegalStateException("no"));
        passes(700);
        assertThat(minutes).isEmpty();
    }

    @Test
    void aClockThatIsSetBackALittleDoesNotEndAMinuteTwice() throws Exception {
        server.add(pool("jdbc/app"), 1, 10, Duration.ofSeconds(1)).borrow();
        passes(301);
        assertThat(minutes).extracting(PoolMinute::minute).containsExactly(Instant.parse("2026-01-01T10:00:00Z"));
        now = now.minusMillis(500);
        passes(20);
        assertThat(minutes).hasSize(1);
        passes(600);
        assertThat(minutes).extracting(PoolMinute::minute)
                .containsExactly(Instant.parse("2026-01-01T10:00:00Z"), Instant.parse("2026-01-01T10:01:00Z"));
    }

    @Test
    void settingsThatCannotBeReadAreToldWhileUsageCan() throws Exception {
        Pool pool = pool("jdbc/app");
        CountedPool counted = server.add(pool, 1, 10, Duration.ofSeconds(1));
        counted.borrow();
        counted.failSettingsWith(new IllegalStateException("no settings today"));
        sampler.pass();
        passes(3);
        assertThat(observation(pool).usage()).isPresent();
        assertThat(observation(pool).settings()).isEmpty();
        assertThat(observation(pool).trouble()).contains("no settings today");
    }

    @Test
    void aPoolThatIsGoneIsForgottenAtOnce() {
        Pool pool = pool("jdbc/app");
        server.add(pool, 1, 10, Duration.ofSeconds(1));
        sampler.pass();
        server.remove(pool);
        passes(2);
        assertThat(observed.all()).isEmpty();
    }

    @Test
    void isLostWhatIsSoAtFiveLooksInARow() throws Exception {
        Pool pool = pool("jdbc/app");
        CountedPool counted = server.add(pool, 1, 10, Duration.ofSeconds(1));
        counted.borrow();
        sampler.pass();
        assertThat(observation(pool).lost()).as("not told").isEmpty();

        counted.lose(1L, 2L, 3L);
        passes(39);
        assertThat(observation(pool).lost()).as("too few looks").isEmpty();
        counted.lose(1L, 2L, 4L);
        passes(11);
        assertThat(observation(pool).lost()).as("one is another each time").hasValue(2);
        passes(20);
        assertThat(observation(pool).lost()).hasValue(2);
        passes(10);
        assertThat(observation(pool).lost()).hasValue(3);
        counted.lose();
        passes(10);
        assertThat(observation(pool).lost()).hasValue(0);

        counted.failWith(new IllegalStateException("no answer"));
        passes(1);
        assertThat(observation(pool).lost()).as("with the usage").isEmpty();
    }

    @Test
    void countsTheTimeInSaturation() throws Exception {
        Pool pool = pool("jdbc/app");
        CountedPool counted = server.add(pool, 0, 1, Duration.ofSeconds(20));
        AutoCloseable held = counted.borrow();
        Thread waiter = new Thread(() -> {
            try (AutoCloseable late = counted.borrow()) {
                assertThat(late).isNotNull();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        waiter.start();
        Awaitility.await().until(() -> server.usage(pool).orElseThrow().saturated());
        sampler.pass();
        passes(5);
        assertThat(observation(pool).saturatedTime()).isEqualTo(INTERVAL.multipliedBy(5));
        held.close();
        waiter.join();
        passes(5);
        assertThat(observation(pool).saturatedTime()).isEqualTo(INTERVAL.multipliedBy(6));
    }

    @Test
    void aReadingThatIsOldIsNotShownAsThePresent() throws Exception {
        Pool pool = pool("jdbc/app");
        server.add(pool, 1, 10, Duration.ofSeconds(1)).borrow();
        sampler.pass();
        nanos += Duration.ofSeconds(60).toNanos();
        assertThat(observation(pool).usage()).isEmpty();
        assertThat(observation(pool).age()).contains(Duration.ofSeconds(60));
        assertThat(observation(pool).trouble()).contains("The last reading is 60 s old");
    }

    private void passes(int number) {
        for (int pass = 0; pass < number; pass++) {
            nanos += INTERVAL.toNanos();
            now = now.plus(INTERVAL);
            sampler.pass();
        }
    }

    private PoolObservation observation(Pool pool) {
        return observed.find(pool.id()).orElseThrow().observe(nanos, Reachability.unknown("not asked"), Map.of());
    }

    private static Pool pool(String name) {
        return Pool.of(name, List.of(), name, Pool.Source.SERVER, Optional.empty());
    }
}
