package dev.lifeguard.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
    private PoolListing listing;

    /** Every pool of the server, sorted by name. */
    @GET
    public JsonObject all() {
        return listing.all();
    }
}
