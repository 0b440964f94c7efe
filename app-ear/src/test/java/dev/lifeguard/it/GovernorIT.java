package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pool of another application's that is given the size that it should have, while that application puts it under load. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class GovernorIT {

    private static final String LIFEGUARD = "lifeguard";
    private static final int FEW = 1;
    private static final int STEP = 8;
    private static final int MANY = FEW * STEP;
    /** So many that a size in the band has few of them wait. */
    private static final int FULL = 24;
    private static final long HOLD_MICROS = 50_000;
    /** 100 ms is the promise; these machines are noisy. */
    private static final Duration PROMISED = Duration.ofMillis(100).multipliedBy(5);
    private static final int ATTEMPTS = 4;
    private static final Duration GIVEN_BACK_WITHIN = Duration.ofSeconds(5);

    private String pool;
    private Duration usable = Duration.ofDays(1);

    @Deployment(name = LIFEGUARD, managed = false, testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguard();
    }

    @Deployment(name = LoadApplication.NAME, managed = false, testable = false)
    static Archive<?> load() {
        return LoadApplication.archive(SharedServer.get().database().app());
    }

    @Test
    void aPoolIsGivenTheSizeThatItsLoadNeeds(@ArquillianResource Deployer deployer) throws IOException {
        boolean deployed = true;
        deployer.deploy(LIFEGUARD);
        deployer.deploy(LoadApplication.NAME);
        try {
            findPool();
            onlyAnOperatorSaysWhatIsDone();
            String step = followsAStep();
            for (int attempt = 1; attempt < ATTEMPTS && usable.compareTo(PROMISED) > 0; attempt++) {
                assertThat(LoadApplication.stop().failures()).isZero();
                LoadApplication.step(FEW, HOLD_MICROS, FEW);
                step += "; " + followsAStep();
            }
            assertThat(usable).as("from the step until all have one at once, the fastest of %d; %s", ATTEMPTS, step).isLessThan(PROMISED);
            String steady = isInTheBand();
            System.out.println("%s, governed: %s; %s".formatted(RunningServer.KIND.product(), step, steady));
            leavesADrainedPoolAlone();
            leavesAPoolAloneThatSomebodyHasChanged();
            System.out.println(givesBackWhatNobodyNeeds());
            isCounted();
            deployer.undeploy(LIFEGUARD);
            deployed = false;
            assertThat(journal()).as("as it was").anySatisfy(line -> assertThat(line)
                    .contains(pool, "\"actor\":\"undeployment\"", "\"max\":\"" + LoadApplication.MAX + "\"", "\"state\":\"DONE\""));
        } finally {
            if (deployed) {
                deployer.undeploy(LIFEGUARD);
            }
            deployer.undeploy(LoadApplication.NAME);
        }
    }

    private void findPool() {
        LoadApplication.step(FEW, HOLD_MICROS, FEW);
        await(60).untilAsserted(() -> {
            pool = get("/pools").jsonPath().getString("pools.find { it.name == '" + LoadApplication.POOL + "' }.id");
            assertThat(sizing().getString("mode")).isEqualTo("advise");
            assertThat(sizing().getString("configuredMode")).isEqualTo("advise");
            assertThat(sizing().getDouble("demand.arrivalRate")).isPositive();
        });
    }

    private void onlyAnOperatorSaysWhatIsDone() {
        String body = "{\"mode\": \"govern\", \"reason\": \"a test\"}";
        assertThat(patch(TestUser.VIEWER.given(), "/sizing", body).statusCode()).isEqualTo(403);
        RequestSpecification bare = given().auth().preemptive().basic(TestUser.OPERATOR.id(), TestUser.OPERATOR.password());
        assertThat(patch(bare, "/sizing", body).statusCode())
                .as("without the header of our own").isEqualTo(403);
        patch(TestUser.OPERATOR.given(), "/sizing", "{\"mode\": \"guide\"}").then().statusCode(400)
                .body("detail", equalTo("mode is 'guide'; it must be one of off, advise, govern"));
        patch(TestUser.OPERATOR.given(), "/sizing", "{}").then().statusCode(400).body("detail", containsString("mode is missing"));
        patch(TestUser.OPERATOR.given(), "/sizing", "{\"mode\": \"govern\", \"dryRun\": true}").then().statusCode(200)
                .body("effect", equalTo("mode from advise to govern"));
        assertThat(sizing().getString("mode")).isEqualTo("advise");
        patch(TestUser.OPERATOR.given(), "/sizing", body).then().statusCode(200)
                .body("mode", equalTo("govern"))
                .body("configuredMode", equalTo("advise"));
        Map<String, Object> entry = audit("govern&state=done").getMap("operations[0]");
        assertThat(entry).containsEntry("reason", "a test")
                .containsEntry("before", Map.of("mode", "advise"))
                .containsEntry("after", Map.of("mode", "govern"));
        assertThat(audit("govern&state=refused").getString("operations[0].actor.name")).isEqualTo(TestUser.VIEWER.id());
    }

    private String followsAStep() {
        await(20).until(() -> max() < MANY);
        JsonPath shrunk = audit("settings&state=done");
        assertThat(shrunk.getList("operations.findAll { it.actor.name == 'governor' }.reason", String.class))
                .anySatisfy(reason -> assertThat(reason).startsWith("Shrink from ").contains("requests a second"));
        int before = max();
        Instant begin = Instant.now();

        Duration took = LoadApplication.step(MANY - FEW, HOLD_MICROS, MANY);

        usable = took.compareTo(usable) < 0 ? took : usable;
        assertThat(max()).isGreaterThanOrEqualTo(MANY);
        await(5).untilAsserted(() -> assertThat(told().getInt("inUse") + told().getInt("idle")).isGreaterThanOrEqualTo(MANY));
        List<Map<String, Object>> resizes = audit("settings&actor=governor&from=" + begin).getList("operations");
        int largest = resizes.stream().mapToInt(GovernorIT::after).max().orElseThrow();
        assertThat(resizes).allSatisfy(resize -> assertThat(resize.get("reason").toString()).contains(" in use, "));
        Instant raised = resizes.stream().filter(resize -> after(resize) >= MANY)
                .map(resize -> Instant.parse(resize.get("endedAt").toString())).min(Instant::compareTo).orElseThrow();
        return String.format(Locale.ROOT, "step of %d from %d to %d in use, max from %d to %d: raised after %d ms, all in use after %d ms",
                STEP, FEW, MANY, before, largest, Duration.between(begin, raised).toMillis(), took.toMillis());
    }

    private static int after(Map<String, Object> resize) {
        return Integer.parseInt(((Map<?, ?>) resize.get("after")).get("max").toString());
    }

    private String isInTheBand() {
        LoadApplication.step(FULL - MANY, HOLD_MICROS, FULL);
        await(30).untilAsserted(() -> {
            assertThat(sizing().getBoolean("feasible")).isTrue();
            assertThat(lately("utilization")).isBetween(0.6, 0.8);
        });
        return String.format(Locale.ROOT, "then %d in use, max %d, %.0f %% in use, p99 of acquisition %.2f ms",
                FULL, max(), 100 * lately("utilization"), 1e3 * lately("acquisition.p99"));
    }

    /** Over the last ten seconds. */
    private double lately(String figure) {
        return told().getDouble("windows.find { it.lengthSeconds == 10 }." + figure);
    }

    private void leavesADrainedPoolAlone() {
        TestUser.OPERATOR.given().contentType(ContentType.JSON).body("{\"timeout\": \"PT1S\"}").post(at("/pools/" + pool + "/drain"));
        await(10).untilAsserted(() -> {
            assertThat(sizing().getList("rails")).containsExactly("frozen");
            assertThat(sizing().getString("sentence")).endsWith("it is drained");
        });
        await(10).until(() -> TestUser.OPERATOR.given().contentType(ContentType.JSON).post(at("/pools/" + pool + "/resume"))
                .statusCode() == 200);
        await(10).until(() -> !sizing().getList("rails").contains("frozen"));
    }

    private void leavesAPoolAloneThatSomebodyHasChanged() {
        await(10).until(() -> {
            Response read = get("/pools/" + pool + "/settings");
            RequestSpecification based = TestUser.OPERATOR.given().header("If-Match", read.header("ETag"));
            return patch(based, "/settings", "{\"max\": 60}").statusCode() == 200;
        });
        assertThat(Instant.parse(sizing().getString("pausedUntil"))).isAfter(Instant.now().plus(Duration.ofMinutes(25)));
        LoadApplication.Outcome outcome = LoadApplication.stop();
        assertThat(outcome.failures()).as(outcome.failure()).isZero();
        await(15).untilAsserted(() -> {
            assertThat(sizing().getList("rails")).containsExactly("frozen");
            assertThat(sizing().getString("sentence")).startsWith("Held at 60: somebody changed it by hand");
            assertThat(told().getInt("inUse")).isZero();
        });
        assertThat(max()).isEqualTo(60);
    }

    private String givesBackWhatNobodyNeeds() {
        Instant begin = Instant.now();
        patch(TestUser.OPERATOR.given(), "/sizing", "{\"mode\": \"govern\"}").then().statusCode(200);
        assertThat(sizing().getString("pausedUntil")).isNull();
        Awaitility.await().atMost(GIVEN_BACK_WITHIN.multipliedBy(3)).until(() -> max() <= FEW);
        Duration took = Duration.between(begin, Instant.now());
        await(10).untilAsserted(() -> assertThat(told().getInt("inUse") + told().getInt("idle")).isLessThanOrEqualTo(FEW));
        return "%s, governed: what nobody needs was given back after %d ms".formatted(RunningServer.KIND.product(), took.toMillis());
    }

    private void isCounted() {
        String metrics = given().get(SharedServer.get().at("/lifeguard/metrics")).asString();
        for (String direction : List.of("grow", "shrink")) {
            assertThat(metrics.lines()).anySatisfy(line -> assertThat(line)
                    .startsWith("lifeguard_pool_resizes_total{")
                    .contains(LoadApplication.POOL, "by=\"system\"", "direction=\"" + direction + "\"")
                    .doesNotEndWith(" 0"));
        }
    }

    private JsonPath sizing() {
        return get("/pools/" + pool + "/sizing").jsonPath();
    }

    private JsonPath told() {
        return get("/pools/" + pool).jsonPath();
    }

    private int max() {
        return get("/pools/" + pool + "/settings").jsonPath().getInt("inForce.max");
    }

    private JsonPath audit(String operation) {
        return get("/operations?pool=" + pool + "&operation=" + operation).jsonPath();
    }

    private static Response get(String path) {
        return given().get(at(path));
    }

    private Response patch(RequestSpecification request, String path, String body) {
        return request.contentType(ContentType.JSON).body(body).patch(at("/pools/" + pool + path));
    }

    private static URI at(String path) {
        return SharedServer.get().at("/lifeguard/api" + path);
    }

    private static List<String> journal() throws IOException {
        try (Stream<Path> files = Files.walk(SharedServer.get().home())) {
            Path journal = files.filter(file -> file.getFileName().toString().equals("operations.jsonl")).findFirst().orElseThrow();
            return Files.readAllLines(journal);
        }
    }

    /** What is not told yet, and therefore null, is asked for again. */
    private static ConditionFactory await(int seconds) {
        return Awaitility.await().atMost(Duration.ofSeconds(seconds)).ignoreException(NullPointerException.class);
    }
}
