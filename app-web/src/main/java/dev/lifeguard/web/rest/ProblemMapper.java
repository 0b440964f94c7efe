package dev.lifeguard.web.rest;

import dev.lifeguard.observation.HistoryAwayException;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.pool.Causes;
import dev.lifeguard.web.problem.Problem;
import dev.lifeguard.web.problem.ProblemException;
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
        return problem(failure).map(problem -> response(problem).build()).orElseGet(() -> unknown(failure));
    }

    /** Of what is no failure of ours; a container wraps what an EJB throws. */
    static Optional<Problem> problem(Throwable failure) {
        return Causes.of(failure).stream().map(ProblemMapper::known).flatMap(Optional::stream).findFirst();
    }

    /** As text, because not every server knows the media type to be JSON. */
    static Response.ResponseBuilder response(Problem problem) {
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.json().toString());
    }

    private static Optional<Problem> known(Throwable cause) {
        if (cause instanceof ProblemException told) {
            return Optional.of(told.problem());
        }
        if (cause instanceof RefusedException refused) {
            // The type of a refusal has its name.
            return Optional.of(new Problem(ProblemType.valueOf(refused.kind().name()), refused.getMessage()));
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
        Response.ResponseBuilder told = response(problem);
        String allowed = response.getHeaderString(HttpHeaders.ALLOW);
        return (allowed == null ? told : told.header(HttpHeaders.ALLOW, allowed)).build();
    }

    private static Response unknown(Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOG.log(Level.ERROR, () -> "A request failed, " + id, failure);
        return response(new Problem(
                        ProblemType.INTERNAL,
                        ProblemType.INTERNAL.status(),
                        "The server's log has more under this instance",
                        Optional.of(id)))
                .build();
    }
}
