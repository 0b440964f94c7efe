package dev.lifeguard.web.rest;

import dev.lifeguard.web.problem.Problem;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/** What is said to a request that cannot be answered: a sentence that names what was asked for. */
final class ApiError {

    private ApiError() {}

    static WebApplicationException noPool(String id) {
        return of(ProblemType.UNKNOWN_POOL, "The server has no pool with the id '" + id + "'");
    }

    static WebApplicationException noSnapshot(String id) {
        return of(ProblemType.NOT_FOUND, "There is no snapshot with the id '" + id + "' any longer");
    }

    static WebApplicationException badParameter(String name, String value, String range) {
        return of(ProblemType.INVALID, name + " is '" + value + "'; it must be " + range);
    }

    static WebApplicationException of(ProblemType type, String sentence) {
        return new WebApplicationException(response(new Problem(type, sentence)).build());
    }

    /** As text, because not every server knows the media type to be JSON. */
    static Response.ResponseBuilder response(Problem problem) {
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.json().toString());
    }
}
