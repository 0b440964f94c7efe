package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Prometheus itself takes what Lifeguard adds to {@code /metrics}, and all of its own text. */
@Tag("tools")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PromtoolIT {

    @Deployment(testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguardAs("lifeguard-for-promtool.ear");
    }

    @Test
    void findsNothingWrongWithOurMetrics() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<String> ours = given().get(SharedServer.get().at("/metrics")).asString().lines().filter(PromtoolIT::isOurs).toList();
            assertThat(ours).anyMatch(line -> line.startsWith("lifeguard_pool_connections{"));
            assertThat(complaintsAbout(String.join("\n", ours) + "\n")).isEmpty();
        });
    }

    @Test
    void findsNothingWrongWithOurOwnText() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            String text = given().get(SharedServer.get().at("/lifeguard/metrics")).asString();
            assertThat(text).contains("\nlifeguard_pool_connections{");
            assertThat(complaintsAbout(text)).isEmpty();
        });
    }

    private static boolean isOurs(String line) {
        return line.startsWith("lifeguard_") || line.startsWith("# HELP lifeguard_") || line.startsWith("# TYPE lifeguard_");
    }

    private static String complaintsAbout(String metrics) throws IOException {
        Process promtool = new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
        try (var input = promtool.getOutputStream()) {
            input.write(metrics.getBytes(StandardCharsets.UTF_8));
        }
        return new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
