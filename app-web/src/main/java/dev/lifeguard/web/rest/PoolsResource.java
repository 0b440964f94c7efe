package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.observation.Observatory;
import dev.lifeguard.web.report.PoolReports;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What is known of all pools, from memory. */
@Path("/pools")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PoolsResource {

    @Inject
    private Observatory observatory;

    @Inject
    private PoolReports reports;

    /** Every pool of the server, sorted by name. */
    @GET
    public JsonObject all() {
        String server = observatory.server();
        JsonArrayBuilder pools = JSON.createArrayBuilder();
        reports.all().forEach(report -> pools.add(PoolJson.of(server, report)));
        return JSON.createObjectBuilder().add("server", server).add("pools", pools).build();
    }
}
