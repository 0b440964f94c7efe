package dev.lifeguard.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.diagnosis.Snapshot;
import dev.lifeguard.pool.PoolId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SnapshotJsonTest {

    private static final String STATEMENT = "UPDATE account SET balance = ?";
    private static final String FRAME = "shop.Checkout.pay(Checkout.java:7)";
    private static final String OTHER = "\"user\":\"ann\",\"database\":\"payroll\",\"applicationName\":\"psql\"";
    private static final Snapshot SNAPSHOT = new Snapshot(
            "b8c1", new PoolId("jdbc-app-3f09ac"), "jdbc/app", Instant.parse("2026-11-24T21:00:00Z"), Snapshot.Cause.EXHAUSTED,
            Duration.ofMillis(12), "{\"waiting\":3,\"holders\":[{\"stack\":[\"" + FRAME + "\"],\"session\":{\"pid\":1,\"statement\":\""
                    + STATEMENT + "\"}}],\"sessions\":[{\"user\":\"app\",\"relation\":\"held\"},{\"pid\":2," + OTHER
                    + ",\"relation\":\"blocking\"}]}");

    @Test
    void anOperatorSeesStatementsAndStacks() {
        assertThat(SnapshotJson.of(SNAPSHOT, true).build().toString()).contains(STATEMENT, FRAME, OTHER);
    }

    @Test
    void aStrangerSeesAllTheRest() {
        assertThat(SnapshotJson.of(SNAPSHOT, false).build()).hasToString("{\"id\":\"b8c1\",\"pool\":\"jdbc-app-3f09ac\",\"name\":\"jdbc/app\","
                + "\"takenAt\":\"2026-11-24T21:00:00Z\",\"cause\":\"exhausted\",\"tookSeconds\":0.012,"
                + "\"waiting\":3,\"holders\":[{\"session\":{\"pid\":1}}],"
                + "\"sessions\":[{\"user\":\"app\",\"relation\":\"held\"},{\"pid\":2,\"relation\":\"blocking\"}]}");
    }
}
