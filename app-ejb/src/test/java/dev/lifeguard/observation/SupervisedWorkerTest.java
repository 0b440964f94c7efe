package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisedWorkerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger steps = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private SupervisedWorker supervised;

    @AfterEach
    void stop() {
        never.countDown();
        supervised.stop(PATIENCE);
    }

    @Test
    void replacesAWorkerThatDied() {
        supervise(LONG, () -> {
            if (steps.incrementAndGet() == 3) {
                throw new StackOverflowError("made for this test");
            }
        });
        Awaitility.await().until(() -> {
            supervised.check();
            return steps.get() > 10;
        });
        assertThat(supervised.restarts()).isEqualTo(1);
        assertThat(supervised.lost()).isFalse();
    }

    @Test
    void replacesAWorkerThatHangs() {
        supervise(Duration.ofSeconds(1), () -> {
            if (steps.incrementAndGet() == 1) {
                hang();
            }
        });
        Awaitility.await().until(() -> {
            supervised.check();
            return steps.get() > 10;
        });
        assertThat(supervised.lost()).isFalse();
    }

    @Test
    void isLostAfterThreeReplacementsThatCameToNothing() {
        supervise(LONG, () -> {
            throw new StackOverflowError("made for this test");
        });
        Awaitility.await().until(() -> {
            supervised.check();
            return supervised.lost();
        });
        supervised.check();
        assertThat(supervised.restarts()).isEqualTo(3);
    }

    private void supervise(Duration longestSilence, Runnable step) {
        supervised = new SupervisedWorker(() -> new Worker("worker-under-test", Duration.ofMillis(1), step), longestSilence);
        supervised.start();
    }

    private void hang() {
        boolean interrupted = false;
        while (true) {
            try {
                never.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
