package dev.lifeguard.server.payara;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The names are as Payara 6.2025.9 made them. */
class DefinedPoolNameTest {

    private static final String DEFINED = "__SYSTEM/pools/__datasource_definition/";

    @Test
    void ofAnApplication() {
        assertThat(DefinedPoolName.parse(DEFINED + "shop/java:app/jdbc/orders"))
                .contains(new DefinedPoolName(Optional.of("shop"), "java:app/jdbc/orders"));
    }

    @Test
    void ofAModuleAndOfAComponent() {
        assertThat(DefinedPoolName.parse(DEFINED + "shop/web/java:module/jdbc/orders"))
                .contains(new DefinedPoolName(Optional.of("shop"), "java:module/jdbc/orders"));
        assertThat(DefinedPoolName.parse(DEFINED + "shop/web/web_/web/java:comp/env/jdbc/orders"))
                .contains(new DefinedPoolName(Optional.of("shop"), "java:comp/env/jdbc/orders"));
    }

    @Test
    void ofAnApplicationThatIsNotTold() {
        assertThat(DefinedPoolName.parse(DEFINED + "java:global/jdbc/orders"))
                .contains(new DefinedPoolName(Optional.empty(), "java:global/jdbc/orders"));
    }

    @Test
    void otherPoolsAreNoApplications() {
        assertThat(DefinedPoolName.parse("lifeguard-app")).isEmpty();
        assertThat(DefinedPoolName.parse("__TimerPool")).isEmpty();
        assertThat(DefinedPoolName.parse("jms/__defaultConnectionFactory-Connection-Pool")).isEmpty();
        assertThat(DefinedPoolName.parse(DEFINED + "shop")).isEmpty();
    }
}
