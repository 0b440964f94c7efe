package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.PoolControlState;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.SettingsInForce;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.Optional;

/** How a pool stands with its operators, as JSON. What is not known is left out. */
final class ControlJson {

    private ControlJson() {}

    static void add(JsonObjectBuilder json, PoolControlState state) {
        addBounds(json, state);
        json.add("drained", state.drained());
        state.running().ifPresent(id -> json.add("operation", id.toString()));
        JsonObjectBuilder lacks = JSON.createObjectBuilder();
        for (Operation operation : Operation.values()) {
            if (state.lacks().containsKey(operation)) {
                lacks.add(operation.word(), state.lacks().get(operation));
            }
        }
        json.add("lacks", lacks);
    }

    /** The settings alone: what the ETag stands for, and what a change has to keep to. */
    static JsonObject settings(PoolControlState state, Optional<PoolSettings> configured) {
        JsonObjectBuilder json = JSON.createObjectBuilder();
        addBounds(json, state);
        JsonObjectBuilder terms = JSON.createObjectBuilder();
        configured.map(PoolSettings::serverTerms).orElse(Map.of()).forEach(terms::add);
        return json.add("serverTerms", terms).build();
    }

    private static void addBounds(JsonObjectBuilder json, PoolControlState state) {
        state.inForce().ifPresent(inForce -> json.add("inForce", inForce(inForce)));
        JsonObjectBuilder origin = JSON.createObjectBuilder();
        state.originMin().ifPresent(min -> origin.add("min", min));
        state.originMax().ifPresent(max -> origin.add("max", max));
        json.add("origin", origin).add("floor", state.floor());
        state.ceiling().ifPresent(ceiling -> json.add("ceiling", ceiling));
        state.ceilingReason().ifPresent(reason -> json.add("ceilingReason", reason));
        state.revertAt().ifPresent(at -> json.add("revertAt", at.toString()));
    }

    private static JsonObjectBuilder inForce(SettingsInForce settings) {
        JsonObjectBuilder json = JSON.createObjectBuilder().add("min", settings.min());
        settings.max().ifPresent(max -> json.add("max", max));
        Seconds.add(json, "waitTimeoutSeconds", settings.waitTimeout());
        Seconds.add(json, "idleTimeoutSeconds", settings.idleTimeout());
        return json;
    }
}
