package dev.lifeguard.web.rest;

import static dev.lifeguard.web.rest.JsonMaking.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.Effect;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.PoolControlState;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.SettingsInForce;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OperationJsonTest {

    private static final UUID ID = UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2");
    private static final Instant AT = Instant.parse("2026-11-24T12:00:00.250Z");
    private static final PoolId POOL = new PoolId("jdbc-app-3f09ac");

    @Test
    void aRecordIsToldWhole() {
        OperationRecord record = new OperationRecord(
                ID, AT, Optional.of(AT.plusSeconds(1)), new Actor(Actor.Kind.OPERATOR, "ann"), POOL, "jdbc/app", Operation.SETTINGS,
                Map.of("min", "5", "max", "20"), Map.of("max", "30"), Map.of("max", "20"), Optional.of("less load"), State.DONE,
                "max is 20", Optional.of(AT.plusSeconds(1_800)));
        assertThat(OperationJson.of(record)).hasToString("{\"id\":\"7d444840-9dc0-11d1-b245-5ffdce74fad2\",\"at\":\"2026-11-24T12:00:00.250Z\","
                + "\"endedAt\":\"2026-11-24T12:00:01.250Z\",\"actor\":{\"kind\":\"operator\",\"name\":\"ann\"},\"pool\":\"jdbc-app-3f09ac\","
                + "\"poolName\":\"jdbc/app\",\"operation\":\"settings\",\"asked\":{\"max\":\"20\",\"min\":\"5\"},\"before\":{\"max\":\"30\"},"
                + "\"after\":{\"max\":\"20\"},\"reason\":\"less load\",\"state\":\"done\",\"outcome\":\"max is 20\","
                + "\"revertAt\":\"2026-11-24T12:30:00.250Z\"}");
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        OperationRecord record = new OperationRecord(
                ID, AT, Optional.empty(), Actor.EXTERNAL, POOL, "jdbc/app", Operation.DRAIN, Map.of(), Map.of(), Map.of(), Optional.empty(),
                State.RUNNING, "3 in use", Optional.empty());
        assertThat(OperationJson.of(record)).containsOnlyKeys(
                "id", "at", "actor", "pool", "poolName", "operation", "asked", "before", "after", "state", "outcome");
    }

    @Test
    void anEffectSaysThatNothingWasDone() {
        assertThat(OperationJson.of(new Effect("It would cut 3", Map.of(), Map.of(), OptionalInt.of(3))))
                .hasToString("{\"dryRun\":true,\"effect\":\"It would cut 3\",\"before\":{},\"after\":{},\"cut\":3}");
    }

    @Test
    void whatStandsIsToldOfThePoolAndOfItsSettings() {
        PoolControlState state = new PoolControlState(
                "0f", Optional.of(new SettingsInForce(5, OptionalInt.of(20), Optional.of(Duration.ofSeconds(30)), Optional.empty())),
                OptionalInt.of(8), OptionalInt.of(30), 1, OptionalInt.of(74), Optional.of("The database allows 100"), true, Optional.of(ID),
                Optional.of(AT), Map.of(Operation.WARM, "No"));
        JsonObjectBuilder json = JSON.createObjectBuilder();
        ControlJson.add(json, state);
        String settings = "\"inForce\":{\"min\":5,\"max\":20,\"waitTimeoutSeconds\":30.0},\"origin\":{\"min\":8,\"max\":30},"
                + "\"floor\":1,\"ceiling\":74,\"ceilingReason\":\"The database allows 100\",\"revertAt\":\"2026-11-24T12:00:00.250Z\",";
        assertThat(json.build()).hasToString("{" + settings
                + "\"drained\":true,\"operation\":\"7d444840-9dc0-11d1-b245-5ffdce74fad2\",\"lacks\":{\"warm\":\"No\"}}");
        PoolSettings configured = new PoolSettings(
                OptionalInt.of(8), OptionalInt.of(30), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Map.of("maxPoolSize", "30"));
        assertThat(ControlJson.settings(state, Optional.of(configured)))
                .hasToString("{" + settings + "\"serverTerms\":{\"maxPoolSize\":\"30\"}}");
    }

    @Test
    void whatIsNotKnownOfAPoolIsLeftOut() {
        PoolControlState state = new PoolControlState(
                "0f", Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), 1, OptionalInt.empty(), Optional.empty(), false,
                Optional.empty(), Optional.empty(), Map.of());
        assertThat(ControlJson.settings(state, Optional.empty())).hasToString("{\"origin\":{},\"floor\":1,\"serverTerms\":{}}");
    }
}
