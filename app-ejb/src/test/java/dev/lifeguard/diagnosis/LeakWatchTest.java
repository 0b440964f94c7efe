package dev.lifeguard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.database.SessionState;
import dev.lifeguard.observation.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads, holds that are told, and a clock that is set. */
class LeakWatchTest {

    private static final Duration AFTER = Duration.ofSeconds(30);
    private static final int OF_EACH_KIND = 20;

    private final List<ExecutorService> pools = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<Long, Holder> holders = new ConcurrentHashMap<>();
    private final Map<Long, DatabaseSession> sessions = new HashMap<>();
    private final Set<Long> leaked = new HashSet<>();
    private long nowNanos;
    private boolean sessionsSeen = true;

    private final LeakWatch watch = new LeakWatch(
            pool -> List.copyOf(holders.values()),
            pool -> sessionsSeen ? Optional.of(Scene.reading(nowNanos, List.copyOf(sessions.values()))) : Optional.empty(),
            AFTER,
            () -> nowNanos);

    @AfterEach
    void stop() {
        over.countDown();
        pools.forEach(ExecutorService::shutdownNow);
    }

    @Test
    void everyLeakOfThePlantedMixIsFoundAndNobodyElseIsAccused() throws Exception {
        for (int i = 0; i < OF_EACH_KIND; i++) {
            leaked.add(droppedHandle());
            leaked.add(threadThatDied());
            // A call to elsewhere for 60 s, in the middle of a transaction.
            atWork(SessionState.IDLE_IN_TRANSACTION);
            // A report for 120 s, with statements running.
            atWork(SessionState.ACTIVE);
            // A batch that commits every second.
            atWork(SessionState.IDLE);
        }
        Set<Long> everSuspected = new HashSet<>();
        for (int second = 1; second <= 120; second++) {
            passes(Duration.ofSeconds(1));
            batchesCommit();
            watch.round(List.of(Scene.APP));
            everSuspected.addAll(watch.suspicions(Scene.APP.id()).keySet());
            if (second < AFTER.toSeconds()) {
                assertThat(everSuspected).as("second %d", second).isEmpty();
            }
        }

        assertThat(everSuspected).isEqualTo(leaked).hasSize(2 * OF_EACH_KIND);
        assertThat(watch.suspicions(Scene.APP.id()).values()).hasSize(2 * OF_EACH_KIND).allMatch(Suspicion::sessionSeen);

        holders.clear();
        watch.round(List.of(Scene.APP));
        assertThat(watch.suspicions(Scene.APP.id())).as("taken back when the connection returns").isEmpty();
    }

    @Test
    void whoseSessionsAreNotSeenIsSuspectedByTheThreadAlone() throws Exception {
        sessionsSeen = false;
        long dropped = droppedHandle();
        atWork(SessionState.IDLE);
        passes(AFTER);

        watch.round(List.of(Scene.APP));

        assertThat(watch.suspicions(Scene.APP.id()).keySet()).containsExactly(dropped);
        assertThat(watch.suspicions(Scene.APP.id()).get(dropped).sessionSeen()).isFalse();
    }

    @Test
    void aThreadThatWasSeenAtRestIsGoneFromItsHoldWhateverItWorksOnLater() throws Exception {
        long dropped = droppedHandle();
        Thread worker = holders.get(dropped).thread();
        passes(AFTER.dividedBy(2));
        watch.round(List.of(Scene.APP));
        assertThat(watch.suspicions(Scene.APP.id())).isEmpty();

        pools.get(0).execute(this::work);
        eventually(() -> !Rest.isAtRest(worker) && worker.getState() == Thread.State.WAITING);
        passes(AFTER);
        watch.round(List.of(Scene.APP));

        assertThat(watch.suspicions(Scene.APP.id()).keySet()).containsExactly(dropped);
    }

    @Test
    void whoGivesBackWhileItIsLookedAtAndThenRestsIsNotSuspected() throws Exception {
        long returning = droppedHandle();
        Holder holder = holders.get(returning);
        // Listed once, and no longer when the look is over.
        LeakWatch racing = new LeakWatch(
                pool -> holders.remove(returning) == null ? List.of() : List.of(holder),
                pool -> Optional.of(Scene.reading(nowNanos, List.copyOf(sessions.values()))),
                AFTER,
                () -> nowNanos);
        passes(AFTER);

        racing.round(List.of(Scene.APP));

        assertThat(racing.suspicions(Scene.APP.id())).isEmpty();
    }

