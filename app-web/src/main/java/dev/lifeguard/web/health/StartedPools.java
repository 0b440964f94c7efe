package dev.lifeguard.web.health;

import dev.lifeguard.web.PoolReport;
import dev.lifeguard.web.PoolReports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Startup;

/** DOWN until the first attempt at Lifeguard's schema has ended, well or not; tells settings that are not as the environment asks. */
@Startup
@ApplicationScoped
public class StartedPools implements HealthCheck {

    @Inject
    private PoolReports reports;

    @Override
    public HealthCheckResponse call() {
        List<PoolReport> all = reports.all();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("pools").up();
        PoolData.put(response, all);
        for (PoolReport report : all) {
            if (!report.deviations().isEmpty()) {
                response.withData(report.seen().pool().name() + ".notAsAsked", String.join("; ", report.deviations()));
            }
        }
        return response.build();
    }
}
