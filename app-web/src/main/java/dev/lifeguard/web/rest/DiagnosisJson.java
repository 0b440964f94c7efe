package dev.lifeguard.web.rest;

import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.diagnosis.HeldConnection;
import dev.lifeguard.diagnosis.PoolSession;
import dev.lifeguard.diagnosis.Snapshot;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Set;

/**
 * Who holds the connections, and why, as JSON. Statements and stacks can hold what is none of a stranger's business: they are left out
 * unless an operator asks.
 */
final class DiagnosisJson {

    private static final String STATEMENT = "statement";
    private static final String STACK = "stack";
    private static final Set<String> FOR_OPERATORS = Set.of(STATEMENT, STACK);

    private final boolean operator;

    /** @param operator whether it is for one */
    DiagnosisJson(boolean operator) {
        this.operator = operator;
    }

    JsonObjectBuilder of(HeldConnection held) {
        Thread thread = held.holder().thread();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("borrow", held.holder().borrow())
                .add("heldFor", Seconds.of(held.heldFor()))
                .add("own", held.holder().own())
                .add("thread", Json.createObjectBuilder()
                        .add("id", thread.getId())
                        .add("name", thread.getName())
                        .add("state", Words.of(held.threadState())));
        held.holder().application().ifPresent(application -> json.add("application", application));
        held.holder().session().ifPresent(pid -> json.add("pid", pid));
        held.session().ifPresent(session -> json.add("session", session(session)));
        held.suspicion().ifPresent(suspicion -> json.add("suspicion", Json.createObjectBuilder()
                .add("reason", suspicion.reason())
                .add("sessionSeen", suspicion.sessionSeen())));
        if (operator && !held.stack().isEmpty()) {
            JsonArrayBuilder stack = Json.createArrayBuilder();
            held.stack().forEach(frame -> stack.add(frame.toString()));
            json.add(STACK, stack);
        }
        return json;
    }

    JsonObjectBuilder of(PoolSession session) {
        return session(session.session()).add("relation", Words.of(session.relation()));
    }

    private JsonObjectBuilder session(DatabaseSession session) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("pid", session.pid())
                .add("user", session.user())
                .add("database", session.database());
        session.applicationName().ifPresent(name -> json.add("applicationName", name));
        session.state().ifPresent(state -> json.add("state", state.word()));
        Seconds.add(json, "since", session.since());
        Seconds.add(json, "transactionAge", session.transactionAge());
        Seconds.add(json, "age", session.age());
        session.waitEvent().ifPresent(event -> json.add("waitEvent", event));
        if (!session.blockedBy().isEmpty()) {
            json.add("blockedBy", Json.createArrayBuilder(session.blockedBy()));
        }
        if (operator) {
            session.statement().ifPresent(statement -> json.add(STATEMENT, statement));
        }
        return json;
    }

    /** What a snapshot is, without what was seen. */
    static JsonObjectBuilder head(Snapshot snapshot) {
        return Json.createObjectBuilder()
                .add("id", snapshot.id())
                .add("pool", snapshot.pool().value())
                .add("poolName", snapshot.poolName())
                .add("takenAt", snapshot.takenAt().toString())
                .add("cause", snapshot.cause().word())
                .add("took", Seconds.of(snapshot.took()));
    }

    JsonObjectBuilder of(Snapshot snapshot) {
        try (JsonReader reader = Json.createReader(new StringReader(snapshot.json()))) {
            JsonObject seen = reader.readObject();
            return head(snapshot).add("seen", operator ? seen : withoutTexts(seen));
        }
    }

    private static JsonValue withoutTexts(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> {
                JsonObjectBuilder object = Json.createObjectBuilder();
                value.asJsonObject().entrySet().stream()
                        .filter(entry -> !FOR_OPERATORS.contains(entry.getKey()))
                        .forEach(entry -> object.add(entry.getKey(), withoutTexts(entry.getValue())));
                yield object.build();
            }
            case ARRAY -> {
                JsonArrayBuilder array = Json.createArrayBuilder();
                value.asJsonArray().forEach(element -> array.add(withoutTexts(element)));
                yield array.build();
            }
            case STRING, NUMBER, TRUE, FALSE, NULL -> value;
        };
    }
}
