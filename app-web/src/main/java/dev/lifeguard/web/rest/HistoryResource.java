package dev.lifeguard.web.rest;

import dev.lifeguard.judgement.EventHistory;
import dev.lifeguard.observation.HistoryAwayException;
import dev.lifeguard.observation.MinuteHistory;
import dev.lifeguard.operations.AuditPage;
import dev.lifeguard.operations.AuditQuery;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.Operations;
import dev.lifeguard.pool.PoolId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What a pool did, as the history has it, with what happened to it. Of a pool that is gone too. */
@Path("/pools/{id}/history")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {

    /** Of events, and of operations. */
    private static final int MOST_MARKS = AuditQuery.MOST;

    @Inject
    private MinuteHistory minutes;

    @Inject
    private EventHistory events;

    @Inject
    private Operations operations;

    /** Minutes or longer steps, oldest first. 503 if the database does not answer soon. */
    @GET
    public JsonObject history(
            @PathParam("id") String id, @QueryParam("from") String from, @QueryParam("to") String to, @QueryParam("step") String step) {
        PoolId pool = Ids.pool(id);
        HistorySpan span = HistorySpan.of(
                Parameters.instant("from", from),
                Parameters.instant("to", to),
                Parameters.duration("step", step),
                Clock.systemUTC().instant());
        return HistoryJson.of(
                id,
                span,
                minutes.steps(pool, span.from(), span.to(), span.step()),
                events.events(pool, span.from(), span.to(), MOST_MARKS),
                operations(new AuditQuery(
                        Optional.of(pool), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(span.from()),
                        Optional.of(span.to()), Optional.empty(), MOST_MARKS)));
    }

    private List<OperationRecord> operations(AuditQuery query) {
        AuditPage page = operations.audit(query);
        page.missing().ifPresent(why -> {
            throw new HistoryAwayException(why, null);
        });
        return page.entries();
    }
}
