package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;

import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.operations.PoolControlState;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.Window;
import dev.lifeguard.web.report.PoolReport;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.Optional;

/** A pool as JSON, as {@code docs/api.md} says. What is not known is left out; durations are seconds. */
final class PoolJson {

    private PoolJson() {}

    static JsonObjectBuilder of(String server, PoolReport report, Optional<PoolControlState> control) {
        PoolObservation seen = report.seen();
        Pool pool = seen.pool();
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("id", pool.id().value())
                .add("name", pool.name())
                .add("otherNames", JSON.createArrayBuilder(pool.otherNames()))
                .add("server", server)
                .add("source", Words.of(pool.source()));
        pool.application().ifPresent(application -> json.add("application", application));
        json.add("verdict", report.verdict().word()).add("reason", report.reason());
        seen.usage().ifPresent(usage -> addUsage(json, usage));
        seen.lost().ifPresent(lost -> json.add("lost", lost));
        FiguresJson.addUse(json, seen.lastMinute());
        FiguresJson.addTimes(json, seen, seen.lastMinute());
        seen.totals().ifPresent(totals -> FiguresJson.addFailures(json, totals.failures()));
        report.suspectedLeaks().ifPresent(leaks -> json.add("suspectedLeaks", leaks));
        json.add("timing", seen.timing().word());
        seen.timingReason().ifPresent(reason -> json.add("timingReason", reason));
        json.add("saturatedSeconds", Seconds.of(seen.saturatedTime()));
        json.add("reachability", reachability(seen.reachability()));
        seen.settings().ifPresent(settings -> json.add("settings", settings(settings)));
        json.add("notAsAsked", JSON.createArrayBuilder(report.deviations()));
        seen.age().ifPresent(age -> json.add("ageMillis", age.toMillis()));
        seen.trouble().ifPresent(trouble -> json.add("trouble", trouble));
        json.add("samples", seen.samples()).add("gaps", seen.gaps());
        JsonObjectBuilder ownBorrows = JSON.createObjectBuilder();
        for (OwnBorrow why : OwnBorrow.values()) {
            if (seen.ownBorrows().containsKey(why)) {
                ownBorrows.add(why.word(), seen.ownBorrows().get(why));
            }
        }
        json.add("ownBorrows", ownBorrows);
        control.ifPresent(state -> ControlJson.add(json, state));
        return json;
    }

    /** With the figures of every window, shortest first. */
    static JsonObjectBuilder of(
            String server, PoolReport report, Optional<PoolControlState> control, Map<Window, BorrowFigures> figures) {
        JsonArrayBuilder windows = JSON.createArrayBuilder();
        for (Window window : Window.values()) {
            windows.add(FiguresJson.of(report.seen(), window, figures.get(window)));
        }
        return of(server, report, control).add("windows", windows);
    }

    private static void addUsage(JsonObjectBuilder json, PoolUsage usage) {
        json.add("inUse", usage.inUse()).add("idle", usage.idle()).add("open", usage.open()).add("min", usage.min());
        usage.max().ifPresent(max -> json.add("max", max));
        usage.waiting().ifPresent(waiting -> json.add("waiting", waiting));
    }

    private static JsonObjectBuilder reachability(Reachability reachability) {
        JsonObjectBuilder json = JSON.createObjectBuilder().add("state", Words.of(reachability.state()));
        Seconds.add(json, "acquisitionSeconds", reachability.acquisitionTime());
        reachability.reason().ifPresent(reason -> json.add("reason", reason));
        return json;
    }

    private static JsonObjectBuilder settings(PoolSettings settings) {
        JsonObjectBuilder json = JSON.createObjectBuilder();
        settings.min().ifPresent(min -> json.add("min", min));
        settings.max().ifPresent(max -> json.add("max", max));
        Seconds.add(json, "waitTimeoutSeconds", settings.waitTimeout());
        Seconds.add(json, "idleTimeoutSeconds", settings.idleTimeout());
        Seconds.add(json, "maxAgeSeconds", settings.maxAge());
        settings.validated().ifPresent(validated -> json.add("validated", validated));
        JsonObjectBuilder terms = JSON.createObjectBuilder();
        settings.serverTerms().forEach(terms::add);
        return json.add("serverTerms", terms);
    }
}
