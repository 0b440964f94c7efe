package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whichever way borrows are timed, what is not timed is told alike, and what was not measured is not told. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class TimingIT {

    private static final Duration LATEST = Duration.ofSeconds(60);
    private static final long HOLD_MILLIS = 1_500;
    private static final String FREQUENT = "lifeguard.observation.probe-interval=PT0.05S";

    @Deployment(name = "load", order = 1, testable = false)
    static Archive<?> load() {
        return LoadApplication.archive(SharedServer.get().database().app());
    }

    @Deployment(name = "exact", managed = false, testable = false)
    static Archive<?> exact() {
        // Next to no borrows of its own, so that what is in use is the application's.
        return timed("exact", "lifeguard.observation.probe-interval=PT1M", "lifeguard.sessions=false");
    }

    @Deployment(name = "probed", managed = false, testable = false)
    static Archive<?> probed() {
        return timed("probed", FREQUENT);
    }

    @Deployment(name = "off", managed = false, testable = false)
    static Archive<?> off() {
        return timed("off", FREQUENT);
    }

    private static Archive<?> timed(String timing, String... further) {
        List<String> settings = new ArrayList<>(List.of(further));
        settings.add("lifeguard.timing=" + timing);
        return Deployments.lifeguardAs("lifeguard-" + timing + ".ear")
                .addAsLibrary(Deployments.settings(settings.toArray(String[]::new)));
    }

    @Test
    void everyBorrowIsTimed(@ArquillianResource Deployer deployer) {
        whileDeployed(deployer, "exact", held -> {
            assertThat(pool().getString("timingReason")).isNull();
            assertThat(pool().getDouble("acquisition.p50")).isPositive();
            assertThat(pool().getDouble("hold.max")).isGreaterThanOrEqualTo(HOLD_MILLIS / 1e3);
            assertThat(pool().getMap("failures")).isNotEmpty();
            assertThat(holders()).containsKeys("holders", "count");
            assertThat(inUseSeconds()).as("in use over the minute: the holds, and the drill's migrations").isBetween(held * 0.98, held + 3);
        });
    }

    @Test
    void theProbeAloneIsTimed(@ArquillianResource Deployer deployer) {
        whileDeployed(deployer, "probed", held -> {
            assertThat(pool().getInt("ownBorrows.probe")).isGreaterThan(20);
            assertThat(pool().getString("timingReason")).isEqualTo("It is set to probed");
            assertThat(pool().getDouble("acquisition.p50")).isPositive();
            assertThat(pool().getMap("").keySet()).doesNotContain("hold", "failures", "exhaustions", "suspectedLeaks");
            assertThat(holders()).doesNotContainKeys("holders", "count");
        });
    }

    @Test
    void nothingIsTimed(@ArquillianResource Deployer deployer) {
        whileDeployed(deployer, "off", held -> {
            assertThat(pool().getInt("ownBorrows.probe")).isGreaterThan(20);
            assertThat(pool().getString("timingReason")).isEqualTo("It is set to off");
            assertThat(pool().getMap("").keySet()).doesNotContain("acquisition", "hold", "failures", "exhaustions", "suspectedLeaks");
            assertThat(holders()).doesNotContainKeys("holders", "count");
        });
    }

    /** What all ways have in common, and then what each has for itself. */
    private static void whileDeployed(Deployer deployer, String timing, DoubleConsumer ofItsOwn) {
        deployer.deploy(timing);
        try {
            Awaitility.await().atMost(LATEST).ignoreExceptions().until(() -> pool().getString("timing"), timing::equals);
            List<LoadThreads.Timed> timed = LoadApplication.borrowAtOnce(SharedServerNumbers.APP_MAX, HOLD_MILLIS);
            double held = timed.stream().mapToDouble(each -> each.holdNanos() / 1e9).sum();
            // What is not there yet has no number.
            Awaitility.await().atMost(LATEST).ignoreException(NullPointerException.class).untilAsserted(() -> {
                JsonPath pool = pool();
                assertThat(pool.getString("verdict")).isEqualTo("healthy");
                assertThat(pool.getString("reachability.state")).isEqualTo("reachable");
                assertThat(pool.getInt("max")).isEqualTo(SharedServerNumbers.APP_MAX);
                // The drill's migrations may have two of them just then, and the rest have to wait.
                assertThat(pool.getInt("inUsePeak")).isBetween(timed.size() - 2, timed.size());
                assertThat(pool.getDouble("utilization")).isBetween(0.0001, 1.0);
                ofItsOwn.accept(held);
            });
            String metrics = given().get(SharedServer.get().at("/metrics")).asString();
            for (String way : List.of("exact", "probed", "off")) {
                assertThat(metrics.lines())
                        .anyMatch(line -> line.startsWith("lifeguard_pool_timing{") && line.contains("pool=\"jdbc/app\"")
                                && line.contains("timing=\"" + way + "\"") && line.endsWith(way.equals(timing) ? " 1.0" : " 0.0"));
            }
        } finally {
            deployer.undeploy(timing);
        }
    }

    private static double inUseSeconds() {
        JsonPath json = given().get(SharedServer.get().at("/lifeguard/api/pools/" + pool().getString("id"))).jsonPath();
        json.setRootPath("windows.find { it.lengthSeconds == 60 }");
        return json.getDouble("inUseMean") * json.getDouble("coveredSeconds");
    }

    private static Map<String, Object> holders() {
        return given().get(SharedServer.get().at("/lifeguard/api/pools/" + pool().getString("id") + "/holders")).jsonPath().getMap("");
    }

    private static JsonPath pool() {
        JsonPath json = given().get(SharedServer.get().at("/lifeguard/api/pools")).jsonPath();
        json.setRootPath("pools.find { it.name == 'jdbc/app' }");
        return json;
    }
}
