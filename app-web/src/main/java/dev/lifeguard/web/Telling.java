package dev.lifeguard.web;

import dev.lifeguard.configuration.Settings;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.unloading.Traces;
import dev.lifeguard.web.metrics.MetricsServlet;
import dev.lifeguard.web.metrics.PoolMetrics;
import dev.lifeguard.web.report.PoolReports;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Connects what has to follow the pools as they come and go, for as long as the application is deployed. */
@WebListener
public class Telling implements ServletContextListener {

    @Inject
    private Observatory observatory;

    @Inject
    private PoolReports reports;

    @Inject
    private Settings settings;

    @Inject
    private MetricRegistry registry;

    private PoolMetrics metrics;
    private DeviationLog deviations;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        event.getServletContext()
                .addServlet("metrics", new MetricsServlet(observatory, reports, settings.metricAliases()))
                .addMapping("/metrics");
        metrics = new PoolMetrics(registry, observatory, reports);
        deviations = new DeviationLog(reports);
        // Makes the bean behind it now: into one that is first used on a thread of ours, Payara injects nothing.
        reports.all();
        observatory.addListener(metrics);
        observatory.addListener(deviations);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        observatory.removeListener(deviations);
        observatory.removeListener(metrics);
        metrics.close();
        // The last of the application to go, on both servers.
        Traces.clear();
    }
}
