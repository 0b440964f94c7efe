package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.diagnosis.PoolSession.Relation;
import dev.lifeguard.diagnosis.Snapshot;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Set;

/** A snapshot as JSON. */
final class SnapshotJson {

    /** At whatever depth. */
    private static final Set<String> FOR_OPERATORS = Set.of("statement", "stack");
    /** Of a session that has nothing to do with the pool but to block it: who it is. */
    private static final Set<String> FOR_OPERATORS_OF_OTHERS = Set.of("user", "database", "applicationName");
    private static final String BLOCKING = Words.of(Relation.BLOCKING);

    private SnapshotJson() {}

    /** What it is, without what was seen. */
    static JsonObjectBuilder head(Snapshot snapshot) {
        return JSON.createObjectBuilder()
                .add("id", snapshot.id())
                .add("pool", snapshot.pool().value())
                .add("name", snapshot.poolName())
                .add("takenAt", snapshot.takenAt().toString())
                .add("cause", snapshot.cause().word())
                .add("tookSeconds", Seconds.of(snapshot.took()));
    }

    /** @param confidential whether is told what is for operators alone: statements, stacks, and who blocks the pool's sessions */
    static JsonObjectBuilder of(Snapshot snapshot, boolean confidential) {
        try (JsonReader reader = Json.createReader(new StringReader(snapshot.json()))) {
            JsonObject seen = reader.readObject();
            return head(snapshot).addAll(JSON.createObjectBuilder(confidential ? seen : forEverybody(seen).asJsonObject()));
        }
    }

    private static JsonValue forEverybody(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> {
                JsonObjectBuilder object = JSON.createObjectBuilder();
                boolean ofOthers = BLOCKING.equals(value.asJsonObject().getString("relation", ""));
                value.asJsonObject().entrySet().stream()
                        .filter(entry -> !FOR_OPERATORS.contains(entry.getKey()))
                        .filter(entry -> !ofOthers || !FOR_OPERATORS_OF_OTHERS.contains(entry.getKey()))
                        .forEach(entry -> object.add(entry.getKey(), forEverybody(entry.getValue())));
                yield object.build();
            }
            case ARRAY -> {
                JsonArrayBuilder array = JSON.createArrayBuilder();
                value.asJsonArray().forEach(element -> array.add(forEverybody(element)));
                yield array.build();
            }
            case STRING, NUMBER, TRUE, FALSE, NULL -> value;
        };
    }
}
