package dev.lifeguard.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.web.report.PoolReport;
import dev.lifeguard.web.report.Reports;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.junit.jupiter.api.Test;

class PoolDataTest {

    @Test
    void aPoolIsLabelledByItsNameUnlessAnotherHasTheSame() {
        PoolReport app = report("jdbc/app", "app");
        PoolReport one = report("java:app/jdbc/orders", "first");
        PoolReport other = report("java:app/jdbc/orders", "second");
        List<PoolReport> all = List.of(app, one, other);
        assertThat(PoolData.label(app, all)).isEqualTo("jdbc/app");
        assertThat(PoolData.label(one, all)).isEqualTo(one.seen().pool().id().value());
        assertThat(PoolData.label(other, all)).isNotEqualTo(PoolData.label(one, all));
    }

    @Test
    void tellsWhatIsKnown() {
        Recorded data = new Recorded();
        PoolData.put(data, List.of(Reports.known(pool("jdbc/app", "app"))));
        assertThat(data.values)
                .containsEntry("jdbc/app.verdict", "healthy")
                .containsEntry("jdbc/app.reason", "3 of 10 in use, 1 waiting; the database answers")
                .containsEntry("jdbc/app.inUse", 3L)
                .containsEntry("jdbc/app.lost", 1L)
                .containsEntry("jdbc/app.utilizationPercent", 25L)
                .containsEntry("jdbc/app.acquisitionP99Micros", 740L)
                .containsEntry("jdbc/app.ageMillis", 40L);
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        Recorded data = new Recorded();
        PoolData.put(data, List.of(Reports.unknown(pool("jdbc/app", "app"))));
        assertThat(data.values).containsOnlyKeys("jdbc/app.verdict", "jdbc/app.reason");
    }

    @Test
    void twoHundredPoolsAreToldInNoTime() {
        List<PoolReport> pools = IntStream.range(0, 200).mapToObj(number -> Reports.known(pool("jdbc/" + number, "" + number))).toList();
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 20; attempt++) {
            long start = System.nanoTime();
            PoolData.put(new Recorded(), pools);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
    }

    /** Keeps the data of a health check. */
    private static final class Recorded extends HealthCheckResponseBuilder {

        private final Map<String, Object> values = new LinkedHashMap<>();

        @Override
        public HealthCheckResponseBuilder name(String name) {
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, String value) {
            values.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, long value) {
            values.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, boolean value) {
            values.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder up() {
            return this;
        }

        @Override
        public HealthCheckResponseBuilder down() {
            return this;
        }

        @Override
        public HealthCheckResponseBuilder status(boolean up) {
            return this;
        }

        @Override
        public HealthCheckResponse build() {
            return new HealthCheckResponse("pools", HealthCheckResponse.Status.UP, Optional.of(values));
        }
    }

    private static PoolReport report(String name, String key) {
        return Reports.unknown(pool(name, key));
    }

    private static Pool pool(String name, String key) {
        return Pool.of(name, List.of(), key, Pool.Source.SERVER, Optional.empty());
    }
}
