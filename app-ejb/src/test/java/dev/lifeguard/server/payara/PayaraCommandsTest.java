package dev.lifeguard.server.payara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayaraCommandsTest {

    @Test
    void theAttributesAreSetInTheOrderGiven() {
        Map<String, Long> attributes = new LinkedHashMap<>();
        attributes.put("max-pool-size", 12L);
        attributes.put("idle-timeout-in-seconds", 66L);

        assertThat(PayaraCommands.arguments("orders-pool", attributes)).containsExactly(
                "resources.jdbc-connection-pool.orders-pool.max-pool-size=12",
                "resources.jdbc-connection-pool.orders-pool.idle-timeout-in-seconds=66");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "*", "orders*", "orders=1", "orders.max-pool-size", "orders\\.eu", "orders.max-pool-size=1 x", "orders\nother", "orders\\",
        "\"orders\"", "'orders'", "${orders}", "a:b",
        "orders;x", "--help", "-x", ".orders", "/orders", " ", "", "ördérs", "a,b", "a|b", "a&b"})
    void aNameThatCouldMeanSomethingElseIsInNoCommand(String name) {
        assertThat(PayaraCommands.canName(name)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> PayaraCommands.arguments(name, Map.of("max-pool-size", 1L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lifeguard-app", "__TimerPool", "jdbc/orders", "Orders_2-eu"})
    void aPlainNameIs(String name) {
        assertThat(PayaraCommands.canName(name)).isTrue();
    }
}
