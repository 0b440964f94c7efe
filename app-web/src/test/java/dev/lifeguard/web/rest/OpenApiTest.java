package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.lifeguard.drill.Arrivals;
import dev.lifeguard.drill.DrillMode;
import dev.lifeguard.drill.DrillPlan;
import dev.lifeguard.drill.DrillProgress;
import dev.lifeguard.drill.DrillReport;
import dev.lifeguard.drill.Hold;
import dev.lifeguard.drill.Profile;
import dev.lifeguard.governor.Counsel;
import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.lint.Finding;
import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.Effect;
import dev.lifeguard.operations.GovernorMode;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.PoolControlState;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.sizing.Advice;
import dev.lifeguard.sizing.Bounds;
import dev.lifeguard.sizing.Demand;
import dev.lifeguard.sizing.Evidence;
import dev.lifeguard.sizing.Objective;
import dev.lifeguard.sizing.Trend;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.BorrowTotals;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.Window;
import dev.lifeguard.web.live.LiveServlet;
import dev.lifeguard.web.problem.Problem;
import dev.lifeguard.web.problem.ProblemType;
import dev.lifeguard.web.report.Reports;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the document against what is answered: every key that is told is in it, and every key that is in it is told. */
class OpenApiTest {

    private static final String LOCATION = "urn:lifeguard:openapi";
    private static final JsonObject DOCUMENT = document();
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final UUID ID = UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2");
    private static final PoolId POOL = PoolId.of("jdbc/app", "app");
    private static final List<Class<?>> RESOURCES = List.of(
            PoolsResource.class, PoolResource.class, SettingsResource.class, ActionResource.class, SizingResource.class, LintResource.class,
            HistoryResource.class, AuditResource.class, DrillResource.class, OpenApiResource.class);

    private static JsonObject document() {
        try (JsonReader reader = Json.createReader(OpenApiResource.class.getResourceAsStream(OpenApiResource.DOCUMENT))) {
            return reader.readObject();
        }
    }

    @Test
    void everyAddressAndMethodIsThereAndNoOther() {
        Set<String> made = new TreeSet<>(Set.of("get " + LiveServlet.ADDRESS.substring("/api".length())));
        for (Class<?> resource : RESOURCES) {
            for (Method method : resource.getDeclaredMethods()) {
                String at = resource.getAnnotation(Path.class).value()
                        + Optional.ofNullable(method.getAnnotation(Path.class)).map(path -> "/" + path.value()).orElse("");
                verb(method).ifPresent(verb -> spread(at).forEach(address -> made.add(verb + " " + address)));
            }
        }
        Set<String> told = new TreeSet<>();
        DOCUMENT.getJsonObject("paths").forEach((address, methods) -> methods.asJsonObject().keySet().stream()
                .filter(word -> !word.equals("parameters"))
                .forEach(verb -> told.add(verb + " " + address)));
        assertThat(told).isEqualTo(made);
    }

    @Test
    void everyPropertySaysWhatItIs() {
        assertThat(silent("", DOCUMENT.getJsonObject("components").getJsonObject("schemas"))).isEmpty();
    }

    /** Where properties are that neither say what they are nor refer to what does. */
    private static List<String> silent(String place, JsonObject object) {
        List<String> silent = new ArrayList<>();
        object.forEach((key, value) -> {
            if (value instanceof JsonObject inner) {
                boolean property = place.endsWith("/properties");
                if (property && !inner.containsKey("description") && !inner.containsKey("$ref")) {
                    silent.add(place + "/" + key);
                }
                silent.addAll(silent(place + "/" + key, inner));
            }
        });
        return silent;
    }

    private static Optional<String> verb(Method method) {
        return method.isAnnotationPresent(GET.class) ? Optional.of("get")
                : method.isAnnotationPresent(POST.class) ? Optional.of("post")
                : method.isAnnotationPresent(DELETE.class) ? Optional.of("delete")
                : method.isAnnotationPresent(PATCH.class) ? Optional.of("patch") : Optional.empty();
    }

    /** One address for each operation that stands for it. */
    private static Stream<String> spread(String address) {
        String operations = "{operation: recycle|flush|ping|warm|drain|resume}";
        return address.contains(operations)
                ? Stream.of("recycle", "flush", "ping", "warm", "drain", "resume").map(word -> address.replace(operations, word))
                : Stream.of(address);
    }

    @Test
    void everyFieldOfAnOrderIsThereAndNoOther() {
        for (Operation operation : Operation.values()) {
            String schema = operation == Operation.SETTINGS ? "Change" : operation.name().charAt(0) + operation.word().substring(1);
            assertThat(properties(schema)).as(schema).isEqualTo(Orders.fields(operation).keySet());
        }
    }

