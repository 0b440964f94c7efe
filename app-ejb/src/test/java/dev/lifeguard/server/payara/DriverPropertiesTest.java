package dev.lifeguard.server.payara;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DriverPropertiesTest {

    @Test
    void asPayaraWritesThem() {
        assertThat(DriverProperties.parse("setoptions#-c lifeguard.max_age_seconds=99##seturl#jdbc:postgresql://db/shop?a=b##", "#"))
                .isEqualTo(Map.of("options", "-c lifeguard.max_age_seconds=99", "url", "jdbc:postgresql://db/shop?a=b"));
    }

    @Test
    void anEscapedDelimiterIsPartOfTheValue() {
        assertThat(DriverProperties.parse("setApplicationName#shop\\#1##", "#")).isEqualTo(Map.of("ApplicationName", "shop#1"));
    }

    @Test
    void noneAreNone() {
        assertThat(DriverProperties.parse("", "#")).isEmpty();
    }
}
