package dev.lifeguard.web.health;

import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.web.report.PoolReport;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Lays the numbers of every pool into a health check's data. What was not measured has no key. */
final class PoolData {

    private static final double PERCENT = 100.0;

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
        if (report.verdict().databaseAway() || seen.reachability().state() == Reachability.State.PENDING) {
            // Payara answers 500 on a null, so only what is there.
            seen.reachability().reason().ifPresent(reason -> response.withData(pool + "reason", reason));
        }
        seen.usage().ifPresent(usage -> {
            response.withData(pool + "inUse", usage.inUse());
            response.withData(pool + "idle", usage.idle());
            usage.max().ifPresent(max -> response.withData(pool + "max", max));
            usage.waiting().ifPresent(waiting -> response.withData(pool + "waiting", waiting));
        });
        seen.utilization().ifPresent(ratio -> response.withData(pool + "utilizationPercent", Math.round(ratio * PERCENT)));
        seen.age().ifPresent(age -> response.withData(pool + "ageMillis", age.toMillis()));
        seen.trouble().ifPresent(trouble -> response.withData(pool + "trouble", trouble));
    }
}
