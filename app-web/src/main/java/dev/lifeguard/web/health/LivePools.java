package dev.lifeguard.web.health;

import dev.lifeguard.observation.Observatory;
import dev.lifeguard.web.report.PoolReports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** DOWN only when nothing but a restart helps: the sampler could not be kept alive. A database that is away is no reason. */
@Liveness
@ApplicationScoped
public class LivePools implements HealthCheck {

    @Inject
    private Observatory observatory;

    @Inject
    private PoolReports reports;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("pools").status(!observatory.samplerLost());
        response.withData("samplerRestarts", observatory.samplerRestarts());
        PoolData.put(response, reports.all());
        return response.build();
    }
}
