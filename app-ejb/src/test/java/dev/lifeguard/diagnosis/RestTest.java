package dev.lifeguard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestTest {

    static Stream<ExecutorService> pools() {
        return Stream.of(
                Executors.newFixedThreadPool(1), Executors.newCachedThreadPool(), new ScheduledThreadPoolExecutor(1),
                Executors.newWorkStealingPool(1));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void aThreadOfAPoolIsAtRestBetweenTasksAndNotWithinThem(ExecutorService pool) {
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Thread> worker = new AtomicReference<>();
        try {
            pool.execute(() -> {
                worker.set(Thread.currentThread());
                await(done);
            });
            Awaitility.await().until(() -> worker.get() != null && worker.get().getState() == Thread.State.WAITING);
            assertThat(Rest.isAtRest(worker.get())).as("waits in a task").isFalse();

            done.countDown();
            Awaitility.await().until(() -> Rest.isAtRest(worker.get()));
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aTaskOfTheJdkAloneIsWorkToo() {
        FutureTask<Void> task = new FutureTask<>(() -> null);
        ExecutorService pool = Executors.newFixedThreadPool(1, runnable -> new Thread(runnable, "rest-test"));
        try {
            AtomicReference<Thread> worker = new AtomicReference<>();
            pool.execute(() -> worker.set(Thread.currentThread()));
            pool.execute(new FutureTask<>(task::get));
            Awaitility.await().until(() -> worker.get() != null && !Rest.isAtRest(worker.get())
                    && worker.get().getState() == Thread.State.WAITING);
            task.run();
            Awaitility.await().until(() -> Rest.isAtRest(worker.get()));
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aTimersThreadIsAtRestBetweenTasksThoughItRunsThemFromWhereItWaits() {
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Thread> worker = new AtomicReference<>();
        Timer timer = new Timer(true);
        timer.schedule(new TimerTask() {
            @Override
            public void run() {
                worker.set(Thread.currentThread());
                RestTest.await(done);
            }
        }, 0);
        Awaitility.await().until(() -> worker.get() != null && worker.get().getState() == Thread.State.WAITING);
        assertThat(Rest.isAtRest(worker.get())).isFalse();

        done.countDown();
        Awaitility.await().until(() -> Rest.isAtRest(worker.get()));
        timer.cancel();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "java.util.concurrent.LinkedTransferQueue.take org.glassfish.grizzly.threadpool.FixedThreadPool$BasicWorker.getTask",
        "java.lang.Object.wait org.glassfish.grizzly.threadpool.SyncThreadPool$SyncThreadWorker.getTask",
        "com.ibm.ws.threading.internal.BoundedBuffer.take java.util.concurrent.ThreadPoolExecutor.getTask"
    })
    void theServersOwnPoolsAreKnown(String frames) {
        StackTraceElement[] stack = Stream.of(frames.split(" "))
                .map(frame -> frame.split("\\.(?=\\w+$)"))
                .map(frame -> new StackTraceElement(frame[0], frame[1], null, -1))
                .toArray(StackTraceElement[]::new);

        assertThat(Rest.isAtRest(stack)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
