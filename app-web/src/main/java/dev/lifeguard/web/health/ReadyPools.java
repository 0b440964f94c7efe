package dev.lifeguard.web.health;

import dev.lifeguard.configuration.Settings;
import dev.lifeguard.health.Readiness;
import dev.lifeguard.health.ReadinessSettings;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.web.report.PoolReport;
import dev.lifeguard.web.report.PoolReports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * DOWN while the database is away behind a pool that an application may need, or, where that is asked for, such a pool is saturated; while
 * one is drained; and until the pools were first looked at.
 */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class ReadyPools implements HealthCheck {

    @Inject
    private Observatory observatory;

    @Inject
    private PoolReports reports;

    @Inject
    private Settings settings;

    @Inject
    private ReadinessSettings readiness;

    @Inject
    private OperationDesk operations;

    @Override
    public HealthCheckResponse call() {
        List<PoolReport> all = reports.all();
        boolean ready = observatory.looked() && all.stream().noneMatch(this::deniedBy);
        HealthCheckResponseBuilder response = HealthCheckResponse.named("pools").status(ready);
        response.withData("server", observatory.server());
        PoolData.put(response, all);
        for (PoolReport report : all) {
            if (operations.drained(report.seen().pool().id())) {
                response.withData(PoolData.label(report, all) + ".drained", true);
            }
        }
        return response.build();
    }

    private boolean deniedBy(PoolReport report) {
        PoolObservation seen = report.seen();
        boolean drained = operations.drained(seen.pool().id());
        boolean optional = settings.optional(seen.pool().id());
        return Readiness.denied(
                seen.pool(), seen.usage(), report.verdict(), seen.reachability().state(), drained, optional, readiness);
    }
}
