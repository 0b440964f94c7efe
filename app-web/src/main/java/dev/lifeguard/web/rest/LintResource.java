package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.lint.Finding;
import dev.lifeguard.lint.Lint;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.operations.PoolControlState;
import dev.lifeguard.pool.PoolId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** Which settings of a pool hurt, and what mends them; from memory. */
@Path("/pools/{id}/lint")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class LintResource {

    @Inject
    private Observatory observatory;

    @Inject
    private OperationDesk desk;

    /** 404 for a pool that the server has not. Without findings and with the trouble while its settings cannot be read. */
    @GET
    public JsonObject lint(@PathParam("id") String id) {
        PoolId pool = Ids.pool(id);
        PoolObservation seen = observatory.observation(pool).orElseThrow(() -> ApiError.noPool(id));
        if (seen.settings().isEmpty()) {
            return json(List.of()).add("trouble", seen.trouble().orElse("The settings are not read yet")).build();
        }
        return json(Lint.judge(observatory.server(), seen.pool(), seen.settings().get(), desk.state(pool).flatMap(LintResource::granted)))
                .build();
    }

    /** Absent where nothing but the pool's own configuration limits it. */
    private static Optional<Lint.Granted> granted(PoolControlState state) {
        return state.ceiling().isPresent() && state.ceilingReason().isPresent()
                ? Optional.of(new Lint.Granted(state.ceiling().getAsInt(), state.ceilingReason().get()))
                : Optional.empty();
    }

    static JsonObjectBuilder json(List<Finding> findings) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        for (Finding finding : findings) {
            JsonObjectBuilder json = JSON.createObjectBuilder()
                    .add("rule", finding.rule())
                    .add("severity", finding.severity().word())
                    .add("setting", finding.setting());
            finding.value().ifPresent(value -> json.add("value", value));
            array.add(json.add("effect", finding.effect()).add("mend", finding.mend()));
        }
        return JSON.createObjectBuilder().add("findings", array);
    }
}
