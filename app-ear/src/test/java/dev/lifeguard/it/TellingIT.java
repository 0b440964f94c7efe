package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.lessThan;

import dev.lifeguard.launcher.ServerKind;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the users of the EAR are told over HTTP, in good times and bad. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TellingIT {

    private static final String GUEST = "guest";
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);
    /** 50 ms is the promise; these machines are noisy. */
    private static final long PROMISED_MILLIS = 5 * 50L;

    @Deployment(testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguard();
    }

    @Deployment(name = GUEST, managed = false, testable = false)
    static Archive<?> guest() {
        return GuestApplication.archive(SharedServer.get().database().app());
    }

    @BeforeEach
    void awaitReady() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> get("/health/ready").statusCode() == 200);
    }

    @Test
    @Order(1)
    void healthTellsBothPools() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            for (String endpoint : List.of("/health/live", "/health/ready", "/health/started")) {
                Map<String, Object> data = checkNamedPools(get(endpoint)).getMap("data");
                for (String pool : List.of("jdbc/app", "jdbc/lifeguard")) {
                    assertThat(data)
                            .as(endpoint)
                            .containsEntry(pool + ".verdict", "healthy")
                            .containsKeys(pool + ".inUse", pool + ".idle", pool + ".waiting", pool + ".utilizationPercent")
                            .containsKeys(pool + ".ageMillis");
                }
                // A number on Liberty, its text on Payara.
                assertThat(data.get("jdbc/app.max")).hasToString(Integer.toString(SharedServerNumbers.APP_MAX));
            }
        });
    }

    @Test
    @Order(2)
    void metricsTellBothPools() {
        metricsTellBothPools("/metrics");
    }

    @Test
    @Order(2)
    void ourOwnTextTellsThemTooWithHistograms() {
        metricsTellBothPools("/lifeguard/metrics");
        Response scraped = given().accept("application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
                .get(SharedServer.get().at("/lifeguard/metrics"));
        assertThat(scraped.contentType().replace(" ", "").toLowerCase(Locale.ROOT))
                .isEqualTo("application/openmetrics-text;version=1.0.0;charset=utf-8");
        assertThat(scraped.asString()).endsWith("\n# EOF\n").doesNotContain("hikaricp_", "db_client_");
        assertThat(get("/lifeguard/metrics").contentType().replace(" ", "").toLowerCase(Locale.ROOT))
                .isEqualTo("text/plain;version=0.0.4;charset=utf-8");
    }

    private static void metricsTellBothPools(String path) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            String metrics = get(path).asString();
            assertThat(value(metrics, "lifeguard_pool_connections_max", "jdbc/app")).isEqualTo(SharedServerNumbers.APP_MAX);
            assertThat(value(metrics, "lifeguard_pool_connections_min", "jdbc/app")).isEqualTo(SharedServerNumbers.APP_MIN);
            for (String pool : List.of("jdbc/app", "jdbc/lifeguard")) {
                assertThat(value(metrics, "lifeguard_pool_connections", pool, "state", "in_use")).isNotNegative();
                assertThat(value(metrics, "lifeguard_pool_connections", pool, "state", "idle")).isPositive();
                assertThat(value(metrics, "lifeguard_pool_requests_waiting", pool)).isZero();
                assertThat(value(metrics, "lifeguard_pool_utilization_ratio", pool)).isBetween(0.0, 1.0);
                assertThat(value(metrics, "lifeguard_pool_verdict", pool, "verdict", "healthy")).isEqualTo(1);
                assertThat(value(metrics, "lifeguard_pool_verdict", pool, "verdict", "saturated")).isZero();
                assertThat(value(metrics, "lifeguard_pool_own_borrows_total", pool, "why", "probe")).isPositive();
                assertThat(value(metrics, "lifeguard_pool_saturated_seconds_total", pool)).isNotNegative();
            }
            assertThat(metrics.lines()).anyMatch(line -> line.matches("lifeguard_history_rows_dropped_total(\\{.*})? 0(\\.0.*)?"));
            assertThat(metrics.lines().filter(line -> line.startsWith("lifeguard"))).noneMatch(line -> line.contains("NaN"));
        });
    }

    @Test
    @Order(3)
    void theJsonInterfaceTellsEveryPool() {
        assertThat(get("/lifeguard/api/pools").jsonPath().getString("server")).startsWith(RunningServer.KIND.product());
        assertThat(poolNames()).contains("jdbc/app", "jdbc/lifeguard");
        JsonPath json = appPool();
        assertThat(json.getInt("settings.max")).isEqualTo(SharedServerNumbers.APP_MAX);
        assertThat(json.getDouble("settings.waitTimeoutSeconds")).isEqualTo(2);
        assertThat(json.getString("source")).isEqualTo("server");
        assertThat(json.getList("notAsAsked")).isEmpty();
        String everything = get("/lifeguard/api/pools").asString();
        assertThat(everything)
                .doesNotContain(SharedServer.get().database().app().password())
                .doesNotContain(SharedServer.get().database().lifeguard().password());

        String id = json.getString("id");
        given().get(SharedServer.get().at("/lifeguard/api/pools/" + id))
                .then()
                .statusCode(200)
                .body("name", equalTo("jdbc/app"))
                .body("windows.lengthSeconds", contains(1f, 10f, 60f, 300f, 3600f));
        given().get(SharedServer.get().at("/lifeguard/api/pools/" + id + "/holders")).then().statusCode(200).body("restricted", equalTo(true));
        given().get(SharedServer.get().at("/lifeguard/api/pools/" + id + "/sessions")).then().statusCode(200).body("restricted", equalTo(true));
    }

    @Test
    @Order(3)
    void aSnapshotThatAnOperatorTakesHasNoStatementsAndStacksForViewers() {
        String snapshots = "/lifeguard/api/pools/" + appPool().getString("id") + "/snapshots";
        String taken = TestUser.OPERATOR.given().post(SharedServer.get().at(snapshots)).then().statusCode(201).extract().path("id");
        assertThat(get(snapshots).jsonPath().getList("snapshots.id", String.class)).contains(taken);
        String snapshot = get(snapshots + "/" + taken).then().statusCode(200).body("restricted", equalTo(true)).extract().asString();
        assertThat(snapshot).contains("\"cause\":\"asked\"", "\"holders\":").doesNotContain("\"statement\":", "\"stack\":");
        TestUser.OPERATOR.given().post(SharedServer.get().at(snapshots)).then().statusCode(429);
        given().get(SharedServer.get().at(snapshots + "/none"))
                .then()
                .statusCode(404)
                .body("error", equalTo("There is no snapshot with the id 'none' any longer"));
    }

    @Test
    @Order(4)
    void whatIsNotThereIsSaidInPlainWords() {
        for (String id : List.of("jdbc-gone-000000", "%3Cscript%3E", "..%2f")) {
            Response response = given().urlEncodingEnabled(false).get(SharedServer.get().at("/lifeguard/api/pools/" + id));
            assertThat(response.statusCode()).as(id).isBetween(400, 404);
        }
        given().get(SharedServer.get().at("/lifeguard/api/pools/jdbc-gone-000000"))
                .then()
                .statusCode(404)
                .body("error", equalTo("The server has no pool with the id 'jdbc-gone-000000'"));
        for (String of : List.of("holders", "sessions", "snapshots", "snapshots/none")) {
            given().get(SharedServer.get().at("/lifeguard/api/pools/jdbc-gone-000000/" + of))
                    .then()
                    .statusCode(404)
                    .body("error", equalTo("The server has no pool with the id 'jdbc-gone-000000'"));
        }
        given().get(SharedServer.get().at("/lifeguard/api/pools/" + appPool().getString("id") + "/holders?limit=0"))
                .then()
                .statusCode(400)
                .body("error", equalTo("limit is '0'; it must be from 1 to 10000"));
        assertThat(get("/lifeguard/").asString()).contains("Lifeguard");
    }

    @Test
    @Order(5)
    void answersComeFromMemory() {
        for (String path : List.of("/health/live", "/health/ready", "/health/started", "/metrics", "/lifeguard/metrics", "/lifeguard/api/pools")) {
            get(path);
            given().get(SharedServer.get().at(path)).then().time(lessThan(PROMISED_MILLIS));
        }
    }

    @Test
    @Order(6)
    void aPoolThatAnApplicationBringsIsSeenAndItsGoingToo(@ArquillianResource Deployer deployer) {
        deployer.deploy(GUEST);
        try {
            // Payara makes the pool only when it is first asked for.
            assertThat(get(GuestApplication.PATH).asString()).isEqualTo("1");
            Awaitility.await().atMost(SEEN_WITHIN).until(() -> poolNames().contains(GuestApplication.POOL));
            Awaitility.await().atMost(SEEN_WITHIN).untilAsserted(() -> {
                JsonPath json = guestPool();
                assertThat(json.getString("source")).isEqualTo("application");
                assertThat(json.getString("application")).isEqualTo(GuestApplication.NAME);
                assertThat(json.getInt("max")).isEqualTo(GuestApplication.MAX);
                assertThat(json.getInt("open")).isPositive();
                assertThat(value(get("/metrics").asString(), "lifeguard_pool_connections_max", GuestApplication.POOL))
                        .isEqualTo(GuestApplication.MAX);
            });
            itsBorrowsAreTold();
        } finally {
            deployer.undeploy(GUEST);
        }
        if (RunningServer.KIND == ServerKind.PAYARA) {
            // It keeps the pool, and a connection that is open in the database: whoever hid it would not be right about it.
            Awaitility.await().atMost(SEEN_WITHIN).until(() -> guestPool().getString("source").equals("abandoned"));
            assertThat(guestPool().getInt("open")).isPositive();
        } else {
            Awaitility.await().atMost(SEEN_WITHIN).until(() -> !poolNames().contains(GuestApplication.POOL));
            Awaitility.await().atMost(SEEN_WITHIN).until(() -> !get("/metrics").asString().contains(GuestApplication.POOL));
        }
    }

    private static void itsBorrowsAreTold() {
        Awaitility.await().atMost(SEEN_WITHIN).untilAsserted(() -> {
            // The one that makes the server build the pool comes before anybody can see it.
            get(GuestApplication.PATH);
            JsonPath json = guestPool();
            assertThat(json.getString("timing")).isEqualTo("exact");
            assertThat(json.getInt("acquisition.count")).isPositive();
            assertThat(json.getDouble("hold.max")).isPositive();
            assertThat(json.getInt("failures.exhausted")).isZero();
            for (String path : List.of("/metrics", "/lifeguard/metrics")) {
                String metrics = get(path).asString();
                assertThat(value(metrics, "lifeguard_pool_acquisitions_total", GuestApplication.POOL)).isPositive();
                assertThat(value(metrics, "lifeguard_pool_acquisition_p99_seconds", GuestApplication.POOL)).isPositive();
                assertThat(value(metrics, "lifeguard_pool_connections_created_total", GuestApplication.POOL)).isNotNegative();
                assertThat(value(metrics, "lifeguard_pool_failures_total", GuestApplication.POOL, "kind", "exhausted")).isZero();
                assertThat(value(metrics, "lifeguard_pool_timing", GuestApplication.POOL, "timing", "exact")).isEqualTo(1);
            }
            String metrics = get("/lifeguard/metrics").asString();
            assertThat(value(metrics, "lifeguard_pool_acquisition_seconds_bucket", GuestApplication.POOL, "le", "+Inf"))
                    .isPositive()
                    .isEqualTo(value(metrics, "lifeguard_pool_acquisition_seconds_count", GuestApplication.POOL));
            assertThat(value(metrics, "lifeguard_pool_hold_seconds_sum", GuestApplication.POOL)).isPositive();
        });
    }

    @Test
    @Order(7)
    void aSettingThatIsNotAsAskedIsToldAndSeenAtOnce() throws Exception {
        Administrator administrator = new Administrator(SharedServer.get());
        int other = SharedServerNumbers.APP_MAX - 1;
        String deviation = "LIFEGUARD_APP_POOL_MAX asks for " + SharedServerNumbers.APP_MAX + ", but the server uses " + other;
        administrator.setApplicationMax(other);
        try {
            Awaitility.await().atMost(SEEN_WITHIN).untilAsserted(() -> {
                assertThat(appPool().getList("notAsAsked", String.class)).containsExactly(deviation);
                assertThat(appPool().getInt("max")).isEqualTo(other);
                assertThat(checkNamedPools(get("/health/started")).getMap("data")).containsEntry("jdbc/app.notAsAsked", deviation);
                assertThat(SharedServer.get().server().log()).content().contains(deviation);
            });
            assertThat(get("/health/started").statusCode()).isEqualTo(200);
        } finally {
            administrator.resetApplicationMax(other);
        }
        Awaitility.await().atMost(SEEN_WITHIN).until(() -> appPool().getList("notAsAsked").isEmpty());
    }

    @Test
    @Order(8)
    void aMinuteOfEveryPoolIsKept() {
        Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            try (Connection connection = SharedServer.get().database().lifeguard().connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(DISTINCT pool_name) FROM lifeguard.pool_minute"
                            + " WHERE pool_name IN ('jdbc/app', 'jdbc/lifeguard') AND samples > 0 AND utilization_mean BETWEEN 0 AND 1"
                            + " AND utilization_peak >= utilization_mean AND pool_max > 0")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
        });
    }

    @Test
    @Order(9)
    void aDatabaseThatIsAwayIsToldAndEverythingRecovers() throws Exception {
        SharedServer.get().database().kill();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
                Response ready = get("/health/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                Map<String, Object> data = checkNamedPools(ready).getMap("data");
                assertThat(data).containsEntry("jdbc/app.verdict", "unreachable").containsKey("jdbc/app.reason");
            });
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/health/started").statusCode()).isEqualTo(200);
            answersComeFromMemory();
            given().get(SharedServer.get().at("/lifeguard/api/pools"))
                    .then()
                    .statusCode(200)
                    .body("pools.name", hasItems("jdbc/app", "jdbc/lifeguard"));
        } finally {
            SharedServer.get().database().start();
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Response ready = get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(checkNamedPools(ready).getMap("data"))
                    .containsEntry("jdbc/app.verdict", "healthy")
                    .containsEntry("jdbc/lifeguard.verdict", "healthy");
        });
        // Kept while the database of the history was away itself.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(verdictsKept()).endsWith("unreachable recovering healthy"));
    }

    @Test
    @Order(10)
    void aDatabaseThatIsFrozenIsToldAndEverythingRecovers() throws Exception {
        Frozen frozen = Frozen.of(SharedServer.get().database());
        try {
            Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
                Response ready = get("/health/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                Map<String, Object> data = checkNamedPools(ready).getMap("data");
                assertThat(data).containsEntry("jdbc/app.verdict", "unreachable");
                assertThat(data.get("jdbc/app.reason").toString()).startsWith("The database cannot be reached: No answer within 2000 ms");
            });
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            answersComeFromMemory();
        } finally {
            frozen.thaw();
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> get("/health/ready").statusCode() == 200);
    }

    private static String verdictsKept() throws SQLException {
        try (Connection connection = SharedServer.get().database().lifeguard().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT string_agg(after, ' ' ORDER BY at) FROM lifeguard.pool_event"
                        + " WHERE pool_name = 'jdbc/app' AND kind = 'verdict' AND reason <> ''")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Response get(String path) {
        return given().get(SharedServer.get().at(path));
    }

    private static JsonPath appPool() {
        return pool("jdbc/app");
    }

    private static JsonPath guestPool() {
        return pool(GuestApplication.POOL);
    }

    private static JsonPath pool(String name) {
        JsonPath json = get("/lifeguard/api/pools").jsonPath();
        json.setRootPath("pools.find { it.name == '" + name + "' }");
        return json;
    }

    private static List<String> poolNames() {
        return get("/lifeguard/api/pools").jsonPath().getList("pools.name", String.class);
    }

    private static JsonPath checkNamedPools(Response response) {
        JsonPath json = response.jsonPath();
        json.setRootPath("checks.find { it.name == 'pools' }");
        return json;
    }

    /** The value of one line of the Prometheus text, told by its name and the tags that it has to have. */
    private static double value(String metrics, String name, String pool, String... tag) {
        for (String line : metrics.lines().toList()) {
            Matcher matcher = Pattern.compile(name + "\\{(?<tags>[^}]*)}\\s+(?<value>\\S+).*").matcher(line);
            if (matcher.matches()
                    && matcher.group("tags").contains("pool=\"" + pool + "\"")
                    && (tag.length == 0 || matcher.group("tags").contains(tag[0] + "=\"" + tag[1] + "\""))) {
                return Double.parseDouble(matcher.group("value"));
            }
        }
        throw new AssertionError("No " + name + " of " + pool + " " + List.of(tag) + " in\n"
                + String.join("\n", metrics.lines().filter(line -> line.startsWith("lifeguard")).toList()));
    }
}
