package dev.lifeguard.web.rest;

import dev.lifeguard.drill.DrillPlan;
import dev.lifeguard.drill.Drills;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.Order;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.web.problem.ProblemException;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Load on one pool, by a plan. */
@Path("/pools/{id}/drill")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DrillResource {

    @Inject
    private Drills drills;

    @Inject
    private Observatory observatory;

    @PathParam("id")
    private String id;

    /** The one that runs, or the last that did; 404 if there was none since Lifeguard started. */
    @GET
    public JsonObject drill() {
        PoolId pool = Ids.pool(id);
        if (observatory.observation(pool).isEmpty()) {
            throw ApiError.noPool(id);
        }
        return drills.report(pool)
                .map(DrillJson::of)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There was no drill on " + id + " since Lifeguard started"));
    }

    /** Starts one, which is 202; of a dry run, what would come. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response start(InputStream body) throws IOException {
        PoolId pool = Ids.pool(id);
        Fields fields = Fields.read(body, Orders.fields(Operation.DRILL));
        DrillPlan plan = DrillOrders.plan(fields);
        Optional<String> reason = Orders.withinRanges(() -> Order.clean(fields.text(Orders.REASON)));
        if (fields.flag(Orders.DRY_RUN)) {
            drills.dryRun(pool, plan);
            return Response.ok(DrillJson.effect(plan)).build();
        }
        return Response.accepted(DrillJson.of(drills.start(pool, plan, reason))).build();
    }

    /** Stops the one that runs; 409 if none does. */
    @DELETE
    public JsonObject stop() {
        return DrillJson.of(drills.stop(Ids.pool(id)));
    }
}
