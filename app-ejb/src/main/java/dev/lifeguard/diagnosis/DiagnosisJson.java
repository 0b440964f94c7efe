package dev.lifeguard.diagnosis;

import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.database.SessionState;
import dev.lifeguard.diagnosis.PoolSession.Relation;
import dev.lifeguard.observation.Holder;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What is diagnosed, as JSON. What is not known is left out; times are in seconds. */
public final class DiagnosisJson {

    /** One for all, as the static methods of {@link Json} look for the provider at each call: 2 s for 5,000 sessions. */
    static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    static final int MOST_SESSIONS = 200;

    private static final double NANOS_PER_SECOND = 1e9;

    private DiagnosisJson() {}

    /** @param confidential whether stack and statement are told, which are for operators alone */
    public static JsonObject of(HeldConnection held, boolean confidential) {
        Holder holder = held.holder();
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("borrow", holder.borrow())
                .add("thread", holder.thread().getName())
                .add("threadId", holder.thread().getId())
                .add("threadState", word(held.threadState()))
                .add("heldSeconds", seconds(held.heldFor()))
                .add("own", holder.own());
        if (holder.lost()) {
            json.add("lost", true);
        }
        holder.application().ifPresent(application -> json.add("application", application));
        holder.session().ifPresent(pid -> json.add("pid", pid));
        held.session().ifPresent(session -> json.add("session", of(session, true, confidential)));
        held.suspicion().ifPresent(suspicion -> json.add("suspectedLeak", suspicion.reason()));
        if (confidential && !held.stack().isEmpty()) {
            JsonArrayBuilder stack = JSON.createArrayBuilder();
            held.stack().forEach(frame -> stack.add(frame.toString()));
            json.add("stack", stack);
        }
        return json.build();
    }

    /**
     * Counts all sessions by state and lists 200 at most.
     *
     * @param confidential whether is told what is for operators alone: statements, and who somebody else is that blocks the pool's
     */
    public static JsonObject of(SessionReport report, boolean confidential) {
        JsonObjectBuilder json = JSON.createObjectBuilder();
        report.reason().ifPresent(reason -> json.add("reason", reason));
        report.age().ifPresent(age -> {
            JsonObjectBuilder states = JSON.createObjectBuilder();
            for (SessionState state : SessionState.values()) {
                states.add(state.word(), report.sessions().stream()
                        .filter(one -> one.session().state().filter(state::equals).isPresent())
                        .count());
            }
            JsonArrayBuilder sessions = JSON.createArrayBuilder();
            report.sessions().stream()
                    .limit(MOST_SESSIONS)
                    .forEach(one -> sessions.add(of(one, confidential)));
            json.add("ageSeconds", seconds(age))
                    .add("states", states)
                    .add("sessionsInAll", report.sessions().size())
                    .add("sessions", sessions);
        });
        return json.build();
    }

    private static JsonObjectBuilder of(PoolSession one, boolean confidential) {
        boolean named = confidential || one.relation() != Relation.BLOCKING;
        return of(one.session(), named, confidential).add("relation", word(one.relation()));
    }

    private static JsonObjectBuilder of(DatabaseSession session, boolean named, boolean confidential) {
        JsonObjectBuilder json = JSON.createObjectBuilder().add("pid", session.pid());
        if (named) {
            json.add("user", session.user()).add("database", session.database());
            session.applicationName().ifPresent(name -> json.add("applicationName", name));
        }
        session.state().ifPresent(state -> json.add("state", state.word()));
        session.since().ifPresent(since -> json.add("stateSeconds", seconds(since)));
        session.transactionAge().ifPresent(age -> json.add("transactionSeconds", seconds(age)));
        session.age().ifPresent(age -> json.add("openSeconds", seconds(age)));
        session.waitEvent().ifPresent(event -> json.add("waitEvent", event));
        if (!session.blockedBy().isEmpty()) {
            json.add("blockedBy", JSON.createArrayBuilder(session.blockedBy()));
        }
        if (confidential) {
            session.statement().ifPresent(statement -> json.add("statement", statement));
        }
        return json;
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
