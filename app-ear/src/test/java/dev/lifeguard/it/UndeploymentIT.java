package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lifeguard comes and goes without a trace. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class UndeploymentIT {

    private static final String LIFEGUARD = "lifeguard";
    private static final Duration LATEST = Duration.ofSeconds(60);

    @Deployment(name = LIFEGUARD, managed = false, testable = false)
    static Archive<?> lifeguard() {
        // Under a name of its own: Liberty's health feature forgets the checks of an application that was removed and comes back.
        return Deployments.lifeguardAs("lifeguard-that-goes.ear");
    }

    @Test
    void leavesNoThreadAndNoMetricBehindAndComesBack(@ArquillianResource Deployer deployer) throws Exception {
        for (int round = 1; round <= 3; round++) {
            deployer.deploy(LIFEGUARD);
            Awaitility.await("round " + round).atMost(LATEST).untilAsserted(() -> {
                assertThat(given().get(SharedServer.get().at("/health/ready")).statusCode()).isEqualTo(200);
                assertThat(ourMetrics()).isNotEmpty();
                assertThat(ourThreads()).anyMatch(thread -> thread.contains("lifeguard-sampler"));
            });
            deployer.undeploy(LIFEGUARD);
            Awaitility.await("round " + round).atMost(LATEST).untilAsserted(() -> {
                assertThat(ourMetrics()).isEmpty();
                assertThat(ourThreads()).isEmpty();
            });
        }
    }

    private static List<String> ourMetrics() {
        return given().get(SharedServer.get().at("/metrics")).asString().lines().filter(line -> line.startsWith("lifeguard_")).toList();
    }

    private static List<String> ourThreads() throws IOException {
        Process dump = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(SharedServer.get().server().process().pid()),
                        "Thread.print")
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).as("a thread dump").anyMatch(line -> line.startsWith("Full thread dump"));
        return lines.stream().filter(line -> line.startsWith("\"lifeguard-")).toList();
    }
}
