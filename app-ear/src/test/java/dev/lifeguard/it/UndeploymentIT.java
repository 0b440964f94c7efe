package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.ServerKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final String LOAD = "load";
    private static final int ROUNDS = 10;
    private static final int BUSY_THREADS = 4;
    private static final int HOLD_MICROS = 200;
    private static final String EJB_CLASS = "dev.lifeguard.observation.Observatory";
    private static final String LIBRARY_CLASS = "org.flywaydb.core.Flyway";
    private static final Duration LATEST = Duration.ofSeconds(60);
    /** Few enough for the pool, each held for long enough to be held at the end. */
    private static final String DRILL = """
            {"arrivals": "constant", "baseRate": 2, "hold": "constant", "holdSeconds": 1, "durationSeconds": 60, "mode": "statement"}""";

    @Deployment(name = LOAD, testable = false)
    static Archive<?> load() {
        return LoadApplication.archive(SharedServer.get().database().app());
    }

    @Deployment(name = LIFEGUARD, managed = false, testable = false)
    static Archive<?> lifeguard() {
        // Under a name of its own: Liberty's health feature forgets the checks of an application that was removed and comes back.
        return Deployments.lifeguardAs("lifeguard-that-goes.ear");
    }

    /** Under an application's load, which must not notice, and in the middle of a drill. */
    @Test
    void leavesNothingBehindHoweverOftenItComes(@ArquillianResource Deployer deployer) throws Exception {
        LoadApplication.start(BUSY_THREADS, HOLD_MICROS);
        List<String> ofFirst = new ArrayList<>();
        // Of applications that others have deployed and taken away, tests' own classes among them.
        List<String> before = loadedOf(EJB_CLASS);
        for (int round = 1; round <= ROUNDS; round++) {
            deployer.deploy(LIFEGUARD);
            Awaitility.await("round " + round).atMost(LATEST).untilAsserted(() -> {
                assertThat(given().get(SharedServer.get().at("/health/ready")).statusCode()).isEqualTo(200);
                assertThat(ourMetrics()).isNotEmpty();
                assertThat(given().get(SharedServer.get().at("/lifeguard/metrics")).asString())
                        .as("that borrows are seen")
                        .containsPattern("lifeguard_pool_acquisition_p50_seconds\\{[^}]*pool=\"jdbc/app\"");
                assertThat(ourThreads()).anyMatch(thread -> thread.contains("lifeguard-sampler"));
            });
            if (round == 1) {
                ofFirst.addAll(loadedOf(EJB_CLASS));
                assertThat(ofFirst).as("that loaded classes are seen").isNotEmpty();
            }
            Awaitility.await("round " + round).atMost(LATEST).untilAsserted(() ->
                    assertThat(DrillIT.operator().body(DRILL).post(SharedServer.get().at(DrillIT.drillOf("jdbc/app"))).statusCode()).isEqualTo(202));
            Awaitility.await("round " + round).atMost(LATEST).until(
                    () -> ourThreads().stream().anyMatch(thread -> thread.contains("lifeguard-drill jdbc/app")));
            deployer.undeploy(LIFEGUARD);
            Awaitility.await("round " + round).atMost(LATEST).untilAsserted(() -> {
                assertThat(ourMetrics()).isEmpty();
                assertThat(ourThreads()).isEmpty();
            });
        }
        // Open Liberty's health feature keeps the first module of a name, in HealthCheck40CDIBeanInvokerImpl.beanManagers; never a second.
        List<String> kept = new ArrayList<>(before);
        if (RunningServer.KIND == ServerKind.LIBERTY) {
            kept.addAll(ofFirst);
        }
        Awaitility.await().atMost(LATEST).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            command("GC.run");
            assertThat(loadedOf(EJB_CLASS)).isSubsetOf(kept);
            assertThat(loadedOf(LIBRARY_CLASS)).hasSizeLessThanOrEqualTo(kept.size());
        });
        LoadApplication.Outcome outcome = LoadApplication.stop();
        assertThat(outcome.failure()).as("what the application met").isNull();
        assertThat(outcome.borrows()).isPositive();
    }

    /** The classes of this name in the server's heap, each of another loader and with an address of its own. */
    private static List<String> loadedOf(String className) throws IOException {
        return command("VM.class_hierarchy", className).stream().filter(line -> line.contains(className + '/')).toList();
    }

    private static List<String> ourMetrics() {
        return given().get(SharedServer.get().at("/metrics")).asString().lines().filter(line -> line.startsWith("lifeguard_")).toList();
    }

    /** The server's threads that are Lifeguard's. */
    static List<String> ourThreads() throws IOException {
        List<String> lines = command("Thread.print");
        assertThat(lines).as("a thread dump").anyMatch(line -> line.startsWith("Full thread dump"));
        return lines.stream().filter(line -> line.startsWith("\"lifeguard-")).toList();
    }

    private static List<String> command(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(SharedServer.get().server().process().pid())));
        line.addAll(List.of(command));
        Process jcmd = new ProcessBuilder(line).redirectErrorStream(true).start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
}
