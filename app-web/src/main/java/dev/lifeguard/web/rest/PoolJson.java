package dev.lifeguard.web.rest;

import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.web.report.PoolReport;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A pool as JSON. What is not known is left out; durations are ISO 8601. */
final class PoolJson {

    private static final long NANOS_PER_MICRO = 1_000L;
    /** More places of a ratio would only look like precision. */
    private static final double MILLIONTHS = 1e6;

    private PoolJson() {}

    static JsonObject of(PoolReport report) {
        PoolObservation seen = report.seen();
        Pool pool = seen.pool();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", pool.id().value())
                .add("name", pool.name())
                .add("otherNames", array(pool.otherNames()))
                .add("source", word(pool.source()));
        pool.application().ifPresent(application -> json.add("application", application));
        json.add("verdict", report.verdict().word());
        seen.usage().ifPresent(usage -> json.add("usage", usage(usage)));
        json.add("lastMinute", lastMinute(seen));
        json.add("saturatedMillis", seen.saturatedTime().toMillis());
        json.add("reachability", reachability(seen.reachability()));
        seen.settings().ifPresent(settings -> json.add("settings", settings(settings)));
        json.add("notAsAsked", array(report.deviations()));
        seen.age().ifPresent(age -> json.add("ageMillis", age.toMillis()));
        seen.trouble().ifPresent(trouble -> json.add("trouble", trouble));
        json.add("samples", seen.samples()).add("gaps", seen.gaps());
        JsonObjectBuilder ownBorrows = Json.createObjectBuilder();
        for (OwnBorrow why : OwnBorrow.values()) {
            ownBorrows.add(why.word(), seen.ownBorrows().getOrDefault(why, 0L));
        }
        json.add("ownBorrows", ownBorrows);
        return json.build();
    }

    private static JsonObjectBuilder usage(PoolUsage usage) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("inUse", usage.inUse())
                .add("idle", usage.idle())
                .add("open", usage.open())
                .add("min", usage.min());
        usage.max().ifPresent(max -> json.add("max", max));
        usage.waiting().ifPresent(waiting -> json.add("waiting", waiting));
        return json;
    }

    private static JsonObjectBuilder lastMinute(PoolObservation seen) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        seen.utilization().ifPresent(ratio -> json.add("utilization", Math.round(ratio * MILLIONTHS) / MILLIONTHS));
        seen.lastMinute().inUsePeak().ifPresent(peak -> json.add("inUsePeak", peak));
        seen.lastMinute().waitingPeak().ifPresent(peak -> json.add("waitingPeak", peak));
        return json;
    }

    private static JsonObjectBuilder reachability(Reachability reachability) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("state", word(reachability.state()));
        reachability.acquisitionTime().ifPresent(time -> json.add("acquisitionMicros", time.toNanos() / NANOS_PER_MICRO));
        reachability.reason().ifPresent(reason -> json.add("reason", reason));
        return json;
    }

    private static JsonObjectBuilder settings(PoolSettings settings) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        settings.min().ifPresent(min -> json.add("min", min));
        settings.max().ifPresent(max -> json.add("max", max));
        add(json, "waitTimeout", settings.waitTimeout());
        add(json, "idleTimeout", settings.idleTimeout());
        add(json, "maxAge", settings.maxAge());
        settings.validated().ifPresent(validated -> json.add("validated", validated));
        JsonObjectBuilder terms = Json.createObjectBuilder();
        settings.serverTerms().forEach(terms::add);
        return json.add("serverTerms", terms);
    }

    private static void add(JsonObjectBuilder json, String name, Optional<Duration> duration) {
        duration.ifPresent(length -> json.add(name, length.toString()));
    }

    private static JsonArrayBuilder array(List<String> texts) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        texts.forEach(array::add);
        return array;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
