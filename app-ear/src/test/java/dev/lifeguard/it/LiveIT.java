package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The live stream, as its readers get it from a server. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Timeout(120)
class LiveIT {

    private static final String LIFEGUARD = "lifeguard";
    private static final int MOST_READERS = 50;

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = LIFEGUARD, managed = false, testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguardAs("lifeguard-live.ear");
    }

    @BeforeEach
    void deploy() {
        deployer.deploy(LIFEGUARD);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(
                () -> given().get(SharedServer.get().at("/health/ready")).statusCode() == 200);
    }

    /** With whoever is still reading. */
    @AfterEach
    void undeploy() {
        deployer.undeploy(LIFEGUARD);
    }

    @Test
    void tellsAllPoolsFirstAndThenThoseThatChange() throws Exception {
        try (LiveEvents events = LiveEvents.open()) {
            LiveEvents.Event first = events.next();
            assertThat(first.name()).isEqualTo("snapshot");
            JsonPath snapshot = JsonPath.from(first.data());
            assertThat(snapshot.getList("pools.name", String.class)).contains("jdbc/app", "jdbc/lifeguard");
            assertThat(snapshot.getString("server")).startsWith(RunningServer.KIND.product());
            long id = Long.parseLong(first.id());
            for (int i = 0; i < 3; i++) {
                LiveEvents.Event next = events.next();
                assertThat(next.name()).isEqualTo("pools");
                assertThat(Long.parseLong(next.id())).isEqualTo(++id);
                assertThat(JsonPath.from(next.data()).getList("pools.id", String.class)).isNotEmpty();
            }
        }
    }

    @Test
    void manyReadersHoldNoThreadAndOneTooManyIsRefused() throws Exception {
        List<LiveEvents> readers = new ArrayList<>();
        ExecutorService opening = Executors.newFixedThreadPool(MOST_READERS);
        try {
            // Together, as each waits for its first answer.
            Callable<LiveEvents> open = LiveEvents::open;
            for (Future<LiveEvents> reader : opening.invokeAll(Collections.nCopies(MOST_READERS, open))) {
                readers.add(reader.get());
            }
            for (LiveEvents reader : readers) {
                assertThat(reader.next().name()).isEqualTo("snapshot");
            }
            HttpResponse<InputStream> refused = LiveEvents.ask();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(new String(refused.body().readAllBytes(), StandardCharsets.UTF_8)).contains("urn:lifeguard:problem:too-many-readers");
            for (int i = 0; i < 20; i++) {
                assertThat(given().get(SharedServer.get().at("/lifeguard/api/pools")).time()).isLessThan(1_000);
            }
            for (LiveEvents reader : readers) {
                assertThat(reader.next().name()).isEqualTo("pools");
            }
        } finally {
            opening.shutdown();
            for (LiveEvents reader : readers) {
                reader.close();
            }
        }
        // Those that have gone make room.
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(this::isOpen);
    }

    private boolean isOpen() throws IOException, InterruptedException {
        try (LiveEvents events = LiveEvents.open()) {
            return "snapshot".equals(events.next().name());
        }
    }

    @Test
    void theStreamEndsWithTheApplication() throws Exception {
        try (LiveEvents events = LiveEvents.open()) {
            assertThat(events.next().name()).isEqualTo("snapshot");
            deployer.undeploy(LIFEGUARD);
            while (events.next().name() != null) {
                // What was on its way.
            }
        } finally {
            deployer.deploy(LIFEGUARD);
        }
    }

    @Test
    void whoDoesNotReadHoldsUpNobody() throws Exception {
        URI address = SharedServer.get().at(LiveEvents.PATH);
        try (Socket lazy = new Socket()) {
            lazy.setReceiveBufferSize(1_024);
            lazy.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            lazy.getOutputStream().write(("GET " + LiveEvents.PATH + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                    + LiveEvents.authorization() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            try (LiveEvents events = LiveEvents.open()) {
                assertThat(events.next().name()).isEqualTo("snapshot");
                for (int i = 0; i < 5; i++) {
                    long before = System.nanoTime();
                    assertThat(events.next().name()).isEqualTo("pools");
                    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
                }
            }
        }
    }
}
