package dev.lifeguard.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        ", , a:8080",
        "none, , a:8080",
        "same-origin, , a:8080",
        ", http://a:8080, a:8080",
        ", https://A.example, a.example",
        "same-origin, http://[::1]:8080, [::1]:8080"
    })
    void ownPagesAndProgramsMayAsk(String site, String origin, String host) {
        assertThat(new Origin(site, origin, host).objection()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cross-site, , a:8080",
        "same-site, , a:8080",
        "SAME-ORIGIN, , a:8080",
        "cross-site, http://a:8080, a:8080",
        ", http://a:8081, a:8080",
        ", http://a, a:8080",
        ", http://b:8080, a:8080",
        ", http://a:8080@b, a:8080",
        ", http://a:8080.b, a:8080",
        ", null, a:8080",
        ", '', a:8080",
        ", http://, a:8080",
        ", http://a b, a:8080",
        ", http://a:8080, "
    })
    void othersMayNot(String site, String origin, String host) {
        assertThat(new Origin(site, origin, host).objection()).isPresent();
    }
}
