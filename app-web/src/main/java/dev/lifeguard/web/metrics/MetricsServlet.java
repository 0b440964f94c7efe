package dev.lifeguard.web.metrics;

import dev.lifeguard.configuration.MetricAliases;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.web.report.PoolReports;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lifeguard's own metrics, with the histograms that MicroProfile Metrics has no way to tell. */
public final class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Observatory observatory;
    private final transient PoolReports reports;
    private final transient List<MetricSet> sets;

    /** @param aliases under which names the metrics are told besides their own */
    public MetricsServlet(Observatory observatory, PoolReports reports, MetricAliases aliases) {
        this.observatory = observatory;
        this.reports = reports;
        List<MetricSet> told = new ArrayList<>(List.of(MetricSet.LIFEGUARD));
        if (aliases.hikaricp()) {
            told.add(MetricSet.HIKARICP);
        }
        if (aliases.opentelemetry()) {
            told.add(MetricSet.OPENTELEMETRY);
        }
        this.sets = List.copyOf(told);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MetricsFormat format = MetricsFormat.acceptedBy(request.getHeader("Accept"));
        String text = MetricsText.of(format, sets, reports.all(), observatory.droppedMinutes());
        response.setContentType(format.contentType());
        response.setHeader("Vary", "Accept");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
