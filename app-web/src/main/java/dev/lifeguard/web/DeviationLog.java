package dev.lifeguard.web;

import dev.lifeguard.observation.ObservationListener;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.web.report.PoolReport;
import dev.lifeguard.web.report.PoolReports;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes to the log, once, when a pool's settings are not what the environment asked for, and when they are again. */
final class DeviationLog implements ObservationListener {

    private static final Logger LOG = System.getLogger(DeviationLog.class.getName());

    private final PoolReports reports;
    private final Map<PoolId, List<String>> told = new HashMap<>();

    DeviationLog(PoolReports reports) {
        this.reports = reports;
    }

    @Override
    public void observed(List<PoolObservation> pools) {
        for (PoolObservation seen : pools) {
            if (seen.settings().isPresent()) {
                tell(reports.of(seen));
            }
        }
    }

    private void tell(PoolReport report) {
        List<String> before = told.put(report.seen().pool().id(), report.deviations());
        String name = report.seen().pool().name();
        if (report.deviations().equals(before)) {
            return;
        }
        for (String deviation : report.deviations()) {
            LOG.log(Level.WARNING, "Pool {0}: {1}", name, deviation);
        }
        if (report.deviations().isEmpty() && before != null) {
            LOG.log(Level.INFO, "Pool {0} is set as the environment asks", name);
        }
    }
}
