package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LibertyPoolsTest {

    @Test
    void nothingIsDetectedOutsideOfLiberty() {
        assertThat(LibertyPools.detect()).isEmpty();
    }
}