    @Test
    void whatIsToldOfPoolsIsAsItSays() {
        Pool pool = new Pool(POOL, "jdbc/app", List.of("jdbc/alias"), "app", Pool.Source.APPLICATION, Optional.of("shop"));
        Histogram times = Reports.times(1_000_000, 20_000_000);
        BorrowFigures figures = new BorrowFigures(Duration.ofSeconds(50), 7, times, 1, times, times, times, Map.of(FailureKind.EXHAUSTED, 3L),
                OptionalDouble.of(2.5), OptionalDouble.of(0.25), OptionalInt.of(4), OptionalInt.of(2));
        Map<Window, BorrowFigures> windows = Arrays.stream(Window.values()).collect(Collectors.toMap(Function.identity(), window -> figures));
        BorrowTotals totals = new BorrowTotals(times, 1, times, Map.of(), 9, 4);
        JsonObject known = PoolJson.of("Server 1", Reports.known(pool, figures, totals), Optional.of(state()), windows).build();
        JsonObject unknown = PoolJson.of("Server 1", Reports.unknown(pool), Optional.empty()).build();
        assertTold("Pool", Set.of("trouble"), known, unknown, PoolJson.of("Server 1", Reports.probed(pool, figures), Optional.empty()).build());
        assertTold("Window", Set.of(), known.getJsonArray("windows").getJsonObject(0));
        assertTold("Acquisition", Set.of(), known.getJsonObject("acquisition"));
        assertTold("Times", Set.of(), known.getJsonObject("hold"));
        assertTold("Failures", Set.of(), known.getJsonObject("failures"));
        assertTold("Configured", Set.of("maxAgeSeconds"), known.getJsonObject("settings"));
        assertTold("InForce", Set.of(), known.getJsonObject("inForce"));
        assertTold("Sizes", Set.of(), known.getJsonObject("origin"));
        assertTold("Pools", Set.of(), JSON.createObjectBuilder().add("server", "Server 1").add("pools", JSON.createArrayBuilder().add(known)).build());
        assertTold("Settings", Set.of(), ControlJson.settings(state(), Optional.empty()));
    }

    @Test
    void whatIsToldOfOperationsAndTheHistoryIsAsItSays() {
        OperationRecord whole = new OperationRecord(
                ID, NOON, Optional.of(NOON), new Actor(Actor.Kind.OPERATOR, "ann"), POOL, "jdbc/app", Operation.SETTINGS, Map.of("max", "20"),
                Map.of("max", "30"), Map.of("max", "20"), Optional.of("why"), OperationRecord.State.DONE, "max is 20", Optional.of(NOON));
        Histogram times = Reports.times(1_000_000);
        PoolMinute minute = new PoolMinute(
                POOL, "jdbc/app", NOON, 600, 1, OptionalDouble.of(0.5), OptionalDouble.of(0.9), 27, OptionalInt.of(0), 500, 20,
                OptionalInt.of(30), Timing.EXACT, Optional.of(new PoolMinute.Borrows(7, times, 1, times, 2, 1, OptionalDouble.of(14.5))));
        PoolEvent event = new PoolEvent(ID, NOON, POOL, "jdbc/app", PoolEvent.Kind.VERDICT, "healthy", "busy", "why");
        HistorySpan span = HistorySpan.of(Optional.empty(), Optional.of(NOON), Optional.empty(), NOON);
        JsonObject history = HistoryJson.of(POOL.value(), span, List.of(minute), List.of(event), List.of(whole));
        assertTold("Operation", Set.of(), OperationJson.of(whole));
        assertTold("Effect", Set.of(), OperationJson.of(new Effect("It would", Map.of(), Map.of(), OptionalInt.of(3))));
        assertTold("History", Set.of(), history);
        assertTold("Step", Set.of(), history.getJsonArray("steps").getJsonObject(0));
        assertTold("Event", Set.of(), history.getJsonArray("events").getJsonObject(0));
        assertTold("Problem", Set.of(), new Problem(ProblemType.INTERNAL, 500, "see the log", Optional.of("b8c1")).json());
    }

    @Test
    void whatIsToldOfFindingsIsAsItSays() {
        JsonObject found = LintResource.json(List.of(
                new Finding("leak-reclaim", Finding.Severity.DANGER, "connection-leak-reclaim", Optional.of("true"), "It hurts", "Mend it")))
                .add("trouble", "None").build();
        assertTold("Lint", Set.of(), found);
        assertTold("Finding", Set.of(), found.getJsonArray("findings").getJsonObject(0));
    }

