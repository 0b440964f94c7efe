package dev.lifeguard.web.health;

import dev.lifeguard.schema.SchemaProgress;
import dev.lifeguard.schema.SchemaState;
import dev.lifeguard.warden.Warden;
import dev.lifeguard.web.report.PoolReport;
import dev.lifeguard.web.report.PoolReports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Startup;

/**
 * DOWN until the first attempts at Lifeguard's schema and at warming the pools have ended, well or not, but not for longer than a minute: a
 * database that is away must not get the server restarted again and again. Tells settings that are not as the environment asks.
 */
@Startup
@ApplicationScoped
public class StartedPools implements HealthCheck {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    @Inject
    private PoolReports reports;

    @Inject
    private Warden warden;

    /** None where Lifeguard runs without a history: then there is no schema to wait for. */
    @Inject
    private Instance<SchemaProgress> progress;

    @Override
    public HealthCheckResponse call() {
        List<PoolReport> all = reports.all();
        boolean warm = warden.started();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("pools").status(warm).withData("warm", warm);
        if (progress.isResolvable()) {
            SchemaState schema = progress.get().schema();
            response.status(warm && (schema.attempted() || progress.get().sinceStart().compareTo(AT_MOST) > 0));
            response.withData("schema", schema.phase().name().toLowerCase(Locale.ROOT));
            schema.failure().ifPresent(failure -> response.withData("schemaFailure", failure));
        }
        PoolData.put(response, all);
        for (PoolReport report : all) {
            if (!report.deviations().isEmpty()) {
                response.withData(PoolData.label(report, all) + ".notAsAsked", String.join("; ", report.deviations()));
            }
        }
        return response.build();
    }
}
