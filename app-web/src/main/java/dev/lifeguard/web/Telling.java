package dev.lifeguard.web;

import dev.lifeguard.configuration.Settings;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.unloading.Traces;
import dev.lifeguard.web.live.LiveFeed;
import dev.lifeguard.web.live.LiveServlet;
import dev.lifeguard.web.metrics.MetricsServlet;
import dev.lifeguard.web.metrics.PoolMetrics;
import dev.lifeguard.web.report.PoolReports;
import dev.lifeguard.web.rest.PoolListing;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
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
    private PoolListing listing;

    @Inject
    private Settings settings;

    @Inject
    private MetricRegistry registry;

    private PoolMetrics metrics;
    private DeviationLog deviations;
    private LiveFeed feed;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        event.getServletContext()
                .addServlet("metrics", new MetricsServlet(observatory, reports, settings.metricAliases()))
                .addMapping("/metrics");
        feed = new LiveFeed(listing::all);
        ServletRegistration.Dynamic live = event.getServletContext().addServlet("live", new LiveServlet(feed));
        live.addMapping(LiveServlet.ADDRESS);
        live.setAsyncSupported(true);
        metrics = new PoolMetrics(registry, observatory, reports);
        deviations = new DeviationLog(reports);
        // Makes the beans behind it now: into one that is first used on a thread of ours, Payara injects nothing.
        listing.all();
        observatory.addListener(metrics);
        observatory.addListener(deviations);
        feed.start();
        listing.addListener(feed);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        listing.removeListener(feed);
        feed.stop();
        observatory.removeListener(deviations);
        observatory.removeListener(metrics);
        metrics.close();
        // The last of the application to go, on both servers.
        Traces.clear();
    }
}
