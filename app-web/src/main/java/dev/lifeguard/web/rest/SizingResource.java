package dev.lifeguard.web.rest;

import dev.lifeguard.governor.Governor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Which size a pool should have, why, and what another would do; from memory. */
@Path("/pools/{id}/sizing")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SizingResource {

    @Inject
    private Governor governor;

    /** 404 for a pool that the server has not, or that was not looked at yet. */
    @GET
    public JsonObject sizing(@PathParam("id") String id) {
        return governor.counsel(Ids.pool(id))
                .map(counsel -> SizingJson.of(id, counsel))
                .orElseThrow(() -> ApiError.noPool(id));
    }
}
