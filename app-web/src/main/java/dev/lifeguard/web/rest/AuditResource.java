package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.operations.AuditPage;
import dev.lifeguard.operations.AuditQuery;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.Operations;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.web.problem.ProblemException;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.function.Function;

/** The audit: what was done to the pools, or tried, the newest first. */
@Path("/operations")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private static final int STANDARD_LIMIT = 100;
    /** One less than can be asked for, to see whether there is more. */
    private static final int MOST = AuditQuery.MOST - 1;

    @Inject
    private Operations operations;

    /** One page. It names the next one, if there is more. */
    @GET
    public JsonObject audit(
            @QueryParam("pool") String pool,
            @QueryParam("operation") String operation,
            @QueryParam("state") String state,
            @QueryParam("actor") String actor,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("before") String before,
            @QueryParam("limit") String limit,
            @Context UriInfo address) {
        int most = Parameters.limit(limit, STANDARD_LIMIT, MOST);
        AuditPage found = operations.audit(new AuditQuery(
                Parameters.parse("pool", pool, "the id of a pool", PoolId::new),
                Parameters.word("operation", operation, Operation.class),
                Parameters.word("state", state, OperationRecord.State.class),
                Parameters.parse("actor", actor, "a name", Function.identity()),
                Parameters.instant("from", from),
                Parameters.instant("to", to),
                Parameters.id("before", before),
                most + 1));
        JsonArrayBuilder page = JSON.createArrayBuilder();
        found.entries().stream().limit(most).map(OperationJson::of).forEach(page::add);
        JsonObjectBuilder json = JSON.createObjectBuilder().add("operations", page);
        found.missing().ifPresent(why -> json.add("missing", why));
        if (found.entries().size() > most) {
            URI next = address.getRequestUriBuilder().replaceQueryParam("before", found.entries().get(most - 1).id()).build();
            // Without the host: who has come through a proxy knows another one.
            json.add("next", next.getRawPath() + "?" + next.getRawQuery());
        }
        return json.build();
    }

    /** One entry. 503 if it may be an older one, and the database does not answer soon. */
    @GET
    @Path("{operation}")
    public JsonObject operation(@PathParam("operation") String id) {
        return Parameters.id("operation", id)
                .flatMap(operations::find)
                .map(OperationJson::of)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no operation with the id '" + id + "'"));
    }
}
