package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.ServerKind;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Open Liberty loses of a pool, and Payara does not. What is lost goes with the application whose pool it is. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class LostConnectionsIT {

    private static final Duration LATEST = Duration.ofSeconds(60);
    private static final int THREADS = 8;

    @Deployment(name = "load", order = 1, testable = false)
    static Archive<?> load() {
        return LoadApplication.archive(SharedServer.get().database().app());
    }

    @Deployment(name = "lifeguard", order = 2, testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguardAs("lifeguard-that-finds.ear")
                .addAsLibrary(Deployments.settings("lifeguard.warden.clear-lost=false"));
    }

    @Test
    void connectionsThatTheServerLosesAreToldForWhatTheyAre() {
        // Has the pool built. One thread alone loses nothing; of what is lost before the tap is on, no holder is known.
        LoadApplication.cost(1);
        Awaitility.await("a pool that is seen").atMost(LATEST).untilAsserted(() -> {
            JsonPath pool = pool();
            assertThat(pool.getMap("")).containsEntry("timing", "exact");
            assertThat(pool.getLong("samples")).isPositive();
        });
        if (RunningServer.KIND == ServerKind.PAYARA) {
            Awaitility.await().atMost(LATEST).until(() -> pool().get("inUse"), Integer.valueOf(0)::equals);
            assertThat(pool().getMap("")).doesNotContainKey("lost");
            return;
        }
        Awaitility.await("a connection is lost").atMost(LATEST).until(() -> {
            LoadApplication.cost(THREADS);
            Integer lost = pool().get("lost");
            return lost != null && lost > 0;
        });
        Awaitility.await().atMost(LATEST).untilAsserted(() -> {
            JsonPath pool = pool();
            int lost = pool.getInt("lost");
            assertThat(lost).isPositive().isEqualTo(pool.getInt("inUse"));
            assertThat(pool.getString("reason")).contains(" lost by the server: in use, and nobody has ");
        });
        int lost = pool().getInt("lost");
        String holders = "/lifeguard/api/pools/" + pool().getString("id") + "/holders";
        assertThat(given().get(SharedServer.get().at(holders)).jsonPath().getList("holders.findAll { it.lost }")).hasSize(lost);
        System.out.printf("%s: connections lost %d, open %d%n", RunningServer.KIND.product(), lost, pool().getInt("open"));
        assertThat(given().get(SharedServer.get().at("/health/ready")).asString())
                .contains("\"" + LoadApplication.POOL + ".lost\":" + lost);
        assertThat(given().get(SharedServer.get().at("/lifeguard/metrics")).asString().lines())
                .anyMatch(line -> line.startsWith("lifeguard_pool_connections_lost{pool=\"" + LoadApplication.POOL + "\"")
                        && line.endsWith("} " + lost));
    }

    private static JsonPath pool() {
        JsonPath json = given().get(SharedServer.get().at("/lifeguard/api/pools")).jsonPath();
        json.setRootPath("pools.find { it.name == '" + LoadApplication.POOL + "' }");
        return json;
    }
}
