package dev.lifeguard.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final List<Duration> waited = new ArrayList<>();

    @Test
    void delaysDoubleUpToTheLongestAndStartAgainAfterASuccess() throws Exception {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), waited::add);
        for (int failure = 0; failure < 6; failure++) {
            backoff.pause();
        }
        backoff.reset();
        backoff.pause();

        assertThat(waited).isEqualTo(LongStream.of(1, 2, 4, 8, 10, 10, 1).mapToObj(Duration::ofSeconds).toList());
    }

    @Test
    void aFirstDelayOfZeroWouldBeABusyLoop() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(10), waited::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }
}