    @Test
    void whatIsToldOfSizingIsAsItSays() {
        // In use so long by so few, they are either made to wait or not much used.
        Demand infeasible = new Demand(30, Duration.ofMillis(100));
        Bounds bounds = new Bounds(2, 900);
        Advice advice = new Advice(Advice.Action.HOLD, 8, Set.of(Advice.Rail.CEILING),
                new Evidence(8, 9, 3, 0, Optional.of(new Trend(3, 0.5)), Optional.of(infeasible), Optional.empty(), bounds, Objective.STANDARD));
        JsonObject sizing = SizingJson.of(POOL.value(), new Counsel(
                GovernorMode.GOVERN, GovernorMode.ADVISE, bounds, Optional.of(advice), Optional.of(NOON), Optional.of("It is busy")));
        assertTold("Sizing", Set.of(), sizing,
                SizingJson.of(POOL.value(), new Counsel(
                        GovernorMode.OFF, GovernorMode.OFF, new Bounds(2, 8), Optional.empty(), Optional.empty(), Optional.empty())));
        assertThat(sizing.getJsonArray("predictions")).hasSizeBetween(150, 200);
        assertThat(sizing.getJsonArray("predictions").getJsonObject(0).keySet()).as("the queue grows for ever").doesNotContain("waitP99Seconds");
    }

    @Test
    void whatIsToldOfDrillsIsAsItSays() {
        DrillPlan plan = new DrillPlan(Arrivals.POISSON, Profile.STEP, 10, 80.5, Hold.LOGNORMAL, Duration.ofMillis(20), DrillMode.JPA,
                Duration.ofMinutes(1), 7);
        Histogram times = Reports.times(1_000_000, 20_000_000);
        JsonObject stopped = DrillJson.of(new DrillReport(plan,
                new DrillProgress(DrillProgress.State.STOPPED, Optional.of("By ann"), 9, 2, 1, 2, 3, 1, times, times, 0.5), NOON, Optional.of(NOON)));
        JsonObject running = DrillJson.of(new DrillReport(plan,
                new DrillProgress(DrillProgress.State.RUNNING, Optional.empty(), 0, 0, 0, 0, 0, 0, Histogram.empty(), Histogram.empty(), 0),
                NOON, Optional.empty()));
        assertTold("DrillReport", Set.of(), stopped, running);
        assertTold("DrillPlan", Set.of(), stopped.getJsonObject("plan"));
        assertTold("DrillEffect", Set.of(), DrillJson.effect(plan));
        assertThat(stopped.getJsonNumber("throughput").doubleValue()).isEqualTo(4);
        assertThat(DrillJson.effect(plan).getString("effect"))
                .isEqualTo("About 2,010 requests within 60 s; 0.2 connections in use in the mean, 1.6 at the peak");
    }

    private static PoolControlState state() {
        SettingsInForce inForce = new SettingsInForce(5, OptionalInt.of(20), Optional.of(Duration.ofSeconds(30)), Optional.of(Duration.ofMinutes(5)));
        return new PoolControlState(
                "0f", Optional.of(inForce), OptionalInt.of(8), OptionalInt.of(30), 1, OptionalInt.of(74), Optional.of("The database allows 100"),
                true, Optional.of(ID), Optional.of(NOON), Map.of(Operation.WARM, "No"));
    }

    /** @param rare keys that none of these answers has */
    private static void assertTold(String schema, Set<String> rare, JsonObject... answers) {
        Set<String> told = new HashSet<>(rare);
        for (JsonObject answer : answers) {
            assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012,
                                    factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(LOCATION, DOCUMENT.toString()))))
                            .getSchema(SchemaLocation.of(LOCATION + "#/components/schemas/" + schema))
                            .validate(answer.toString(), InputFormat.JSON))
                    .as(schema + " " + answer)
                    .isEmpty();
            told.addAll(answer.keySet());
        }
        assertThat(properties(schema)).as(schema).isEqualTo(told);
    }

    private static Set<String> properties(String schema) {
        JsonObject schemas = DOCUMENT.getJsonObject("components").getJsonObject("schemas");
        JsonObject found = schemas.getJsonObject(schema);
        while (found.containsKey("$ref")) {
            found = schemas.getJsonObject(found.getString("$ref").substring("#/components/schemas/".length()));
        }
        return found.getJsonObject("properties").keySet();
    }

    @Test
    void everyPartThatIsReferredToIsThereAndUsed() {
        Set<String> referred = new TreeSet<>();
        collect(DOCUMENT, referred);
        Set<String> there = DOCUMENT.getJsonObject("components").getJsonObject("schemas").keySet();
        assertThat(referred).isEqualTo(new TreeSet<>(there));
    }

    private static void collect(JsonValue value, Set<String> references) {
        if (value instanceof JsonObject object) {
            if (object.containsKey("$ref")) {
                references.add(object.getString("$ref").substring("#/components/schemas/".length()));
            }
            object.values().forEach(each -> collect(each, references));
        } else if (value instanceof JsonArray array) {
            array.forEach(each -> collect(each, references));
        }
    }
}
