package dev.lifeguard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatientReadsTest {

    private final PatientReads reads = new PatientReads(Duration.ofMillis(200));
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void stop() {
        answer.countDown();
        reads.stop();
    }

    @Test
    void whatComesSoonIsGiven() {
        assertThat(reads.read(() -> Thread.currentThread().getName())).isEqualTo("lifeguard-history-read");
    }

    @Test
    void aFailureIsTheCallers() {
        assertThatThrownBy(() -> reads.read(() -> {
            throw new HistoryUnavailableException("No connection", null);
        })).isInstanceOf(HistoryUnavailableException.class).hasMessage("No connection");
    }

    @Test
    void nobodyWaitsForADatabaseThatDoesNotAnswerNorPilesUpThreads() {
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> reads.read(this::answered)).isInstanceOf(HistoryUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
        assertThat(readers()).isEqualTo(3);
        answer.countDown();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> readers() == 0);
        assertThat(reads.read(() -> "again")).isEqualTo("again");
    }

    private String answered() {
        boolean interrupted = false;
        while (true) {
            try {
                answer.await();
                break;
            } catch (InterruptedException e) {
                // As drivers do.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return "late";
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("lifeguard-history-read")).count();
    }
}
