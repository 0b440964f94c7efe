package dev.lifeguard.web.health;

import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.web.report.PoolReport;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Lays the numbers of every pool into a health check's data. What was not measured has no key: Payara answers 500 on a null. */
final class PoolData {

    private static final double PERCENT = 100.0;
    private static final double P99 = 0.99;
    private static final long NANOS_PER_MICRO = 1_000L;

    private PoolData() {}

    static void put(HealthCheckResponseBuilder response, List<PoolReport> reports) {
        reports.forEach(report -> put(response, label(report, reports) + ".", report));
    }

    /** The pool's name; where another pool has the same, its id. */
    static String label(PoolReport report, List<PoolReport> all) {
        Pool pool = report.seen().pool();
        long sameName = all.stream().filter(other -> other.seen().pool().name().equals(pool.name())).count();
        return sameName == 1 ? pool.name() : pool.id().value();
    }

    private static void put(HealthCheckResponseBuilder response, String pool, PoolReport report) {
        PoolObservation seen = report.seen();
        response.withData(pool + "verdict", report.verdict().word());
        response.withData(pool + "reason", report.reason());
        seen.usage().ifPresent(usage -> {
            response.withData(pool + "inUse", usage.inUse());
            response.withData(pool + "idle", usage.idle());
            usage.max().ifPresent(max -> response.withData(pool + "max", max));
            usage.waiting().ifPresent(waiting -> response.withData(pool + "waiting", waiting));
        });
        seen.lost().ifPresent(lost -> response.withData(pool + "lost", lost));
        seen.utilization().ifPresent(ratio -> response.withData(pool + "utilizationPercent", Math.round(ratio * PERCENT)));
        OptionalLong p99 = seen.acquisitionNanos(P99);
        if (p99.isPresent()) {
            response.withData(pool + "acquisitionP99Micros", p99.getAsLong() / NANOS_PER_MICRO);
        }
        seen.age().ifPresent(age -> response.withData(pool + "ageMillis", age.toMillis()));
        seen.trouble().ifPresent(trouble -> response.withData(pool + "trouble", trouble));
    }
}
