package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.operations.Effect;
import dev.lifeguard.operations.OperationRecord;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.TreeMap;

/** Operations as JSON, as {@code docs/api.md} says. */
public final class OperationJson {

    private OperationJson() {}

    /** An entry of the audit. */
    public static JsonObject of(OperationRecord operation) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("id", operation.id().toString())
                .add("at", operation.at().toString());
        operation.endedAt().ifPresent(at -> json.add("endedAt", at.toString()));
        json.add("actor", JSON.createObjectBuilder()
                        .add("kind", Words.of(operation.actor().kind()))
                        .add("name", operation.actor().name()))
                .add("pool", operation.pool().value())
                .add("poolName", operation.poolName())
                .add("operation", operation.operation().word())
                .add("asked", terms(operation.asked()))
                .add("before", terms(operation.before()))
                .add("after", terms(operation.after()));
        operation.reason().ifPresent(reason -> json.add("reason", reason));
        json.add("state", Words.of(operation.state())).add("outcome", operation.outcome());
        operation.revertAt().ifPresent(at -> json.add("revertAt", at.toString()));
        return json.build();
    }

    /** What an order would do. */
    static JsonObject of(Effect effect) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("dryRun", true)
                .add("effect", effect.sentence())
                .add("before", terms(effect.before()))
                .add("after", terms(effect.after()));
        effect.cut().ifPresent(cut -> json.add("cut", cut));
        return json.build();
    }

    private static JsonObjectBuilder terms(Map<String, String> terms) {
        JsonObjectBuilder json = JSON.createObjectBuilder();
        // In an order that does not change from one answer to the next.
        new TreeMap<>(terms).forEach(json::add);
        return json;
    }
}
