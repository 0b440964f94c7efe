package dev.lifeguard.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.BorrowTotals;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.Window;
import dev.lifeguard.web.report.PoolReport;
import dev.lifeguard.web.report.Reports;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PoolJsonTest {

    private static final Histogram ACQUISITION = Reports.times(1_000_000, 2_000_000, 3_000_000, 20_000_000);
    private static final Histogram HOLD = Reports.times(50_000_000, 150_000_000);

    @Test
    void tellsWhatIsKnown() {
        BorrowTotals totals = new BorrowTotals(
                ACQUISITION, 1, HOLD, Map.of(FailureKind.EXHAUSTED, 3L, FailureKind.UNREACHABLE, 2L), 9, 4);
        JsonObject json = PoolJson.of("Server 1", Reports.known(pool(Pool.Source.SERVER, Optional.empty()), figures(), totals), Optional.empty()).build();
        assertThat(json.getString("name")).isEqualTo("jdbc/app");
        assertThat(json.getString("server")).isEqualTo("Server 1");
        assertThat(json.getString("source")).isEqualTo("server");
        assertThat(json.getString("verdict")).isEqualTo("healthy");
        assertThat(json.getString("reason")).isEqualTo("3 of 10 in use, 1 waiting; the database answers");
        assertThat(json.toString())
                .contains("\"inUse\":3,\"idle\":2,\"open\":5,\"min\":2,\"max\":10,\"waiting\":1,\"lost\":1,")
                .contains("\"utilization\":0.25,\"inUsePeak\":4,\"waitingPeak\":2,")
                .contains("\"exhaustions\":3,\"failures\":{\"exhausted\":3,\"unreachable\":2,\"recovering\":0,\"refused\":0,\"other\":0}")
                .contains("\"suspectedLeaks\":1,\"timing\":\"exact\",\"saturatedSeconds\":1.5,")
                .contains("\"reachability\":{\"state\":\"reachable\",\"acquisitionSeconds\":0.000374}")
                .contains("\"settings\":{\"min\":2,\"max\":10,\"waitTimeoutSeconds\":30.0,\"idleTimeoutSeconds\":300.0,\"validated\":true,")
                .doesNotContain("windows", "timingReason");
        assertThat(json.getJsonObject("acquisition"))
                .containsOnlyKeys("count", "p50", "p95", "p99", "p999", "max", "mean", "over10ms")
                .hasEntrySatisfying("count", count -> assertThat(count).hasToString("4"))
                .hasEntrySatisfying("max", max -> assertThat(max).hasToString("0.02"))
                .hasEntrySatisfying("mean", mean -> assertThat(mean).hasToString("0.0065"))
                .hasEntrySatisfying("over10ms", over -> assertThat(over).hasToString("1"));
        assertThat(json.getJsonObject("acquisition").getJsonNumber("p50").doubleValue()).isBetween(0.002, 0.00212);
        assertThat(json.getJsonObject("hold")).containsOnlyKeys("count", "p50", "p95", "p99", "p999", "max", "mean");
        assertThat(json.getJsonArray("notAsAsked")).hasSize(1);
        assertThat(json.getInt("ageMillis")).isEqualTo(40);
        assertThat(json.getJsonObject("ownBorrows")).as("the others are not counted").hasToString("{\"probe\":7}");
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        JsonObject json = PoolJson.of("Server 1", Reports.unknown(pool(Pool.Source.APPLICATION, Optional.of("shop"))), Optional.empty()).build();
        assertThat(json.getString("application")).isEqualTo("shop");
        assertThat(json.getString("timing")).isEqualTo("off");
        assertThat(json.getString("timingReason")).isEqualTo("Switched off");
        assertThat(json).containsOnlyKeys("id", "name", "otherNames", "server", "application", "source", "verdict", "reason", "timing", "timingReason",
                "saturatedSeconds", "reachability", "notAsAsked", "samples", "gaps", "ownBorrows");
        assertThat(json.getJsonObject("reachability")).doesNotContainKey("acquisitionSeconds");
        assertThat(json.toString()).doesNotContain("null");
    }

    @Test
    void theProbeTellsAcquisitionTimesAlone() {
        PoolReport report = Reports.probed(pool(Pool.Source.SERVER, Optional.empty()), figures());
        JsonObject json = PoolJson.of("Server 1", report, Optional.empty(), everyWindow(figures())).build();
        assertThat(json.getJsonObject("acquisition")).as("four are too few for a quantile").containsOnlyKeys("count", "max", "mean", "over10ms");
        assertThat(json.getJsonObject("acquisition").getInt("over10ms")).isEqualTo(1);
        assertThat(json).doesNotContainKeys("hold", "exhaustions", "failures");
        assertThat(json.getJsonArray("windows")).allSatisfy(window -> assertThat(window.asJsonObject())
                .containsOnlyKeys("lengthSeconds", "coveredSeconds", "utilization", "inUsePeak", "waitingPeak", "inUseMean", "acquisition"));
    }

    @Test
    void everyWindowIsToldShortestFirst() {
        PoolReport report = Reports.known(pool(Pool.Source.SERVER, Optional.empty()));
        List<JsonObject> windows =
                PoolJson.of("Server 1", report, Optional.empty(), everyWindow(figures())).build().getJsonArray("windows").getValuesAs(JsonObject.class);
        assertThat(windows).extracting(window -> window.getInt("lengthSeconds")).containsExactly(1, 10, 60, 300, 3600);
        assertThat(windows).allSatisfy(window -> assertThat(window.toString())
                .contains("\"coveredSeconds\":50.0,", "\"inUseMean\":2.5,", "\"arrivalRate\":0.14,", "\"throughput\":0.08,", "\"exhaustions\":3")
                .contains("\"queueing\":{\"count\":1,")
                .doesNotContain("opening"));
    }

    @Test
    void aWindowOfWhoseUseNothingIsKnownHasNoLengthCovered() {
        PoolReport report = Reports.probed(pool(Pool.Source.SERVER, Optional.empty()), BorrowFigures.none());
        JsonObject json = PoolJson.of("Server 1", report, Optional.empty(), everyWindow(BorrowFigures.none())).build();
        assertThat(json.getJsonArray("windows"))
                .allSatisfy(window -> assertThat(window.asJsonObject()).containsOnlyKeys("lengthSeconds", "acquisition"));
    }

    private static BorrowFigures figures() {
        return new BorrowFigures(Duration.ofSeconds(50), 7, ACQUISITION, 1, Reports.times(1_500_000), Histogram.empty(), HOLD,
                Map.of(FailureKind.EXHAUSTED, 3L), OptionalDouble.of(2.5), OptionalDouble.of(0.25), OptionalInt.of(4), OptionalInt.of(2));
    }

    private static Map<Window, BorrowFigures> everyWindow(BorrowFigures figures) {
        return Arrays.stream(Window.values()).collect(Collectors.toMap(Function.identity(), window -> figures));
    }

    private static Pool pool(Pool.Source source, Optional<String> application) {
        return Pool.of("jdbc/app", List.of(), "app", source, application);
    }
}
