package dev.lifeguard.web.rest;

import dev.lifeguard.observation.HistoryAwayException;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.pool.Causes;
import dev.lifeguard.web.problem.Problem;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.ejb.EJBAccessException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;

/** Makes a problem document of whatever keeps a request from being answered. Of a failure of our own it tells no more than an id. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException known) {
            return ofJaxRs(known);
        }
        // A container wraps what an EJB throws.
        for (Throwable cause : Causes.of(failure)) {
            Optional<Problem> problem = known(cause);
            if (problem.isPresent()) {
                return ApiError.response(problem.get()).build();
            }
        }
        return unknown(failure);
    }

    /** The type of a refusal has its name. */
    static ProblemType type(RefusedException.Kind kind) {
        return ProblemType.valueOf(kind.name());
    }

    private static Optional<Problem> known(Throwable cause) {
        if (cause instanceof RefusedException refused) {
            return Optional.of(new Problem(type(refused.kind()), refused.getMessage()));
        }
        if (cause instanceof HistoryAwayException away) {
            return Optional.of(new Problem(ProblemType.NO_HISTORY, away.getMessage()));
        }
        if (cause instanceof EJBAccessException) {
            return Optional.of(new Problem(ProblemType.FORBIDDEN, "That is for operators"));
        }
        return Optional.empty();
    }

    private static Response ofJaxRs(WebApplicationException known) {
        Response response = known.getResponse();
        int status = response.getStatus();
        if (response.hasEntity() || status < Response.Status.BAD_REQUEST.getStatusCode()) {
            return response;
        }
        if (status >= Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()) {
            return unknown(known);
        }
        Problem problem = switch (status) {
            case 404 -> new Problem(ProblemType.NOT_FOUND, "The address is none of the API's");
            case 405 -> new Problem(ProblemType.METHOD_NOT_ALLOWED, "The header Allow has the methods that this address takes");
            case 406 -> new Problem(ProblemType.NOT_ACCEPTABLE, "The answer is JSON: accept application/json");
            case 415 -> new Problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, "A body has to be JSON: send it as application/json");
            default -> new Problem(ProblemType.INVALID, status, "The request was refused before it was read", Optional.empty());
        };
        Response.ResponseBuilder told = ApiError.response(problem);
        String allowed = response.getHeaderString(HttpHeaders.ALLOW);
        return (allowed == null ? told : told.header(HttpHeaders.ALLOW, allowed)).build();
    }

    private static Response unknown(Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOG.log(Level.ERROR, () -> "A request failed, " + id, failure);
        return ApiError.response(new Problem(
                ProblemType.INTERNAL, ProblemType.INTERNAL.status(), "The server's log has more under this instance", Optional.of(id))).build();
    }
}
