package dev.lifeguard.web.rest;

import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.PoolControlState;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.web.problem.Problem;
import dev.lifeguard.web.problem.ProblemException;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of one pool, and the one way to change them: on the version that was read. */
@Path("/pools/{id}/settings")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SettingsResource {

    private static final Pattern TAG = Pattern.compile("\"([0-9a-f]{1,64})\"");

    @Inject
    private Observatory observatory;

    @Inject
    private PoolListing listing;

    @Inject
    private OrderDesk orders;

    @PathParam("id")
    private String id;

    /** As they are. */
    @GET
    public Response settings() {
        PoolObservation seen = observatory.observation(Ids.pool(id)).orElseThrow(() -> ApiError.noPool(id));
        PoolControlState state = listing.control(seen.pool().id())
                .orElseThrow(() -> new ProblemException(ProblemType.UNREADABLE, "The settings of this pool have not been read yet"));
        return Response.ok(ControlJson.settings(state, seen.settings())).tag(OrderDesk.tag(state)).build();
    }

    /** Changes those that the body has, if they are still of the version that {@code If-Match} names. */
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@HeaderParam(HttpHeaders.IF_MATCH) String expected, InputStream body, @Context UriInfo address)
            throws IOException {
        PoolId pool = Ids.pool(id);
        if (expected == null) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_REQUIRED, "If-Match has to name the ETag of the settings that the change is based on");
        }
        Matcher tag = TAG.matcher(expected.strip());
        if (!tag.matches()) {
            throw ApiError.invalid("If-Match has to be the one ETag that came with the settings, in its quotes");
        }
        try {
            return orders.execute(Operation.SETTINGS, pool, Optional.of(tag.group(1)), body, address);
        } catch (RefusedException | EJBException e) {
            return stale(e).map(stale -> ofThisVersion(pool, stale)).orElseThrow(() -> e);
        }
    }

    private static Optional<RefusedException> stale(RuntimeException failure) {
        return Causes.of(failure).stream()
                .filter(RefusedException.class::isInstance)
                .map(RefusedException.class::cast)
                .filter(refused -> refused.kind() == RefusedException.Kind.STALE)
                .findFirst();
    }

    private Response ofThisVersion(PoolId pool, RefusedException stale) {
        ResponseBuilder response = ProblemMapper.response(new Problem(ProblemType.STALE, stale.getMessage()));
        listing.control(pool).map(OrderDesk::tag).ifPresent(response::tag);
        return response.build();
    }
}