    @Test
    void ourOwnBorrowsAndWhatTheServerLostAreNotSuspected() throws Exception {
        Thread dead = deadThread();
        holders.put(1L, new Holder(1, OptionalInt.empty(), dead, Optional.empty(), nowNanos, true, false));
        holders.put(2L, new Holder(2, OptionalInt.empty(), dead, Optional.of("shop"), nowNanos, false, true));
        passes(AFTER);

        watch.round(List.of(Scene.APP));

        assertThat(watch.suspicions(Scene.APP.id())).isEmpty();
    }

    @Test
    void fiveThousandHoldersAreLookedAtInTurn() throws Exception {
        Thread dead = deadThread();
        for (int i = 0; i < 5_000; i++) {
            hold(dead, SessionState.IDLE);
        }
        passes(AFTER);
        for (int looks = LeakWatch.LOOKS_PER_ROUND; looks <= 5_000; looks += LeakWatch.LOOKS_PER_ROUND) {
            watch.round(List.of(Scene.APP));
            assertThat(watch.suspicions(Scene.APP.id())).hasSize(looks);
        }
    }

    @Test
    void howManyAreSuspectedIsToldOnlyWhileSomebodyLooks() throws Exception {
        assertThat(watch.suspected(Scene.APP.id())).as("nobody has looked").isEmpty();
        droppedHandle();
        passes(AFTER);
        watch.round(List.of(Scene.APP));
        assertThat(watch.suspected(Scene.APP.id())).hasValue(1);

        passes(Duration.ofSeconds(10));
        assertThat(watch.suspected(Scene.APP.id())).hasValue(1);
        passes(Duration.ofNanos(1));
        assertThat(watch.suspected(Scene.APP.id())).isEmpty();
    }

    @Test
    void aPoolThatIsGoneIsForgotten() throws Exception {
        droppedHandle();
        passes(AFTER);
        watch.round(List.of(Scene.APP));
        assertThat(watch.suspicions(Scene.APP.id())).isNotEmpty();

        watch.round(List.of());
        assertThat(watch.suspicions(Scene.APP.id())).isEmpty();
    }

    private long droppedHandle() throws ExecutionException, InterruptedException {
        Thread worker = pool().submit(Thread::currentThread).get();
        eventually(() -> Rest.isAtRest(worker));
        return hold(worker, SessionState.IDLE);
    }

    private long threadThatDied() throws InterruptedException {
        return hold(deadThread(), SessionState.IDLE_IN_TRANSACTION);
    }

    private static Thread deadThread() throws InterruptedException {
        Thread thread = new Thread(() -> {}, "died");
        thread.start();
        thread.join();
        return thread;
    }

    private void atWork(SessionState state) throws ExecutionException, InterruptedException {
        ExecutorService pool = pool();
        Thread worker = pool.submit(Thread::currentThread).get();
        pool.execute(this::work);
        eventually(() -> !Rest.isAtRest(worker) && worker.getState() == Thread.State.WAITING);
        hold(worker, state);
    }

    private static void eventually(Callable<Boolean> condition) {
        Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
    }

    /** Of one thread each, so that no thread gets work that another is meant for. */
    private ExecutorService pool() {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        pools.add(pool);
        return pool;
    }

    private void work() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long hold(Thread thread, SessionState state) {
        long borrow = holders.size() + 1L;
        int pid = 1_000 + (int) borrow;
        holders.put(borrow, Scene.holder(borrow, pid, thread, nowNanos));
        sessions.put(borrow, Scene.session(pid, state, Duration.ZERO));
        return borrow;
    }

    private void passes(Duration time) {
        nowNanos += time.toNanos();
        sessions.replaceAll((borrow, session) ->
                Scene.session(session.pid(), session.state().orElseThrow(), session.since().orElseThrow().plus(time)));
    }

    private void batchesCommit() {
        sessions.replaceAll((borrow, session) -> session.state().orElseThrow() == SessionState.IDLE && !leaked.contains(borrow)
                ? Scene.session(session.pid(), SessionState.IDLE, Duration.ofMillis(10))
                : session);
    }
}
