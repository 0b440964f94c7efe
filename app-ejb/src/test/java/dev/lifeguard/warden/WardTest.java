package dev.lifeguard.warden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.observation.OwnBorrows;
import dev.lifeguard.observation.PoolQueue;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.ControlledPools;
import dev.lifeguard.server.ControlledPools.ControlledPool;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pool of a server in memory. */
class WardTest {

    private static final Pool APP = Pool.of("jdbc/app", List.of(), "app", Pool.Source.SERVER, Optional.empty());
    private static final int MIN = 5;
    private static final int MAX = 8;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong(1);
    private final List<PoolEvent> events = new CopyOnWriteArrayList<>();
    private final Memory memory = new Memory();
    private final Deeds deeds = new Deeds(events::add, nanos::get, () -> Instant.EPOCH);
    private ControlledPools pools;
    private ControlledPool app;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        pools = new ControlledPools(directory);
        app = pools.add(APP, new SettingsInForce(MIN, OptionalInt.of(MAX), Optional.of(Duration.ofSeconds(30)), Optional.of(IDLE)));
    }

    @Test
    void aPoolThatNobodyUsedIsBuiltAndFilledToMin() {
        Ward ward = ward(Set.of(WardenRule.WARM), false);
        assertThat(ward.warm()).isFalse();
        ward.tend();
        Awaitility.await().until(ward::warm);
        assertThat(app.sessions()).hasSize(MIN);
        assertThat(deeds.counts(APP.id())).containsEntry(WardenRule.WARM, (long) MIN - 1);
    }

    @Test
    void theFirstAttemptAtThatEndsThoughTheDatabaseIsAway() {
        app.setDatabaseAway(true);
        Ward ward = ward(Set.of(WardenRule.WARM), false);
        ward.tend();
        Awaitility.await().until(ward::warm);
        assertThat(app.sessions()).isEmpty();
    }

    @Test
    void aDrainedPoolIsNotWarmed() {
        memory.drained = true;
        Ward ward = ward(Set.of(WardenRule.WARM, WardenRule.KEEP_MIN), false);
        ward.tend();
        assertThat(ward.warm()).isTrue();
        assertThat(app.sessions()).isEmpty();
    }

    @Test
    void minIsKeptWhereTheRuleIsOnOrSomebodyHasOrderedIt() throws Exception {
        app.borrow().close();
        ward(Set.of(), true).tend();
        assertThat(app.sessions()).hasSize(1);
        memory.warmOrdered = true;
        tendUntil(ward(Set.of(), true), MIN);

        pools.flush(APP);
        memory.warmOrdered = false;
        tendUntil(ward(Set.of(WardenRule.KEEP_MIN), true), MIN);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsTried() throws Exception {
        app.borrow().close();
        memory.away = true;
        Ward ward = ward(EnumSet.allOf(WardenRule.class), true);
        ward.tend();
        ward.look(nanos.get());
        assertThat(app.sessions()).hasSize(1);
        assertThat(deeds.counts(APP.id())).isEmpty();
    }

    @Test
    void afterAFailureThePoolIsLeftAloneForAWhile() throws Exception {
        app.borrow().close();
        app.setDatabaseAway(true);
        Ward ward = ward(Set.of(WardenRule.KEEP_MIN), true);
        ward.tend();
        // It is tried in a thread of its own, whose end shows in that the next one waits for its time.
        Awaitility.await().until(() -> {
            ward.tend();
            return !ward.working();
        });
        app.setDatabaseAway(false);
        ward.tend();
        assertThat(app.sessions()).hasSize(1);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        tendUntil(ward, MIN);
    }

    @Test
    void oneMoreIsOpenedWhenNothingWasIdleTwice() throws Exception {
        List<Connection> held = borrow(2);
        Ward ward = ward(Set.of(WardenRule.OPEN_AHEAD), true);
        ward.look(nanos.incrementAndGet());
        ward.look(nanos.get());
        assertThat(app.sessions()).as("the same reading").hasSize(2);
        Awaitility.await().until(() -> {
            ward.look(nanos.incrementAndGet());
            return app.sessions().size() == 3;
        });
        Awaitility.await().until(() -> !ward.working());
        ward.look(nanos.incrementAndGet());
        ward.look(nanos.incrementAndGet());
        assertThat(app.sessions()).as("one is idle now").hasSize(3);
        giveBack(held);
    }

    @Test
    void aFullPoolIsNotOpenedFurther() throws Exception {
        List<Connection> held = borrow(MAX);
        Ward ward = ward(Set.of(WardenRule.OPEN_AHEAD), true);
        for (int look = 0; look < 10; look++) {
            ward.look(nanos.incrementAndGet());
        }
        assertThat(ward.working()).isFalse();
        assertThat(app.sessions()).hasSize(MAX);
        giveBack(held);
    }

    @Test
    void idleConnectionsAreClosedInTheServersStead() throws Exception {
        giveBack(borrow(MAX));
        Ward ward = ward(Set.of(WardenRule.SHRINK), true);
        ward.shareClosing(nanos.get());
        assertThat(app.closesIdle()).isFalse();
        assertThat(app.sessions()).hasSize(MAX);
        Awaitility.await().until(() -> {
            ward.shareClosing(nanos.addAndGet(IDLE.toNanos()));
            return app.sessions().size() == MIN;
        });
        Awaitility.await().until(() -> deeds.counts(APP.id()).getOrDefault(WardenRule.SHRINK, 0L) == MAX - MIN);

        ward.leave(Duration.ofSeconds(5));
        assertThat(app.closesIdle()).isTrue();
    }

    @Test
    void whereTheNeedIsNotSeenTheServerClosesThem() throws Exception {
        giveBack(borrow(MAX));
        Ward ward = ward(Set.of(WardenRule.SHRINK), true);
        ward.shareClosing(nanos.get());
        memory.peak = OptionalInt.empty();
        ward.shareClosing(nanos.get());
        assertThat(app.closesIdle()).isTrue();
    }

    @Test
    void aRuleThatIsOffDoesNothing() throws Exception {
        giveBack(borrow(1));
        Ward ward = ward(Set.of(), true);
        ward.look(nanos.incrementAndGet());
        ward.tend();
        ward.shareClosing(nanos.addAndGet(IDLE.toNanos()));
        ward.shareClosing(nanos.addAndGet(IDLE.toNanos()));
        assertThat(ward.working()).isFalse();
        assertThat(app.closesIdle()).isTrue();
        assertThat(app.sessions()).hasSize(1);
        assertThat(events).isEmpty();
    }

    private void tendUntil(Ward ward, int open) {
        Awaitility.await().until(() -> {
            ward.tend();
            return app.sessions().size() == open;
        });
    }

    private List<Connection> borrow(int number) throws Exception {
        List<Connection> held = new ArrayList<>();
        for (int each = 0; each < number; each++) {
            held.add(app.borrow());
        }
        return held;
    }

    private static void giveBack(List<Connection> held) throws Exception {
        for (Connection each : held) {
            each.close();
        }
    }

    private Ward ward(Set<WardenRule> rules, boolean warm) {
        return new Ward(APP, new Ward.Common(
                new WardenSettings(rules), pools, pools, new OwnBorrows(pools), memory, deeds, new Semaphore(2), time -> Thread.yield(),
                nanos::get), warm);
    }

    /** Of one pool. */
    private final class Memory implements Sight {

        private volatile boolean away;
        private volatile boolean drained;
        private volatile boolean warmOrdered;
        private volatile OptionalInt peak = OptionalInt.of(0);

        @Override
        public Optional<PoolQueue> queue(PoolId pool) {
            return pools.usage(APP).map(usage -> new PoolQueue(true, usage.waiting().orElse(0), usage, nanos.get(), away));
        }

        @Override
        public OptionalLong acquisitions(PoolId pool) {
            return OptionalLong.of(0);
        }

        @Override
        public OptionalInt peak(PoolId pool, Duration length) {
            return peak;
        }

        @Override
        public Set<Long> lost(PoolId pool) {
            return Set.of();
        }

        @Override
        public boolean drained(PoolId pool) {
            return drained;
        }

        @Override
        public boolean warmOrdered(PoolId pool) {
            return warmOrdered;
        }

        @Override
        public Optional<Duration> idleTimeout(PoolId pool) {
            return Optional.of(IDLE);
        }
    }
}
