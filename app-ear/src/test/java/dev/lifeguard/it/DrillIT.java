package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Load on the application's pool, as the server's own figures see it. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrillIT {

    private static final String API = "/lifeguard/api";
    private static final String PROBLEM = "urn:lifeguard:problem:";
    private static final Duration LATEST = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final int RATE = 100;
    private static final double HOLD_SECONDS = 0.02;
    private static final int SECONDS = 14;
    private static final String STEADY = """
            {"arrivals": "constant", "baseRate": %d, "hold": "constant", "holdSeconds": %s, "durationSeconds": %d, "reason": "measuring"}"""
            .formatted(RATE, HOLD_SECONDS, SECONDS);
    private static final String HELD_LONG =
            "{\"arrivals\": \"constant\", \"baseRate\": 2, \"hold\": \"constant\", \"holdSeconds\": 10, \"durationSeconds\": 60, \"mode\": \"%s\"}";

    @Deployment(testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguardAs("lifeguard-drill.ear");
    }

    @BeforeEach
    void awaitHealthy() {
        await().until(() -> List.of("healthy", "busy").contains(pool("jdbc/app").getString("verdict")));
    }

    @Test
    @Order(1)
    void itsFiguresAreThoseOfThePool() {
        String drill = drillOf("jdbc/app");
        operator().body(STEADY).post(at(drill))
                .then()
                .statusCode(202)
                .body("state", equalTo("running"))
                .body("plan.profile", equalTo("steady"))
                .body("plan.mode", equalTo("sleep"));
        await().untilAsserted(() -> {
            JsonPath tenSeconds = TestUser.VIEWER.given().get(at(API + "/pools/" + id("jdbc/app"))).jsonPath().setRootPath("windows[1]");
            assertThat(tenSeconds.getDouble("lengthSeconds")).isEqualTo(10);
            assertThat(tenSeconds.getDouble("arrivalRate")).isCloseTo(RATE, Percentage.withPercentage(5));
            assertThat(tenSeconds.getDouble("hold.mean")).isCloseTo(HOLD_SECONDS, Percentage.withPercentage(10));
            assertThat(tenSeconds.getDouble("inUseMean")).isCloseTo(RATE * HOLD_SECONDS, Percentage.withPercentage(10));
        });
        TestUser.OPERATOR.given().get(at(API + "/operations?operation=drill&state=running"))
                .then()
                .body("operations", hasSize(1))
                .body("operations[0].actor.name", equalTo("operator"))
                .body("operations[0].asked.baseRate", equalTo("100"))
                .body("operations[0].reason", equalTo("measuring"))
                .body("operations[0].outcome", containsString("requests came"));

        JsonPath ended = awaitEnd("jdbc/app");
        assertThat(ended.getString("state")).isEqualTo("ended");
        assertThat(ended.getInt("offered")).isCloseTo(RATE * SECONDS, within(1));
        assertThat(ended.getInt("completed")).isEqualTo(ended.getInt("offered"));
        assertThat(ended.getInt("exhausted") + ended.getInt("failed") + ended.getInt("shed") + ended.getInt("cut")).isZero();
        assertThat(ended.getInt("acquisition.count")).isEqualTo(ended.getInt("completed"));
        assertThat(ended.getDouble("throughput")).isCloseTo(RATE, Percentage.withPercentage(5));
        assertThat(ended.getDouble("lateP99Seconds")).isPositive().isLessThanOrEqualTo(ended.getDouble("acquisition.max"));
        TestUser.VIEWER.given().get(at(API + "/operations?operation=drill&limit=1"))
                .then()
                .body("operations[0].state", equalTo("done"))
                .body("operations[0].outcome", containsString("completed"));
    }

    @Test
    @Order(2)
    void everyModeDoesItsWork() {
        for (String mode : List.of("statement", "jpa")) {
            String body = """
                    {"profile": "step", "baseRate": 20, "peakRate": 60, "holdSeconds": 0.02, "durationSeconds": 4, "mode": "%s", "seed": 1}"""
                    .formatted(mode);
            await().untilAsserted(() -> operator().body(body).post(at(drillOf("jdbc/app"))).then().statusCode(202));

            JsonPath ended = awaitEnd("jdbc/app");
            assertThat(ended.getString("state")).as(mode).isEqualTo("ended");
            assertThat(ended.getInt("offered")).as(mode).isBetween(80, 190);
            assertThat(ended.getInt("completed")).as(mode).isEqualTo(ended.getInt("offered"));
        }
    }

    @Test
    @Order(3)
    void aStopGivesBackAtOnceWhatIsHeld() {
        for (String mode : List.of("sleep", "statement", "jpa")) {
            operator().body(HELD_LONG.formatted(mode)).post(at(drillOf("jdbc/app"))).then().statusCode(202);
            await().until(() -> holders() >= 3);
            long asked = System.nanoTime();
            Response stopped = TestUser.OPERATOR.given().delete(at(drillOf("jdbc/app")));
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).as(mode).isLessThan(AT_ONCE);
            stopped.then()
                    .statusCode(200)
                    .body("state", equalTo("stopped"))
                    .body("stoppedBecause", equalTo("By operator"));
            JsonPath figures = stopped.jsonPath();
            assertThat(figures.getInt("cut")).as(mode).isEqualTo(figures.getInt("offered")).isPositive();
            assertThat(holders()).as(mode).isZero();
        }
    }

    @Test
    @Order(4)
    void aDryRunStartsNothing() {
        operator().body(STEADY.replace("\"reason\"", "\"dryRun\": true, \"reason\"")).post(at(drillOf("jdbc/app")))
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("offered", equalTo(RATE * SECONDS))
                .body("load", equalTo((float) (RATE * HOLD_SECONDS)));
        assertThat(TestUser.VIEWER.given().get(at(drillOf("jdbc/app"))).jsonPath().getString("state")).isEqualTo("stopped");
    }

    @Test
    @Order(5)
    void whatMayNotBeIsRefusedAndWhy() {
        TestUser.VIEWER.given().contentType("application/json").body(STEADY).post(at(drillOf("jdbc/app"))).then().statusCode(403);
        TestUser.VIEWER.given().delete(at(drillOf("jdbc/app"))).then().statusCode(403);
        assertRefused("jdbc/lifeguard", STEADY, 422, "out-of-bounds", "Lifeguard's own pool");
        assertRefused("jdbc/app", "{\"baseRate\": 0, \"holdSeconds\": 0.02, \"durationSeconds\": 5}", 400, "invalid",
                "baseRate is 0; it must be from 0.1 to 2000");
        TestUser.OPERATOR.given().delete(at(drillOf("jdbc/app"))).then().statusCode(409).body("type", equalTo(PROBLEM + "wrong-state"));
        TestUser.VIEWER.given().get(at(drillOf("jdbc/lifeguard"))).then().statusCode(404);
        operator().body(STEADY).post(at(API + "/pools/none-000000/drill")).then().statusCode(404).body("type", equalTo(PROBLEM + "unknown-pool"));

        operator().body(HELD_LONG.formatted("sleep")).post(at(drillOf("jdbc/app"))).then().statusCode(202);
        assertRefused("jdbc/app", STEADY, 409, "busy", "A drill runs on jdbc/app already");
        // Which has to come to an end for the pool to be drained.
        operator().body("{}").post(at(API + "/pools/" + id("jdbc/app") + "/drain")).then().statusCode(202);
        JsonPath ended = awaitEnd("jdbc/app");
        assertThat(ended.getString("stoppedBecause")).isEqualTo("jdbc/app is drained");
        assertRefused("jdbc/app", STEADY, 409, "wrong-state", "jdbc/app is drained");
        operator().body("{}").post(at(API + "/pools/" + id("jdbc/app") + "/resume")).then().statusCode(200);
        TestUser.VIEWER.given().get(at(API + "/operations?operation=drill&state=refused"))
                .then()
                .body("operations.outcome", hasItem("A drill runs on jdbc/app already"));
    }

    private void assertRefused(String pool, String body, int status, String type, String why) {
        operator().body(body).post(at(drillOf(pool)))
                .then()
                .statusCode(status)
                .body("type", equalTo(PROBLEM + type))
                .body("detail", containsString(why));
    }

    private static JsonPath awaitEnd(String pool) {
        await().until(() -> !TestUser.VIEWER.given().get(at(drillOf(pool))).jsonPath().getString("state").equals("running"));
        return TestUser.VIEWER.given().get(at(drillOf(pool))).jsonPath();
    }

    /** Connections that the drill has, as everybody may see. */
    private static int holders() {
        List<String> applications = TestUser.VIEWER.given().get(at(API + "/pools/" + id("jdbc/app") + "/holders")).jsonPath()
                .getList("holders.application");
        return Collections.frequency(applications, "lifeguard-drill");
    }

    static String drillOf(String pool) {
        return API + "/pools/" + id(pool) + "/drill";
    }

    private static String id(String pool) {
        return pool(pool).getString("id");
    }

    private static JsonPath pool(String name) {
        Response pools = TestUser.VIEWER.given().get(at(API + "/pools"));
        int index = pools.jsonPath().getList("pools.name").indexOf(name);
        return pools.jsonPath().setRootPath("pools[" + index + "]");
    }

    static RequestSpecification operator() {
        return TestUser.OPERATOR.given().contentType("application/json");
    }

    private static URI at(String path) {
        return SharedServer.get().at(path);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(250)).ignoreExceptions();
    }
}
