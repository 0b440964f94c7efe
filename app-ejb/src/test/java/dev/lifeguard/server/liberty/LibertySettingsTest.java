package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.PoolSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LibertySettingsTest {

    private static final Map<String, Object> CONNECTION_MANAGER = Map.of(
            "minPoolSize", 20, "maxPoolSize", 30, "connectionTimeout", 30L, "maxIdleTime", 300L, "agedTimeout", 3600L, "reapTime", 15L,
            "purgePolicy", "EntirePool", "id", "app");

    @Test
    void everyLimitIsReadFromTheConfiguration() {
        PoolSettings settings = LibertySettings.of(Map.of("validationTimeout", 5L), CONNECTION_MANAGER);

        assertThat(settings.min()).hasValue(20);
        assertThat(settings.max()).hasValue(30);
        assertThat(settings.waitTimeout()).contains(Duration.ofSeconds(30));
        assertThat(settings.idleTimeout()).contains(Duration.ofMinutes(5));
        assertThat(settings.maxAge()).contains(Duration.ofHours(1));
        assertThat(settings.validated()).contains(true);
    }

    @Test
    void withoutAConnectionManagerTheServersDefaultsHold() {
        PoolSettings settings = LibertySettings.of(Map.of(), Map.of());

        assertThat(settings.min()).hasValue(0);
        assertThat(settings.max()).hasValue(50);
        assertThat(settings.waitTimeout()).contains(Duration.ofSeconds(30));
        assertThat(settings.idleTimeout()).contains(Duration.ofMinutes(30));
        assertThat(settings.maxAge()).isEmpty();
        assertThat(settings.validated()).contains(false);
        assertThat(settings.serverTerms()).isEmpty();
    }

    @Test
    void minusOneIsNoLimitAndMaxZeroIsNone() {
        PoolSettings settings = LibertySettings.of(
                Map.of("validationTimeout", -1L), Map.of("maxPoolSize", 0, "connectionTimeout", -1L, "maxIdleTime", -1L));

        assertThat(settings.max()).isEmpty();
        assertThat(settings.waitTimeout()).isEmpty();
        assertThat(settings.idleTimeout()).isEmpty();
        assertThat(settings.maxAge()).isEmpty();
        assertThat(settings.validated()).contains(false);
    }

    @Test
    void whenNothingIsReapedIdleConnectionsStayForEver() {
        PoolSettings settings = LibertySettings.of(Map.of(), Map.of("agedTimeout", 3600L, "reapTime", -1L));

        assertThat(settings.idleTimeout()).isEmpty();
        assertThat(settings.maxAge()).contains(Duration.ofHours(1));
    }

    @Test
    void theServersTermsCarryTheirUnits() {
        Map<String, Object> dataSource = Map.of(
                "validationTimeout", 5L, "type", "javax.sql.ConnectionPoolDataSource", "properties.0.socketTimeout", 60L,
                "properties.0.tcpKeepAlive", true, "properties.0.applicationName", "liberty jdbc/app");

        assertThat(LibertySettings.of(dataSource, CONNECTION_MANAGER).serverTerms())
                .containsEntry("maxPoolSize", "30")
                .containsEntry("connectionTimeout", "30s")
                .containsEntry("validationTimeout", "5s")
                .containsEntry("purgePolicy", "EntirePool")
                .containsEntry("properties.socketTimeout", "60s")
                .containsEntry("properties.tcpKeepAlive", "true")
                .containsEntry("properties.applicationName", "liberty jdbc/app")
                .doesNotContainKey("id");
        assertThat(LibertySettings.of(Map.of(), Map.of("agedTimeout", -1L)).serverTerms()).containsEntry("agedTimeout", "-1");
    }

    @Test
    void noCredentialGetsAmongTheServersTerms() {
        Map<String, Object> dataSource = new HashMap<>();
        dataSource.put("containerAuthDataRef", new String[] {"auth"});
        dataSource.put("properties.0.user", "app");
        dataSource.put("properties.0.password", "s3cret");
        dataSource.put("properties.0.URL", "jdbc:postgresql://db/app?user=app&password=s3cret");
        // Liberty wraps what an application has defined: never print such an object.
        dataSource.put("properties.0.serverName", new StringBuilder("s3cret"));
        dataSource.put("properties.0.databaseName", "shop;PASSWORD=s3cret");
        dataSource.put("properties.0.applicationName", "x&password=s3cret");
        dataSource.put("properties.0.loginTimeout", "s3cret");

        assertThat(LibertySettings.of(dataSource, Map.of()).serverTerms()).isEmpty();
    }
}
