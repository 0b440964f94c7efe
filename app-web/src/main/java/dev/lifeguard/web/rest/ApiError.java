package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;

/** What is said to a request that cannot be answered: a sentence that names what was asked for. */
final class ApiError {

    private ApiError() {}

    static WebApplicationException noPool(String id) {
        return of(Status.NOT_FOUND, "The server has no pool with the id '" + id + "'");
    }

    static WebApplicationException noSnapshot(String id) {
        return of(Status.NOT_FOUND, "There is no snapshot with the id '" + id + "' any longer");
    }

    static WebApplicationException badParameter(String name, String value, String range) {
        return of(Status.BAD_REQUEST, name + " is '" + value + "'; it must be " + range);
    }

    static WebApplicationException of(StatusType status, String sentence) {
        return new WebApplicationException(Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(JSON.createObjectBuilder().add("error", sentence).build())
                .build());
    }
}
