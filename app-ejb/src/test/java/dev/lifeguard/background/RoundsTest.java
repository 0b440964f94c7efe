package dev.lifeguard.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final Rounds rounds = new Rounds();

    @Test
    void noFailureOfARoundEndsThoseToCome() {
        assertThatCode(() -> rounds.guarded("round", () -> {
            throw new NoClassDefFoundError("of a server's class");
        })).doesNotThrowAnyException();
        assertThatCode(() -> rounds.guarded("round", () -> {
            throw new IllegalStateException("for a test");
        })).doesNotThrowAnyException();
    }

    @Test
    void goOnUntilTheyAreStopped() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        Thread[] thread = new Thread[1];
        rounds.repeat("rounds", Duration.ofMillis(1), () -> {
            thread[0] = Thread.currentThread();
            three.countDown();
        });
        assertThat(three.await(10, TimeUnit.SECONDS)).isTrue();

        rounds.stop(Duration.ofSeconds(10));

        assertThat(thread[0].isAlive()).isFalse();
    }
}
