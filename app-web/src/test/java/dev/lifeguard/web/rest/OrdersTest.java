package dev.lifeguard.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.Order;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.web.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OrdersTest {

    private static final PoolId POOL = PoolId.of("jdbc/app", "app");

    @Test
    void aChangeOfSettingsHasAllThatTheBodySays() throws IOException {
        Order order = order(Operation.SETTINGS, """
                {"min": 5, "max": 20, "waitTimeoutSeconds": 10, "idleTimeoutSeconds": 60,
                 "reason": "less load", "revertAfter": "PT30M", "persist": true, "dryRun": false}""");
        assertThat(order).isEqualTo(new Order.Settings(
                POOL,
                new SettingsChange(
                        OptionalInt.of(5), OptionalInt.of(20), Optional.of(Duration.ofSeconds(10)), Optional.of(Duration.ofSeconds(60))),
                Optional.of("0f"), Optional.of(Duration.ofMinutes(30)), true, Optional.of("less load")));
    }

    @Test
    void whatIsLeftOutHasADefault() throws IOException {
        assertThat(order(Operation.RECYCLE, "")).isEqualTo(new Order.Recycle(POOL, Duration.ofSeconds(60), Optional.empty()));
        assertThat(order(Operation.FLUSH, "{}")).isEqualTo(new Order.Flush(POOL, OptionalInt.empty(), Optional.empty()));
        assertThat(order(Operation.PING, "{}")).isEqualTo(new Order.Ping(POOL, Duration.ofSeconds(5), Optional.empty()));
        assertThat(order(Operation.WARM, "{}")).isEqualTo(new Order.Warm(POOL, Optional.empty()));
        assertThat(order(Operation.DRAIN, "{}")).isEqualTo(new Order.Drain(POOL, Duration.ofSeconds(60), Optional.empty()));
        assertThat(order(Operation.RESUME, "{}")).isEqualTo(new Order.Resume(POOL, Optional.empty()));
    }

    @Test
    void whatIsThereIsTaken() throws IOException {
        assertThat(order(Operation.RECYCLE, "{\"timeout\":\"PT5M\"}"))
                .isEqualTo(new Order.Recycle(POOL, Duration.ofMinutes(5), Optional.empty()));
        assertThat(order(Operation.FLUSH, "{\"confirmCut\":3}")).isEqualTo(new Order.Flush(POOL, OptionalInt.of(3), Optional.empty()));
        assertThat(order(Operation.PING, "{\"deadline\":\"PT2S\"}")).isEqualTo(new Order.Ping(POOL, Duration.ofSeconds(2), Optional.empty()));
        assertThat(order(Operation.DRAIN, "{\"timeout\":\"PT2S\",\"reason\":\"patching\"}"))
                .isEqualTo(new Order.Drain(POOL, Duration.ofSeconds(2), Optional.of("patching")));
    }

    @Test
    void whatIsBeyondItsRangeIsAProblemOfTheSender() {
        assertRefused(Operation.SETTINGS, "{}", "Nothing is to be changed; give min, max, waitTimeoutSeconds or idleTimeoutSeconds");
        assertRefused(Operation.SETTINGS, "{\"max\":0}", "max is 0; it must be from 1 to 10000");
        assertRefused(Operation.SETTINGS, "{\"min\":3,\"max\":2}", "min is 3; it must be at most max, which is 2");
        assertRefused(Operation.PING, "{\"deadline\":\"PT2M\"}", "deadline is PT2M; it must be from PT1S to PT1M");
    }

    @Test
    void whatBelongsToAnotherOrderIsNotKnown() {
        assertRefused(Operation.PING, "{\"timeout\":\"PT2S\"}",
                "The body has a field that is not known here; those known are deadline, dryRun, reason");
    }

    private static void assertRefused(Operation operation, String body, String why) {
        assertThatThrownBy(() -> order(operation, body)).isInstanceOf(ProblemException.class).hasMessage(why);
    }

    private static Order order(Operation operation, String body) throws IOException {
        Fields fields = Fields.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), Orders.fields(operation));
        return Orders.of(operation, POOL, Optional.of("0f"), fields);
    }
}
