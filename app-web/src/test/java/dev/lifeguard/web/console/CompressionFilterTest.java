package dev.lifeguard.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionFilterTest {

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "gzip, deflate, br", "deflate,gzip", "br;q=1.0, gzip;q=0.8, *;q=0.1", "gzip;q=0.001"})
    void compressesForWhoTakesIt(String encodings) {
        assertThat(isWelcome(encodings)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "br", "gzip;q=0", "gzip; q=0.000, br", "x-gzip"})
    void compressesForNobodyElse(String encodings) {
        assertThat(isWelcome(encodings)).isFalse();
    }

    @Test
    void compressesNotForWhoSaysNothing() {
        assertThat(CompressionFilter.isWelcome(Collections.emptyEnumeration())).isFalse();
    }

    @Test
    void readsEachOfSeveralHeaders() {
        assertThat(CompressionFilter.isWelcome(Collections.enumeration(List.of("br", "gzip")))).isTrue();
    }

    private static boolean isWelcome(String encodings) {
        return CompressionFilter.isWelcome(Collections.enumeration(List.of(encodings)));
    }
}
