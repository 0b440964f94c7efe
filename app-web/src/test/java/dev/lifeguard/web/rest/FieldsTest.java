package dev.lifeguard.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeguard.web.problem.Problem;
import dev.lifeguard.web.problem.ProblemException;
import dev.lifeguard.web.problem.ProblemType;
import dev.lifeguard.web.rest.Fields.Type;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    private static final Map<String, Type> KNOWN =
            Map.of("max", Type.WHOLE_NUMBER, "reason", Type.TEXT, "timeout", Type.DURATION, "dryRun", Type.FLAG);

    @Test
    void whatIsThereIsGivenAndTheRestIsAbsent() throws IOException {
        Fields fields = read(" {\"max\": 20, \"reason\": \"a \\\"reason\\\"\", \"timeout\": \"PT1M\", \"dryRun\": true}\n");
        assertThat(fields.whole("max")).hasValue(20);
        assertThat(fields.text("reason")).contains("a \"reason\"");
        assertThat(fields.duration("timeout")).contains(Duration.ofMinutes(1));
        assertThat(fields.flag("dryRun")).isTrue();
        for (String nothing : new String[] {"", "{}"}) {
            Fields none = read(nothing);
            assertThat(none.whole("max")).isEmpty();
            assertThat(none.text("reason")).isEmpty();
            assertThat(none.duration("timeout")).isEmpty();
            assertThat(none.flag("dryRun")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"max\": 20.0}", "{\"max\": 2e1}", "{\"max\": \"20\"}", "{\"max\": null}", "{\"max\": true}", "{\"max\": 12345678901234567890}",
        "{\"max\": 1e999999999}", "{\"max\": NaN}", "{\"max\": 1, \"max\": 2}", "{\"max\": 1, \"max\": 1}", "{\"mAx\": 1}", "{\"max\": [1]}",
        "{\"max\": {}}", "{\"max\": 01}", "{\"max\": +1}", "{\"max\": 1,}", "{\"max\": 1", "{\"max\"", "{max: 1}", "{'max': 1}", "[1]", "1",
        "\"max\"", "null", "{} {}", "{}x", "{\"max\": 1}//", "/**/{}", "{\"reason\": 1}", "{\"reason\": [\"a\"]}", "{\"reason\": \"a\nb\"}",
        "{\"reason\": \"\\x\"}", "{\"timeout\": 30}", "{\"timeout\": \"30\"}", "{\"timeout\": \"PT99999999999999999999S\"}",
        "{\"timeout\": \"PT0.0000000000000000000000000000000000000000001S\"}", "{\"dryRun\": \"true\"}", "{\"dryRun\": 1}",
        "{\"dryRun\": null}", "{\"__proto__\": {}}", "\ufeff{}", "\u0000", "   "})
    void whatIsNotSoIsRefused(String body) {
        assertThat(refusal(body.getBytes(StandardCharsets.UTF_8)).type()).isEqualTo(ProblemType.INVALID);
    }

    @Test
    void aRefusalSaysWhatTheFieldHasToBe() {
        assertThat(refusal("{\"max\": \"20\"}".getBytes(StandardCharsets.UTF_8)).detail()).isEqualTo("max must be a whole number");
        assertThat(refusal("{\"<script>\": 1}".getBytes(StandardCharsets.UTF_8)).detail())
                .isEqualTo("The body has a field that is not known here; those known are dryRun, max, reason, timeout");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertThat(refusal(new byte[] {'{', '"', (byte) 0xc3, '"', '}'}).detail()).isEqualTo("The body is not UTF-8");
    }

    @Test
    void depthIsLeftAtItsFirstStep() {
        String bomb = "{\"reason\":".repeat(1_400);
        assertThat(refusal(bomb.getBytes(StandardCharsets.UTF_8)).detail()).isEqualTo("reason must be a text");
        assertThat(refusal("[".repeat(Fields.MOST_BYTES).getBytes(StandardCharsets.UTF_8)).detail()).isEqualTo("The body is not a JSON object");
    }

    @Test
    void whatIsTooLongIsNotReadToItsEnd() throws IOException {
        byte[] megabyte = ("{\"reason\": \"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        ByteArrayInputStream body = new ByteArrayInputStream(megabyte);
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> Fields.read(body, KNOWN));
        assertThat(refused.problem().type()).isEqualTo(ProblemType.TOO_LARGE);
        assertThat(body.available()).isEqualTo(megabyte.length - Fields.MOST_BYTES - 1);
    }

    private static Fields read(String body) throws IOException {
        return Fields.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), KNOWN);
    }

    private static Problem refusal(byte[] body) {
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> Fields.read(new ByteArrayInputStream(body), KNOWN));
        assertThat(refused).as(new String(body, StandardCharsets.UTF_8)).isNotNull();
        return refused.problem();
    }
}
