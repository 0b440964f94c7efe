package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.diagnosis.Diagnosis;
import dev.lifeguard.diagnosis.DiagnosisJson;
import dev.lifeguard.diagnosis.HeldConnection;
import dev.lifeguard.diagnosis.Snapshot;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.operations.PoolControlState;
import dev.lifeguard.operations.Roles;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.Window;
import dev.lifeguard.web.problem.ProblemException;
import dev.lifeguard.web.problem.ProblemType;
import dev.lifeguard.web.report.PoolReport;
import dev.lifeguard.web.report.PoolReports;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of one pool, who holds its connections, and why; from memory. Every path is 404 if the server has no pool of this id. */
@Path("/pools/{id}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PoolResource {

    private static final int STANDARD_LIMIT = 100;
    private static final int MOST = 10_000;

    @Inject
    private Observatory observatory;

    @Inject
    private PoolReports reports;

    @Inject
    private PoolListing listing;

    @Inject
    private Diagnosis diagnosis;

    @PathParam("id")
    private String id;

    @Context
    private SecurityContext caller;

    /** The pool, with the figures of every window. Its ETag is that of its settings. */
    @GET
    public Response pool() {
        PoolId pool = Ids.pool(id);
        PoolReport report = reports.find(pool).orElseThrow(() -> ApiError.noPool(id));
        Map<Window, BorrowFigures> figures = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            figures.put(window, observatory.figures(pool, window).orElseThrow(() -> ApiError.noPool(id)));
        }
        Optional<PoolControlState> control = listing.control(pool);
        ResponseBuilder response = Response.ok(PoolJson.of(observatory.server(), report, control, figures).build());
        control.map(OrderDesk::tag).ifPresent(response::tag);
        return response.build();
    }

    /** Who has a connection now, the longest held first; without the list where holders are not seen. */
    @GET
    @Path("holders")
    public JsonObject holders(@QueryParam("limit") String limit) {
        PoolObservation seen = seen();
        JsonObjectBuilder json = head().add("timing", seen.timing().word());
        seen.timingReason().ifPresent(reason -> json.add("timingReason", reason));
        int most = Parameters.limit(limit, STANDARD_LIMIT, MOST);
        if (seen.timing() == Timing.EXACT) {
            List<HeldConnection> all = diagnosis.holders(seen.pool().id());
            JsonArrayBuilder holders = JSON.createArrayBuilder();
            all.stream().limit(most).forEach(held -> holders.add(DiagnosisJson.of(held, operator())));
            json.add("count", all.size()).add("holders", holders);
        }
        return json.build();
    }

    /** The database's sessions that have to do with the pool, as last read; without the list where they were not. */
    @GET
    @Path("sessions")
    public JsonObject sessions() {
        JsonObject report = DiagnosisJson.of(diagnosis.sessions(known()), operator());
        return head().addAll(JSON.createObjectBuilder(report)).build();
    }

    /** The snapshots that are in memory, the newest first, without what they saw. */
    @GET
    @Path("snapshots")
    public JsonObject snapshots() {
        JsonArrayBuilder snapshots = JSON.createArrayBuilder();
        diagnosis.snapshots(known()).forEach(snapshot -> snapshots.add(SnapshotJson.head(snapshot)));
        return JSON.createObjectBuilder().add("pool", id).add("snapshots", snapshots).build();
    }

    /** One snapshot; 404 if it is not in memory any longer. */
    @GET
    @Path("snapshots/{snapshot}")
    public JsonObject snapshot(@PathParam("snapshot") String snapshotId) {
        Snapshot snapshot = diagnosis.snapshots(known()).stream()
                .filter(each -> each.id().equals(snapshotId))
                .findFirst()
                .orElseThrow(() -> ApiError.noSnapshot(snapshotId));
        return SnapshotJson.of(snapshot, operator()).add("restricted", !operator()).build();
    }

    /** Takes a snapshot, for the history too; 429 within ten seconds of the last that somebody asked for. */
    @POST
    @Path("snapshots")
    public Response takeSnapshot(@Context UriInfo address) {
        Snapshot snapshot = diagnosis.takeSnapshot(known()).orElseThrow(() -> new ProblemException(
                ProblemType.RATE_LIMITED, "There is a snapshot of the last " + Diagnosis.BETWEEN_SNAPSHOTS.toSeconds() + " s"));
        diagnosis.keep(snapshot);
        return Response.created(address.getAbsolutePathBuilder().path(snapshot.id()).build())
                .entity(SnapshotJson.head(snapshot).build())
                .build();
    }

    private PoolObservation seen() {
        return observatory.observation(Ids.pool(id)).orElseThrow(() -> ApiError.noPool(id));
    }

    private PoolId known() {
        return seen().pool().id();
    }

    private boolean operator() {
        return caller.isUserInRole(Roles.OPERATOR);
    }

    private JsonObjectBuilder head() {
        return JSON.createObjectBuilder().add("pool", id).add("restricted", !operator());
    }
}
