package dev.lifeguard.governor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.background.Rounds;
import dev.lifeguard.governor.GovernedPool.Standing;
import dev.lifeguard.observation.PoolFlow;
import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.GovernorMode;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.Order;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.sizing.Bounds;
import dev.lifeguard.statistics.Flow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop over pools that the test moves, in real time. */
class SizingLoopTest {

    private static final PoolId APP = PoolId.of("jdbc/app", "app");
    private static final PoolId OTHER = PoolId.of("jdbc/other", "other");
    private static final Bounds BOUNDS = new Bounds(2, 50);

    private final Played played = new Played();
    private final List<GovernedPool> pools = new CopyOnWriteArrayList<>(List.of(governed(APP)));
    private final SizingLoop loop = new SizingLoop(played, played, () -> pools, System::nanoTime);
    private final Rounds rounds = new Rounds();

    @AfterEach
    void stop() throws InterruptedException {
        rounds.stop(Duration.ofSeconds(5));
        loop.stop(Duration.ofSeconds(5));
    }

    private void start() {
        rounds.repeat("loop", Duration.ZERO, loop::turn);
    }

    @Test
    void aPoolThatRunsShortGrowsAtOnceAndIsOpenedAhead() {
        start();
        Awaitility.await().until(() -> played.alarms.containsKey(APP));
        assertThat(played.alarmedAt.get(APP)).as("when all are in use").isEqualTo(7);
        assertThat(played.orders).isEmpty();

        played.waiting = 18;
        long begin = System.nanoTime();
        played.alarms.get(APP).run();

        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> !played.opened.isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
        Order.Settings order = (Order.Settings) played.orders.get(0);
        assertThat(order.change().max()).hasValue(played.opened.get(0));
        assertThat(played.callers).allMatch(name -> name.equals("lifeguard-governs"));
    }

    @Test
    void isNotWokenForWhatItCannotHelp() {
        played.max = BOUNDS.ceiling();
        start();
        Awaitility.await().until(() -> played.disarmed.contains(APP));
        assertThat(played.alarms).isEmpty();
    }

    @Test
    void aPoolThatStaysShortIsNoBusyLoop() {
        played.ringsAtOnce = true;
        start();
        Awaitility.await().until(() -> played.looks.get() > 30);
        int before = played.looks.get();
        long begin = System.nanoTime();
        Awaitility.await().until(() -> played.looks.get() > before + 30);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(250));
    }

    @Test
    void whatIsRefusedIsToldAndTriedAgainLater() {
        played.refusing = true;
        played.waiting = 18;
        start();
        Awaitility.await().until(() -> pools.get(0).counsel().trouble().isPresent());
        assertThat(pools.get(0).counsel().trouble()).contains("at most 4");
        Awaitility.await().until(() -> played.looks.get() > 5);
        assertThat(played.orders).hasSize(1);
        played.refusing = false;
        Awaitility.await().until(() -> played.orders.size() > 1);
        Awaitility.await().until(() -> pools.get(0).counsel().trouble().isEmpty());
    }

    @Test
    void whatCannotBeDoneNowIsNotOrdered() {
        played.objection = Optional.of(new RefusedException(RefusedException.Kind.NO_JOURNAL, "The journal is away"));
        played.waiting = 18;
        start();
        Awaitility.await().until(() -> pools.get(0).counsel().trouble().isPresent());
        int looks = played.looks.get();
        Awaitility.await().until(() -> played.looks.get() > looks + 5);
        assertThat(played.orders).isEmpty();
        assertThat(pools.get(0).counsel().trouble()).contains("The journal is away");
        played.objection = Optional.empty();
        Awaitility.await().until(() -> !played.orders.isEmpty());
    }

    @Test
    void whatHangsOrFailsAtOnePoolKeepsNoOther() {
        pools.add(0, governed(OTHER));
        played.failing = OTHER;
        start();
        played.waiting = 18;
        Awaitility.await().until(() -> !played.orders.isEmpty());
        assertThat(played.orders).allMatch(order -> order.pool().equals(APP));
    }

    private static GovernedPool governed(PoolId id) {
        return new GovernedPool(id, new Standing(GovernorMode.GOVERN, GovernorMode.ADVISE, true, BOUNDS, Optional.empty()));
    }

    /** A pool of seven that three use. */
    private static final class Played implements SizingLoop.Eye, SizingLoop.Hand {

        final Map<PoolId, Runnable> alarms = new ConcurrentHashMap<>();
        final Map<PoolId, Integer> alarmedAt = new ConcurrentHashMap<>();
        final List<PoolId> disarmed = new CopyOnWriteArrayList<>();
        final List<Order> orders = new CopyOnWriteArrayList<>();
        final List<Integer> opened = new CopyOnWriteArrayList<>();
        final List<String> callers = new CopyOnWriteArrayList<>();
        final AtomicInteger looks = new AtomicInteger();
        volatile int max = 7;
        volatile int waiting;
        volatile boolean refusing;
        volatile boolean ringsAtOnce;
        volatile PoolId failing;
        volatile Optional<RefusedException> objection = Optional.empty();

        @Override
        public Optional<PoolFlow> flow(PoolId pool, long nanos) {
            if (pool.equals(failing)) {
                throw new IllegalStateException("It fails");
            }
            looks.incrementAndGet();
            long requests = nanos / 6_666_667;
            return Optional.of(new PoolFlow(true, OptionalInt.of(max), waiting > 0 ? max : 3, waiting,
                    new Flow(requests + waiting, requests, requests * 20_000_000)));
        }

        @Override
        public void alarm(PoolId pool, int inUse, Runnable told) {
            alarmedAt.put(pool, inUse);
            alarms.put(pool, told);
            if (ringsAtOnce) {
                told.run();
            }
        }

        @Override
        public void disarm(PoolId pool) {
            disarmed.add(pool);
        }

        @Override
        public Optional<SettingsInForce> inForce(PoolId pool) {
            return Optional.of(new SettingsInForce(2, OptionalInt.of(max), Optional.empty(), Optional.empty()));
        }

        @Override
        public boolean drained(PoolId pool) {
            return false;
        }

        @Override
        public Optional<RefusedException> objection(PoolId pool) {
            return objection;
        }

        @Override
        public OperationRecord execute(Order order) {
            assertThat(OwnThread.isCurrent()).isTrue();
            callers.add(Thread.currentThread().getName());
            orders.add(order);
            if (refusing) {
                throw new RefusedException(RefusedException.Kind.OUT_OF_BOUNDS, "at most 4");
            }
            max = ((Order.Settings) order).change().max().orElseThrow();
            return new OperationRecord(
                    UUID.randomUUID(), Instant.EPOCH, Optional.of(Instant.EPOCH), Actor.GOVERNOR, order.pool(), "jdbc/app", Operation.SETTINGS,
                    Map.of(), Map.of(), Map.of(), order.reason(), OperationRecord.State.DONE, "done", Optional.empty());
        }

        @Override
        public void openAhead(PoolId pool, int connections) {
            opened.add(connections);
        }
    }
}
