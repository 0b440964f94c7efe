package dev.lifeguard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void hasNothingThatBreaksALineOrHidesInIt() {
        assertThat(OneLine.of(" a\r\nb\u0085c\u009bd\u2028e\u200bf\u0000 ")).isEqualTo("a  b c d e f");
        assertThat(OneLine.of("größer <10>")).isEqualTo("größer <10>");
    }
}
