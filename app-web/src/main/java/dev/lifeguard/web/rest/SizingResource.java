package dev.lifeguard.web.rest;

import dev.lifeguard.governor.Governor;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.Operations;
import dev.lifeguard.operations.Order;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Which size a pool should have, why, and what another would do, from memory; and the one way to say what is done about it. */
@Path("/pools/{id}/sizing")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SizingResource {

    @Inject
    private Governor governor;

    @Inject
    private Operations operations;

    /** 404 for a pool that the server has not, or that was not looked at yet. */
    @GET
    public JsonObject sizing(@PathParam("id") String id) {
        return governor.counsel(Ids.pool(id))
                .map(counsel -> SizingJson.of(id, counsel))
                .orElseThrow(() -> ApiError.noPool(id));
    }

    /** Has what the body's mode says done about its size from now on; answers how it is then, of a dry run the effect. */
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    public JsonObject govern(@PathParam("id") String id, InputStream body) throws IOException {
        Fields fields = Fields.read(body, Orders.fields(Operation.GOVERN));
        Order order = Orders.of(Operation.GOVERN, Ids.pool(id), Optional.empty(), fields);
        if (fields.flag(Orders.DRY_RUN)) {
            return OperationJson.of(operations.dryRun(order));
        }
        operations.execute(order);
        return sizing(id);
    }
}
