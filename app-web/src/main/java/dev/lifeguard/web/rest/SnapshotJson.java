package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

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

    /** @param confidential whether statements and stacks are told, which are for operators alone */
    static JsonObjectBuilder of(Snapshot snapshot, boolean confidential) {
        try (JsonReader reader = Json.createReader(new StringReader(snapshot.json()))) {
            JsonObject seen = reader.readObject();
            return head(snapshot).addAll(JSON.createObjectBuilder(confidential ? seen : withoutTexts(seen).asJsonObject()));
        }
    }

    private static JsonValue withoutTexts(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> {
                JsonObjectBuilder object = JSON.createObjectBuilder();
                value.asJsonObject().entrySet().stream()
                        .filter(entry -> !FOR_OPERATORS.contains(entry.getKey()))
                        .forEach(entry -> object.add(entry.getKey(), withoutTexts(entry.getValue())));
                yield object.build();
            }
            case ARRAY -> {
                JsonArrayBuilder array = JSON.createArrayBuilder();
                value.asJsonArray().forEach(element -> array.add(withoutTexts(element)));
                yield array.build();
            }
            case STRING, NUMBER, TRUE, FALSE, NULL -> value;
        };
    }
}
