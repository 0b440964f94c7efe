package dev.lifeguard.web.rest;

import dev.lifeguard.operations.Operation;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/** What can be done to a pool beside changing its settings. */
@Path("/pools/{id}/{operation: recycle|flush|ping|warm|drain|resume}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ActionResource {

    @Inject
    private OrderDesk orders;

    /** Its record: 200 if it has ended, however, 202 while it goes on; of a dry run, the effect. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response act(
            @PathParam("id") String id, @PathParam("operation") String word, InputStream body, @Context UriInfo address)
            throws IOException {
        return orders.execute(Operation.valueOf(word.toUpperCase(Locale.ROOT)), Ids.pool(id), Optional.empty(), body, address);
    }
}
