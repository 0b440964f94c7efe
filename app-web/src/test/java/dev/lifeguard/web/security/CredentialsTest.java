package dev.lifeguard.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @Test
    void thePasswordBeginsAfterTheFirstColon() {
        assertThat(Credentials.basic("bAsIc " + base64("ä:b:c"))).contains(new Credentials("ä", "b:c"));
    }

    @Test
    void bothMayBeEmpty() {
        assertThat(Credentials.basic("Basic " + base64(":"))).contains(new Credentials("", ""));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic", "Bearer abc", "Basic ", "Basic %%%", "Basic YWJj", "Basic /zph"})
    void whatCannotBeReadIsNone(String header) {
        assertThat(Credentials.basic(header)).isEmpty();
    }

    @Test
    void thePasswordIsNotPartOfTheText() {
        assertThat(new Credentials("somebody", "secret")).hasToString("somebody");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
