package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.observation.Observatory;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.operations.OperationListener;
import dev.lifeguard.operations.PoolControlState;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.web.report.PoolReports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.Optional;

/** What everybody who may read is told of the pools, from memory and on any thread. */
@ApplicationScoped
public class PoolListing {

    @Inject
    private Observatory observatory;

    @Inject
    private PoolReports reports;

    @Inject
    private OperationDesk operations;

    /** Every pool of the server, sorted by name. */
    public JsonObject all() {
        String server = observatory.server();
        JsonArrayBuilder pools = JSON.createArrayBuilder();
        reports.all().forEach(report -> pools.add(
                PoolJson.of(server, report, control(report.seen().pool().id()))));
        return JSON.createObjectBuilder().add("server", server).add("pools", pools).build();
    }

    /** How the pool stands with its operators; empty until operations have seen it. */
    Optional<PoolControlState> control(PoolId pool) {
        return operations.state(pool);
    }

    public void addListener(OperationListener listener) {
        operations.addListener(listener);
    }

    public void removeListener(OperationListener listener) {
        operations.removeListener(listener);
    }
}
