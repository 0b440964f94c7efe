package dev.lifeguard.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.web.report.Reports;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolJsonTest {

    @Test
    void tellsWhatIsKnown() {
        JsonObject json = PoolJson.of(Reports.known(pool(Pool.Source.SERVER, Optional.empty())));
        assertThat(json.getString("name")).isEqualTo("jdbc/app");
        assertThat(json.getString("source")).isEqualTo("server");
        assertThat(json.getString("verdict")).isEqualTo("healthy");
        assertThat(json.getJsonObject("usage"))
                .hasToString("{\"inUse\":3,\"idle\":2,\"open\":5,\"min\":2,\"max\":10,\"waiting\":1}");
        assertThat(json.getJsonObject("lastMinute")).hasToString("{\"utilization\":0.25,\"inUsePeak\":4,\"waitingPeak\":2}");
        assertThat(json.getJsonObject("reachability")).hasToString("{\"state\":\"reachable\",\"acquisitionMicros\":374}");
        assertThat(json.getJsonObject("settings").getString("waitTimeout")).isEqualTo("PT30S");
        assertThat(json.getJsonArray("notAsAsked")).hasSize(1);
        assertThat(json.getInt("ageMillis")).isEqualTo(40);
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        JsonObject json = PoolJson.of(Reports.unknown(pool(Pool.Source.APPLICATION, Optional.of("shop"))));
        assertThat(json.getString("application")).isEqualTo("shop");
        assertThat(json).doesNotContainKeys("usage", "settings", "ageMillis", "trouble");
        assertThat(json.getJsonObject("lastMinute")).isEmpty();
        assertThat(json.getJsonObject("reachability")).doesNotContainKey("acquisitionMicros");
        assertThat(json.toString()).doesNotContain("null");
    }

    private static Pool pool(Pool.Source source, Optional<String> application) {
        return Pool.of("jdbc/app", List.of(), "app", source, application);
    }
}
