package dev.lifeguard.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.operations.Operation;
import dev.lifeguard.web.problem.ProblemException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @Test
    void whatIsRightIsTaken() {
        UUID id = UUID.randomUUID();
        assertThat(Parameters.id("before", id.toString())).contains(id);
        assertThat(Parameters.instant("from", "2026-11-24T12:00:00Z")).contains(Instant.parse("2026-11-24T12:00:00Z"));
        assertThat(Parameters.word("operation", "recycle", Operation.class)).contains(Operation.RECYCLE);
        assertThat(Parameters.limit("7", 100, 10)).isEqualTo(7);
    }

    @Test
    void whatIsNotThereIsAbsent() {
        assertThat(Parameters.id("before", null)).isEmpty();
        assertThat(Parameters.limit(null, 100, 10_000)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1-1-1-1-1", "0", "11", "-1", "7.0", "RECYCLE", "recycle ", "yesterday", "'\"<script>", "../x", "a\nb", "\u0661"})
    void whatIsNotSoIsRefusedAndNamed(String text) {
        assertThatThrownBy(() -> Parameters.id("before", text)).isInstanceOf(ProblemException.class).hasMessageStartingWith("before is '");
        assertThatThrownBy(() -> Parameters.instant("from", text)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Parameters.duration("step", text)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Parameters.word("operation", text, Operation.class)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "11", "-1", "7.0", "1e1", "99999999999", "+7x"})
    void aLimitIsWithinItsRange(String text) {
        assertThatThrownBy(() -> Parameters.limit(text, 5, 10)).hasMessage("limit is '" + text + "'; it must be from 1 to 10");
    }

    @Test
    void whatIsLongIsNotRepeatedWhole() {
        assertThatThrownBy(() -> Parameters.id("before", "x".repeat(10_000)))
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(200));
    }
}
