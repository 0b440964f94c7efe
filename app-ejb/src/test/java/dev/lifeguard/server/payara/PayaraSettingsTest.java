package dev.lifeguard.server.payara;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.PoolSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayaraSettingsTest {

    private static final String OURS = "dev.lifeguard.validation.AgeAndHealthValidation";

    private final Map<String, String> attributes = new HashMap<>(Map.of(
            "steady-pool-size", "20",
            "max-pool-size", "30",
            "max-wait-time-in-millis", "30000",
            "idle-timeout-in-seconds", "300",
            "is-connection-validation-required", "true",
            "connection-validation-method", "custom-validation",
            "validation-classname", OURS));
    private final Map<String, String> properties = new HashMap<>(Map.of("options", "-c lifeguard.max_age_seconds=3600"));

    @Test
    void intoOurWords() {
        PoolSettings settings = settings();

        assertThat(settings.min()).hasValue(20);
        assertThat(settings.max()).hasValue(30);
        assertThat(settings.waitTimeout()).contains(Duration.ofSeconds(30));
        assertThat(settings.idleTimeout()).contains(Duration.ofMinutes(5));
        assertThat(settings.maxAge()).contains(Duration.ofHours(1));
        assertThat(settings.validated()).contains(true);
        assertThat(settings.serverTerms()).containsAllEntriesOf(attributes).containsEntry("property.options", properties.get("options"));
    }

    @Test
    void zeroIsForEver() {
        attributes.put("max-wait-time-in-millis", "0");
        attributes.put("idle-timeout-in-seconds", "0");

        assertThat(settings().waitTimeout()).isEmpty();
        assertThat(settings().idleTimeout()).isEmpty();
    }

    @Test
    void whatIsNoNumberIsAbsentAndStaysInTheServersWords() {
        attributes.put("max-pool-size", "${ENV=NOT_SET}");

        assertThat(settings().max()).isEmpty();
        assertThat(settings().serverTerms()).containsEntry("max-pool-size", "${ENV=NOT_SET}");
    }

    @Test
    void sizesThatPayaraDoesNotUseAreAbsent() {
        for (String max : new String[] {"0", "-1", "abc", ""}) {
            attributes.put("max-pool-size", max);
            assertThat(settings().max()).as(max).isEmpty();
        }
        attributes.put("steady-pool-size", "0");
        assertThat(settings().min()).hasValue(0);
    }

    @Test
    void ofAMinAboveMaxBothAreTheLargerAndStayAsTheyAreInTheServersWords() {
        attributes.put("steady-pool-size", "40");

        assertThat(settings().min()).hasValue(40);
        assertThat(settings().max()).hasValue(40);
        assertThat(settings().serverTerms()).containsEntry("steady-pool-size", "40").containsEntry("max-pool-size", "30");
    }

    @Test
    void methodsThatSendNothingDoNotValidate() {
        attributes.put("connection-validation-method", "auto-commit");
        assertThat(settings().validated()).contains(false);
        attributes.put("connection-validation-method", "meta-data");
        assertThat(settings().validated()).contains(false);
        assertThat(settings().maxAge()).isEmpty();
        attributes.put("connection-validation-method", "table");
        assertThat(settings().validated()).contains(true);
    }

    @Test
    void switchedOffDoesNotValidate() {
        attributes.put("is-connection-validation-required", "false");

        assertThat(settings().validated()).contains(false);
        assertThat(settings().maxAge()).isEmpty();
    }

    @Test
    void aClassThatIsNotThereLeavesItOpen() {
        PoolSettings settings = PayaraSettings.of(attributes, properties, name -> false);

        assertThat(settings.validated()).isEmpty();
        assertThat(settings.maxAge()).isEmpty();
    }

    @Test
    void theMaximumAgeIsOurClasssAlone() {
        attributes.put("validation-classname", "org.glassfish.api.jdbc.validation.PostgresConnectionValidation");

        assertThat(settings().validated()).contains(true);
        assertThat(settings().maxAge()).isEmpty();
    }

    @Test
    void theMaximumAgeAmongOtherOptions() {
        properties.put("options", "-c search_path=shop --lifeguard.max_age_seconds=60 -c lifeguard.max_age_seconds=90 -c x.y=1");
        assertThat(settings().maxAge()).contains(Duration.ofSeconds(90));
        properties.put("options", "-clifeguard.max_age_seconds=7");
        assertThat(settings().maxAge()).contains(Duration.ofSeconds(7));
        properties.put("options", "-c lifeguard.max_age_seconds=1h");
        assertThat(settings().maxAge()).isEmpty();
        properties.put("options", "-c lifeguard.max_age_seconds=0");
        assertThat(settings().maxAge()).isEmpty();
    }

    @Test
    void credentialsAreNeverTold() {
        properties.put("user", "secret-user");
        properties.put("Password", "secret-password");
        properties.put("sslPassword", "secret-ssl");
        properties.put("URL", "jdbc:postgresql://db:5432/shop?password=secret-query");
        properties.put("serverName", "secret-user:secret-password@db");
        properties.put("databaseName", "shop;PASSWORD=secret");
        properties.put("options", "-c lifeguard.max_age_seconds=60 -c app.key=secret");

        assertThat(settings().serverTerms()).containsEntry("property.URL", "jdbc:postgresql://db:5432/shop");
        assertThat(settings().serverTerms().toString()).doesNotContain("secret");
        assertThat(settings().maxAge()).contains(Duration.ofMinutes(1));
    }

    @Test
    void anAddressThatMayHoldACredentialIsLeftOut() {
        for (String url : new String[] {"jdbc:oracle:thin:scott/tiger@db:1521:svc", "jdbc:sqlserver://db;user=sa;password=secret"}) {
            properties.put("url", url);
            assertThat(settings().serverTerms()).doesNotContainKey("property.url");
        }
    }

    private PoolSettings settings() {
        return PayaraSettings.of(attributes, properties, name -> true);
    }
}
