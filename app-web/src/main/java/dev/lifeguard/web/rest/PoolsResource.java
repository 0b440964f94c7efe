package dev.lifeguard.web.rest;

import dev.lifeguard.observation.Observatory;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.web.report.PoolReport;
import dev.lifeguard.web.report.PoolReports;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** What is known of the pools, from memory. */
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
        JsonArrayBuilder pools = Json.createArrayBuilder();
        reports.all().forEach(report -> pools.add(PoolJson.of(report)));
        return Json.createObjectBuilder().add("server", observatory.server()).add("pools", pools).build();
    }

    /** One pool; 404 if the server has none of this id. */
    @GET
    @Path("{id}")
    public Response one(@PathParam("id") String id) {
        Optional<PoolReport> report = parse(id).flatMap(reports::find);
        return report.map(found -> Response.ok(PoolJson.of(found)))
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND)
                        .entity(Json.createObjectBuilder().add("error", "The server has no pool with the id '" + id + "'").build()))
                .build();
    }

    private static Optional<PoolId> parse(String id) {
        try {
            return Optional.of(new PoolId(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
