package dev.lifeguard.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.Order;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.web.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Whatever comes in, it is an order within its ranges or a problem of whoever sent it, and nothing else. */
class OrderProperties {

    private static final PoolId POOL = PoolId.of("jdbc/app", "app");
    private static final List<String> NASTY = List.of(
            "null", "true", "\"true\"", "[]", "{}", "[[[[[[[[]]]]]]]]", "\"<script>alert(1)</script>\"", "\"../../etc/passwd\"",
            "\"a\\nb\\u0000\\u2028\"", "1e400", "-0", "0.5", "1e2", "99999999999999999999", "\"PT30S\"", "\"PT-1S\"", "\"P40D\"", "\"PT0.5S\"",
            "\"'; drop table pool_minute; --\"", "\"\\ud800\"", "\"" + "x".repeat(501) + "\"", "\"" + "\\\\".repeat(300) + "\"");

    @Property(tries = 10_000)
    void nothingThatComesInDoesMoreThanAnOrderMay(@ForAll Operation operation, @ForAll("bodies") byte[] body) throws IOException {
        Optional<Order> order = order(operation, body);
        Statistics.label("taken").collect(order.isPresent());
        order.ifPresent(OrderProperties::requireWithinRanges);
    }

    private static Optional<Order> order(Operation operation, byte[] body) throws IOException {
        try {
            Fields fields = Fields.read(new ByteArrayInputStream(body), Orders.fields(operation));
            return Optional.of(Orders.of(operation, POOL, Optional.of("0f"), fields));
        } catch (ProblemException refused) {
            assertThat(refused.problem().status()).isIn(400, 413);
            assertThat(refused.problem().detail()).isNotBlank().hasSizeLessThan(1_000);
            return Optional.empty();
        }
    }

    private static void requireWithinRanges(Order order) {
        assertThat(order.pool()).isEqualTo(POOL);
        order.reason().ifPresent(reason -> assertThat(reason).hasSizeBetween(1, 500).doesNotContain("\n", "\r", "\u0000", "\u2028"));
        if (order instanceof Order.Settings settings) {
            SettingsChange change = settings.change();
            assertThat(change.isEmpty()).isFalse();
            change.min().ifPresent(min -> assertThat(min).isBetween(0, SettingsChange.MOST_CONNECTIONS));
            change.max().ifPresent(max -> assertThat(max).isBetween(1, SettingsChange.MOST_CONNECTIONS));
            change.waitTimeout().ifPresent(time -> assertThat(time).isBetween(Duration.ofSeconds(1), Duration.ofHours(1)));
            settings.revertAfter().ifPresent(time -> assertThat(time).isBetween(Duration.ofSeconds(1), Order.LONGEST_REVERT));
        } else if (order instanceof Order.Ping ping) {
            assertThat(ping.deadline()).isBetween(Duration.ofSeconds(1), Order.LONGEST_PING);
        } else if (order instanceof Order.Drain drain) {
            assertThat(drain.timeout()).isBetween(Duration.ofSeconds(1), Order.LONGEST_TIMEOUT);
        }
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        Arbitrary<byte[]> texts = Arbitraries.oneOf(objects(), objects(), mangled(), Arbitraries.strings().ofMaxLength(200))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(texts, Arbitraries.bytes().array(byte[].class).ofMaxSize(100));
    }

    /** Objects with fields that are known somewhere, of which some are right. */
    private static Arbitrary<String> objects() {
        Arbitrary<String> names = Arbitraries.of(Stream.concat(
                        Stream.of(Operation.values()).flatMap(operation -> Orders.fields(operation).keySet().stream()).sorted(),
                        Stream.of("unknown", "__proto__", "MAX", "a/b", "<script>", ""))
                .toList());
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.integers().between(-10, 20_000).map(String::valueOf),
                Arbitraries.of(NASTY),
                Arbitraries.of("true", "false", "\"PT1M\"", "\"why\""));
        return Combinators.combine(names, values).as(Tuple::of).list().ofMaxSize(4).map(fields -> fields.stream()
                .map(field -> "\"" + field.get1() + "\":" + field.get2())
                .collect(Collectors.joining(",", "{", "}")));
    }

    /** Objects of which something is missing, or there twice. */
    private static Arbitrary<String> mangled() {
        return Combinators.combine(objects(), Arbitraries.integers().between(0, 100), Arbitraries.integers().between(0, 100))
                .as((text, from, length) -> {
                    int cut = Math.min(from, text.length());
                    return text.substring(0, cut) + (length % 2 == 0 ? text : text.substring(Math.min(text.length(), cut + length)));
                });
    }
}
