package dev.lifeguard.warden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.PoolUsage;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class IdleWatchTest {

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int MIN = 5;

    private final IdleWatch watch = new IdleWatch();
    private long second;

    @Test
    void nothingIsClosedBeforeTheIdleTimeoutWasSeen() {
        for (int look = 0; look < 10; look++) {
            assertThat(look(0, 20)).isZero();
        }
        assertThat(look(0, 20)).as("down to min").isEqualTo(15);
    }

    @Test
    void whatThePeakOfTheIdleTimeoutNeededStaysAndOneMore() {
        look(12, 20);
        for (int look = 0; look < 9; look++) {
            look(8, 20);
        }
        assertThat(look(8, 20)).as("the peak was 10 s ago").isEqualTo(20 - 13);
        assertThat(look(8, 20)).as("and is forgotten then").isEqualTo(20 - 9);
    }

    @Test
    void whatIsInUseIsNotClosed() {
        for (int look = 0; look < 10; look++) {
            look(0, 20);
        }
        assertThat(watch.surplus(++second * 1_000_000_000L, usage(18, 2), 0, IDLE)).isEqualTo(2);
    }

    @Test
    void whatWasForgottenBeginsAnew() {
        for (int look = 0; look < 20; look++) {
            look(0, 20);
        }
        watch.forget();
        assertThat(look(0, 20)).isZero();
    }

    private int look(int inUse, int open) {
        return watch.surplus(second++ * 1_000_000_000L, usage(0, open), inUse, IDLE);
    }

    private static PoolUsage usage(int inUse, int idle) {
        return new PoolUsage(inUse, idle, OptionalInt.of(0), MIN, OptionalInt.of(30));
    }
}
