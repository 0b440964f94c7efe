package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.operations.OperationRecord;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;

/** What a pool did, as JSON. A step of which nothing is known is left out. */
final class HistoryJson {

    private HistoryJson() {}

    static JsonObject of(
            String pool, HistorySpan span, List<PoolMinute> steps, List<PoolEvent> events, List<OperationRecord> operations) {
        JsonArrayBuilder told = JSON.createArrayBuilder();
        steps.forEach(step -> told.add(of(step)));
        JsonArrayBuilder happened = JSON.createArrayBuilder();
        events.forEach(event -> happened.add(of(event)));
        JsonArrayBuilder done = JSON.createArrayBuilder();
        operations.stream().map(OperationJson::of).forEach(done::add);
        return JSON.createObjectBuilder()
                .add("pool", pool)
                .add("from", span.from().toString())
                .add("to", span.to().toString())
                .add("stepSeconds", span.step().toSeconds())
                .add("steps", told)
                .add("events", happened)
                .add("operations", done)
                .build();
    }

    private static JsonObjectBuilder of(PoolMinute step) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("at", step.minute().toString())
                .add("samples", step.samples())
                .add("gaps", step.gaps());
        FiguresJson.add(json, "utilization", step.utilizationMean());
        FiguresJson.add(json, "utilizationPeak", step.utilizationPeak());
        step.borrows().ifPresent(borrows -> FiguresJson.add(json, "inUseMean", borrows.inUseMean()));
        json.add("inUsePeak", step.inUsePeak());
        step.waitingPeak().ifPresent(peak -> json.add("waitingPeak", peak));
        json.add("saturatedSeconds", Seconds.of(Duration.ofMillis(step.saturatedMillis()))).add("min", step.min());
        step.max().ifPresent(max -> json.add("max", max));
        json.add("timing", step.timing().word());
        step.borrows().ifPresent(borrows -> json.add("requests", borrows.requests())
                .add("acquisition", FiguresJson.times(borrows.acquisition()).add("over10ms", borrows.over10ms()))
                .add("hold", FiguresJson.times(borrows.hold()))
                .add("exhaustions", borrows.exhaustions())
                .add("otherFailures", borrows.failures()));
        return json;
    }

    private static JsonObjectBuilder of(PoolEvent event) {
        return JSON.createObjectBuilder()
                .add("at", event.at().toString())
                .add("kind", event.kind().word())
                .add("before", event.before())
                .add("after", event.after())
                .add("reason", event.reason());
    }
}
