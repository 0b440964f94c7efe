package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.drill.DrillPlan;
import dev.lifeguard.drill.DrillProgress;
import dev.lifeguard.drill.DrillReport;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;

/** Drills as JSON, as {@code docs/drill.md} says. */
final class DrillJson {

    private static final double ALMOST_ALL = 0.99;

    private DrillJson() {}

    static JsonObject of(DrillReport drill) {
        DrillProgress progress = drill.progress();
        JsonObjectBuilder json = JSON.createObjectBuilder().add("state", Words.of(progress.state()));
        progress.stoppedBecause().ifPresent(why -> json.add("stoppedBecause", why));
        json.add("plan", plan(drill.plan())).add("startedAt", drill.startedAt().toString());
        drill.endedAt().ifPresent(at -> json.add("endedAt", at.toString()));
        json.add("offered", progress.offered())
                .add("completed", progress.completed())
                .add("exhausted", progress.exhausted())
                .add("failed", progress.failed())
                .add("shed", progress.shed())
                .add("cut", progress.cut());
        Seconds.add(json, "lateP99Seconds", progress.lateness().quantileNanos(ALMOST_ALL));
        return json.add("acquisition", FiguresJson.times(progress.acquisition()))
                .add("throughput", FiguresJson.rounded(progress.throughput()))
                .build();
    }

    /** What would come. */
    static JsonObject effect(DrillPlan plan) {
        return JSON.createObjectBuilder()
                .add("dryRun", true)
                .add("effect", String.format(Locale.ROOT, "About %,d requests within %d s; %s connections in use in the mean, %s at the peak",
                        Math.round(plan.offered()), plan.duration().toSeconds(), connections(plan.load()), connections(plan.peakLoad())))
                .add("offered", Math.round(plan.offered()))
                .add("load", FiguresJson.rounded(plan.load()))
                .add("peakLoad", FiguresJson.rounded(plan.peakLoad()))
                .add("plan", plan(plan))
                .build();
    }

    private static String connections(double load) {
        return String.format(Locale.ROOT, "%.1f", load);
    }

    private static JsonObjectBuilder plan(DrillPlan plan) {
        return JSON.createObjectBuilder()
                .add("arrivals", plan.arrivals().word())
                .add("profile", plan.profile().word())
                .add("baseRate", plan.baseRate())
                .add("peakRate", plan.peakRate())
                .add("hold", plan.hold().word())
                .add("holdSeconds", Seconds.of(plan.meanHold()))
                .add("mode", plan.mode().word())
                .add("durationSeconds", plan.duration().toSeconds())
                .add("seed", plan.seed());
    }
}
