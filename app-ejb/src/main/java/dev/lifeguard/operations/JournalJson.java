package dev.lifeguard.operations;

import dev.lifeguard.operations.JournalLine.Copied;
import dev.lifeguard.operations.JournalLine.Entry;
import dev.lifeguard.pool.PoolId;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Lines of the journal as JSON: whatever a name or a reason holds, an entry is one line, as line breaks in it are escaped. */
final class JournalJson {

    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private JournalJson() {}

    static String write(JournalLine line) {
        JsonObjectBuilder json = JSON.createObjectBuilder();
        if (line instanceof Copied copied) {
            json.add("copied", copied.last().toString());
        } else if (line instanceof Entry entry) {
            json.add("run", entry.run()).add("pool", entry.pool().value());
            entry.record().ifPresent(record -> json.add("record", record(record)));
            entry.standing().ifPresent(standing -> json.add("standing", standing(standing)));
        }
        return json.build().toString();
    }

    /** Empty if this is no line of ours, or not all of one. */
    static Optional<JournalLine> read(String line) {
        try (JsonReader reader = READERS.createReader(new StringReader(line))) {
            JsonObject json = reader.readObject();
            if (json.containsKey("copied")) {
                return Optional.of(new Copied(UUID.fromString(json.getString("copied"))));
            }
            PoolId pool = new PoolId(json.getString("pool"));
            return Optional.of(new Entry(
                    json.getString("run"),
                    pool,
                    Optional.ofNullable(json.getJsonObject("record")).map(record -> record(pool, record)),
                    Optional.ofNullable(json.getJsonObject("standing")).map(JournalJson::standing)));
        } catch (JsonException | ClassCastException | NullPointerException | IllegalArgumentException | DateTimeException e) {
            // Whatever is wrong with it: a missing field is a null, one of another type does not cast. The line itself is kept aside.
            return Optional.empty();
        }
    }

    private static JsonObjectBuilder record(OperationRecord record) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("id", record.id().toString())
                .add("at", record.at().toString())
                .add("actorKind", record.actor().kind().name())
                .add("actor", record.actor().name())
                .add("poolName", record.poolName())
                .add("operation", record.operation().name())
                .add("asked", words(record.asked()))
                .add("before", words(record.before()))
                .add("after", words(record.after()))
                .add("state", record.state().name())
                .add("outcome", record.outcome());
        record.endedAt().ifPresent(at -> json.add("endedAt", at.toString()));
        record.reason().ifPresent(reason -> json.add("reason", reason));
        record.revertAt().ifPresent(at -> json.add("revertAt", at.toString()));
        return json;
    }

    private static OperationRecord record(PoolId pool, JsonObject json) {
        return new OperationRecord(
                UUID.fromString(json.getString("id")),
                Instant.parse(json.getString("at")),
                text(json, "endedAt").map(Instant::parse),
                new Actor(Actor.Kind.valueOf(json.getString("actorKind")), json.getString("actor")),
                pool,
                json.getString("poolName"),
                Operation.valueOf(json.getString("operation")),
                words(json.getJsonObject("asked")),
                words(json.getJsonObject("before")),
                words(json.getJsonObject("after")),
                text(json, "reason"),
                OperationRecord.State.valueOf(json.getString("state")),
                json.getString("outcome"),
                text(json, "revertAt").map(Instant::parse));
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.getString(name, null));
    }

    private static JsonObjectBuilder words(Map<String, String> words) {
        JsonObjectBuilder json = JSON.createObjectBuilder();
        words.forEach(json::add);
        return json;
    }

    private static Map<String, String> words(JsonObject json) {
        Map<String, String> words = new HashMap<>();
        json.keySet().forEach(name -> words.put(name, json.getString(name)));
        return words;
    }

    private static JsonObjectBuilder standing(Standing standing) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("drained", standing.drained())
                .add("warmed", standing.warmed())
                .add("runtime", settings(standing.runtime(), value -> JSON.createObjectBuilder()
                        .add("value", value.value())
                        .add("home", value.home())))
                .add("reverts", settings(standing.reverts(), value -> JSON.createObjectBuilder()
                        .add("value", value.value())
                        .add("home", value.home())
                        .add("persist", value.persist())
                        .add("at", value.at().toString())));
        standing.mode().ifPresent(mode -> json.add("mode", mode.name()));
        return json;
    }

    private static Standing standing(JsonObject json) {
        return new Standing(
                json.getBoolean("drained"),
                json.getBoolean("warmed"),
                settings(json.getJsonObject("runtime"), (value, home) -> new Standing.Temporary(number(value, "value"), home)),
                settings(json.getJsonObject("reverts"), (value, home) -> new Standing.Revert(
                        number(value, "value"), home, value.getBoolean("persist"), Instant.parse(value.getString("at")))),
                text(json, "mode").map(GovernorMode::valueOf));
    }

    private static <T> JsonObjectBuilder settings(Map<Setting, T> values, Function<T, JsonObjectBuilder> form) {
        JsonObjectBuilder json = JSON.createObjectBuilder();
        values.forEach((setting, value) -> json.add(setting.name(), form.apply(value)));
        return json;
    }

    private static <T> Map<Setting, T> settings(JsonObject json, BiFunction<JsonObject, Long, T> form) {
        Map<Setting, T> values = new EnumMap<>(Setting.class);
        json.keySet().forEach(name -> {
            JsonObject value = json.getJsonObject(name);
            values.put(Setting.valueOf(name), form.apply(value, number(value, "home")));
        });
        return values;
    }

    private static long number(JsonObject json, String name) {
        return json.getJsonNumber(name).longValueExact();
    }
}
