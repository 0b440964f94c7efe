package dev.lifeguard.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.web.report.Reports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatestTest {

    private static final Pool APP = Pool.of("jdbc/app", List.of(), "app", Pool.Source.SERVER, Optional.empty());
    private static final Pool GONE = Pool.of("jdbc/gone", List.of(), "gone", Pool.Source.SERVER, Optional.empty());

    private final AtomicInteger observations = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong(-1);

    private final Latest latest = new Latest(
            () -> {
                observations.incrementAndGet();
                return List.of(Reports.unknown(APP));
            },
            nanos::get);

    @Test
    void oneScrapeCostsOneObservation() {
        for (int gauge = 0; gauge < 100; gauge++) {
            assertThat(latest.find(APP)).isPresent();
            assertThat(latest.find(GONE)).isEmpty();
            nanos.addAndGet(Duration.ofMillis(5).toNanos());
        }
        assertThat(observations).hasValue(1);
    }

    @Test
    void theNextScrapeHasItsOwn() {
        latest.find(APP);
        nanos.addAndGet(Duration.ofMillis(501).toNanos());
        latest.find(APP);
        assertThat(observations).hasValue(2);
    }
}
