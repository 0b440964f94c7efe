package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.governor.Counsel;
import dev.lifeguard.sizing.Advice;
import dev.lifeguard.sizing.Demand;
import dev.lifeguard.sizing.Feasibility;
import dev.lifeguard.sizing.Prediction;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is to be said about a pool's size as JSON. What is not known is left out. */
final class SizingJson {

    /** A curve needs no more points. */
    private static final int MOST_PREDICTIONS = 200;

    private SizingJson() {}

    static JsonObject of(String id, Counsel counsel) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("pool", id)
                .add("mode", counsel.mode().word())
                .add("configuredMode", counsel.configured().word())
                .add("floor", counsel.bounds().floor())
                .add("ceiling", counsel.bounds().ceiling());
        counsel.pausedUntil().ifPresent(until -> json.add("pausedUntil", until.toString()));
        counsel.trouble().ifPresent(why -> json.add("trouble", why));
        FiguresJson.add(json, "exhaustionInSeconds", counsel.exhaustionSeconds());
        counsel.advice().ifPresent(advice -> json.addAll(advice(advice)));
        counsel.demand().ifPresent(demand -> json.add("demand", demand(demand)).add("predictions", predictions(counsel.predictions())));
        return json.build();
    }

    private static JsonObjectBuilder advice(Advice advice) {
        JsonArrayBuilder rails = JSON.createArrayBuilder();
        Set<Advice.Rail> sorted = new TreeSet<>(advice.rails());
        sorted.forEach(rail -> rails.add(Words.of(rail)));
        Feasibility feasibility = advice.feasibility();
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("action", Words.of(advice.action()))
                .add("max", advice.max())
                .add("rails", rails)
                .add("sentence", advice.sentence())
                .add("feasible", feasibility.feasible());
        feasibility.missing().ifPresent(missing -> json.add("missing", missing));
        return json;
    }

    private static JsonObjectBuilder demand(Demand demand) {
        return JSON.createObjectBuilder()
                .add("arrivalRate", FiguresJson.rounded(demand.arrivalRate()))
                .add("holdSeconds", Seconds.of(demand.hold()))
                .add("load", FiguresJson.rounded(demand.load()));
    }

    private static JsonArrayBuilder predictions(List<Prediction> all) {
        int step = Math.max(1, (all.size() + MOST_PREDICTIONS - 1) / MOST_PREDICTIONS);
        JsonArrayBuilder json = JSON.createArrayBuilder();
        for (int index = 0; index < all.size(); index += step) {
            Prediction prediction = all.get(index);
            JsonObjectBuilder point = JSON.createObjectBuilder()
                    .add("max", prediction.max())
                    .add("utilization", FiguresJson.rounded(prediction.utilization()));
            FiguresJson.add(point, "waitP99Seconds", prediction.waitSeconds());
            json.add(point);
        }
        return json;
    }
}
