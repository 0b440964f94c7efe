package dev.lifeguard.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OwnThreadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void aWaitingThreadEndsWhenItIsStopped() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        OwnThread thread = OwnThread.start("test-waiting", () -> {
            started.countDown();
            new CountDownLatch(1).await();
        });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(thread.stop(PATIENCE)).isTrue();
    }

    @Test
    void aSwallowedInterruptIsFollowedByAnother() {
        AtomicInteger interrupts = new AtomicInteger();
        OwnThread thread = OwnThread.start("test-stubborn", () -> {
            while (interrupts.get() < 2) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                }
            }
        });

        assertThat(thread.stop(PATIENCE)).isTrue();
        assertThat(interrupts).hasValue(2);
    }

    @Test
    void aThreadThatCannotEndYetIsNotWaitedForLongerThanAskedFor() {
        CountDownLatch answer = new CountDownLatch(1);
        OwnThread thread = OwnThread.start("test-in-the-network", () -> {
            while (answer.getCount() > 0) {
                Thread.onSpinWait();
            }
        });

        assertThat(thread.stop(Duration.ofMillis(1))).isFalse();
        answer.countDown();
        assertThat(thread.stop(PATIENCE)).isTrue();
    }
}
