package dev.lifeguard.web.rest;

import dev.lifeguard.operations.Operation;
import dev.lifeguard.web.problem.ProblemException;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be done to a pool beside changing its settings. */
@Path("/pools/{id}/{operation: recycle|flush|ping|warm|drain|resume}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ActionResource {

    private static final Pattern JSON = Pattern.compile("(?i)\\s*application/json\\s*(;.*)?");

    @Inject
    private OrderDesk orders;

    /** Its record: 200 if it has ended, however, 202 while it goes on; of a dry run, the effect. */
    @POST
    public Response act(
            @PathParam("id") String id,
            @PathParam("operation") String word,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            InputStream body,
            @Context UriInfo address)
            throws IOException {
        // Not by @Consumes: with it, Open Liberty refuses a request without a body, which has no type.
        if (type != null && !JSON.matcher(type).matches()) {
            throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "A body has to be JSON: send it as application/json");
        }
        return orders.execute(Operation.valueOf(word.toUpperCase(Locale.ROOT)), Ids.pool(id), Optional.empty(), body, address);
    }
}
