package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.ServerKind;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A server of its own, set as the card says: it boots without a database, and again and again with the EAR deployed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BootIT {

    private static final int BOOTS = 2;
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);

    private static final Map<String, String> PAYARA_TERMS = Map.ofEntries(
            Map.entry("steady-pool-size", "20"),
            Map.entry("max-pool-size", "30"),
            Map.entry("max-wait-time-in-millis", "30000"),
            Map.entry("idle-timeout-in-seconds", "300"),
            Map.entry("pool-resize-quantity", "1"),
            Map.entry("is-connection-validation-required", "true"),
            Map.entry("connection-validation-method", "custom-validation"),
            Map.entry("validation-classname", "dev.lifeguard.validation.AgeAndHealthValidation"),
            Map.entry("validate-atmost-once-period-in-seconds", "0"),
            Map.entry("connection-leak-reclaim", "false"),
            Map.entry("log-jdbc-calls", "false"),
            Map.entry("sql-trace-listeners", "fish.payara.jdbc.SilentSqlTraceListener"),
            Map.entry("property.connectTimeout", "5"),
            Map.entry("property.loginTimeout", "10"),
            Map.entry("property.socketTimeout", "60"),
            Map.entry("property.tcpKeepAlive", "true"),
            Map.entry("property.ApplicationName", "payara jdbc/app"),
            Map.entry("property.options", "-c lifeguard.max_age_seconds=3600"));

    private static final Map<String, String> LIBERTY_TERMS = Map.ofEntries(
            Map.entry("minPoolSize", "20"),
            Map.entry("maxPoolSize", "30"),
            Map.entry("connectionTimeout", "30s"),
            Map.entry("maxIdleTime", "300s"),
            Map.entry("agedTimeout", "3600s"),
            Map.entry("reapTime", "15s"),
            Map.entry("purgePolicy", "EntirePool"),
            Map.entry("validationTimeout", "5s"),
            Map.entry("properties.connectTimeout", "5s"),
            Map.entry("properties.loginTimeout", "10s"),
            Map.entry("properties.socketTimeout", "60s"),
            Map.entry("properties.tcpKeepAlive", "true"),
            Map.entry("properties.applicationName", "liberty jdbc/app"));

    private static RunningServer running;

    @BeforeAll
    static void configure() throws Exception {
        running = RunningServer.configured("boot", Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        if (running != null) {
            running.close();
        }
    }

    @Test
    @Order(1)
    void startsWithTheDatabaseAwayAndRecoversByItself() throws Exception {
        running.database().kill();
        running.server().start();
        running.server().deploy(RunningServer.EAR);
        Awaitility.await().atMost(STARTED_WITHIN).untilAsserted(() -> {
            assertThat(status("/health/started")).isEqualTo(200);
            assertThat(status("/health/live")).isEqualTo(200);
            assertThat(status("/health/ready")).isEqualTo(503);
            assertThat(verdict("jdbc/app")).isEqualTo("unreachable");
            assertThat(get("/health/ready").asString()).contains("jdbc/app.reason").containsIgnoringCase("refused");
        });

        running.database().start();
        Awaitility.await().atMost(STARTED_WITHIN).untilAsserted(() -> {
            assertThat(status("/health/ready")).isEqualTo(200);
            assertThat(verdict("jdbc/app")).isEqualTo("healthy");
            assertThat(verdict("jdbc/lifeguard")).isEqualTo("healthy");
        });
    }

    @Test
    @Order(2)
    void thePoolsAreSetAsTheCardSays() {
        JsonPath app = pool("jdbc/app");
        assertThat(app.getInt("settings.min")).isEqualTo(20);
        assertThat(app.getInt("settings.max")).isEqualTo(30);
        assertThat(app.getDouble("settings.waitTimeoutSeconds")).isEqualTo(30);
        assertThat(app.getDouble("settings.idleTimeoutSeconds")).isEqualTo(300);
        assertThat(app.getDouble("settings.maxAgeSeconds")).isEqualTo(3600);
        assertThat(app.getBoolean("settings.validated")).isTrue();
        assertThat(app.getMap("settings.serverTerms"))
                .as("in the server's own words")
                .containsAllEntriesOf(RunningServer.KIND == ServerKind.PAYARA ? PAYARA_TERMS : LIBERTY_TERMS)
                .as("no echo of statements")
                .doesNotContainKey("supplementalJDBCTrace");

        JsonPath store = pool("jdbc/lifeguard");
        assertThat(store.getInt("settings.min")).isEqualTo(2);
        assertThat(store.getInt("settings.max")).isEqualTo(5);
        assertThat(store.getDouble("settings.waitTimeoutSeconds")).isEqualTo(5);
        assertThat(store.getDouble("settings.idleTimeoutSeconds")).isEqualTo(300);
        assertThat(store.getDouble("settings.maxAgeSeconds")).isEqualTo(3600);
        assertThat(store.getBoolean("settings.validated")).isTrue();
    }

    @Test
    @Order(3)
    void eachConnectionTellsInstanceAndPool() {
        String server = RunningServer.KIND.id();
        // The driver tells it in a statement of its own, once a connection is open.
        Awaitility.await().untilAsserted(() ->
                assertThat(sessionNames()).containsExactlyInAnyOrder(server + " jdbc/app", server + " jdbc/lifeguard"));
    }

    private static Set<String> sessionNames() throws SQLException {
        Set<String> names = new HashSet<>();
        try (Connection connection = running.database().app().connect();
                Statement statement = connection.createStatement();
                ResultSet session = statement.executeQuery(
                        // Without the database's own, of which some have a role and none has both.
                        "SELECT application_name FROM pg_stat_activity"
                                + " WHERE usename IS NOT NULL AND datname IS NOT NULL AND pid <> pg_backend_pid()")) {
            while (session.next()) {
                names.add(session.getString(1));
            }
        }
        return names;
    }

    @Test
    @Order(4)
    void bootsAgainAndAgainWithTheEarDeployed() throws Exception {
        for (int boot = 1; boot <= BOOTS; boot++) {
            running.server().close();
            running.server().start();
            Awaitility.await("boot " + boot)
                    .atMost(STARTED_WITHIN)
                    .ignoreException(ConnectException.class)
                    .untilAsserted(() -> assertThat(status("/health/ready")).isEqualTo(200));
            // Ready as soon as connections are open, which may be before the probe has its first answer.
            Awaitility.await("boot " + boot).atMost(STARTED_WITHIN).until(() -> verdict("jdbc/app"), "healthy"::equals);
        }
    }

    private static int status(String path) {
        return get(path).statusCode();
    }

    private static Response get(String path) {
        return TestUser.OPERATOR.given().get(running.at(path));
    }

    private static String verdict(String pool) {
        return pool(pool).getString("verdict");
    }

    private static JsonPath pool(String name) {
        JsonPath json = get("/lifeguard/api/pools").jsonPath();
        json.setRootPath("pools.find { it.name == '" + name + "' }");
        return json;
    }
}
