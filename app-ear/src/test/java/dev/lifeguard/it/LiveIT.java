package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The live stream, as its readers get it from a server. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Timeout(120)
class LiveIT {

    private static final String LIVE = "/lifeguard/api/live";
    private static final int MOST_READERS = 50;

    private final HttpClient client = HttpClient.newHttpClient();

    @Deployment(testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguard();
    }

    @BeforeEach
    void awaitReady() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(
                () -> given().get(SharedServer.get().at("/health/ready")).statusCode() == 200);
    }

    /** What was read of one stream up to the end of one event. */
    private record Event(String id, String name, String data) {

        static Event next(BufferedReader lines) throws IOException {
            String id = null;
            String name = null;
            String data = null;
            String line = lines.readLine();
            while (line != null && !(line.isEmpty() && name != null)) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                }
                line = lines.readLine();
            }
            return new Event(id, name, data);
        }
    }

    @Test
    void tellsAllPoolsFirstAndThenThoseThatChange() throws Exception {
        try (BufferedReader lines = open()) {
            Event first = Event.next(lines);
            assertThat(first.name()).isEqualTo("snapshot");
            JsonPath snapshot = JsonPath.from(first.data());
            assertThat(snapshot.getList("pools.name", String.class)).contains("jdbc/app", "jdbc/lifeguard");
            assertThat(snapshot.getString("server")).startsWith(RunningServer.KIND.product());
            long id = Long.parseLong(first.id());
            for (int i = 0; i < 3; i++) {
                Event next = Event.next(lines);
                assertThat(next.name()).isEqualTo("pools");
                assertThat(Long.parseLong(next.id())).isEqualTo(++id);
                assertThat(JsonPath.from(next.data()).getList("pools.id", String.class)).isNotEmpty();
            }
        }
    }

    @Test
    void manyReadersHoldNoThreadAndOneTooManyIsRefused() throws Exception {
        List<BufferedReader> readers = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_READERS; i++) {
                readers.add(open());
            }
            for (BufferedReader reader : readers) {
                assertThat(Event.next(reader).name()).isEqualTo("snapshot");
            }
            HttpResponse<InputStream> refused = ask();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(new String(refused.body().readAllBytes(), StandardCharsets.UTF_8)).contains("urn:lifeguard:problem:too-many-readers");
            for (int i = 0; i < 20; i++) {
                assertThat(given().get(SharedServer.get().at("/lifeguard/api/pools")).time()).isLessThan(1_000);
            }
            for (BufferedReader reader : readers) {
                assertThat(Event.next(reader).name()).isEqualTo("pools");
            }
        } finally {
            for (BufferedReader reader : readers) {
                reader.close();
            }
        }
        // Those that have gone make room.
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            try (BufferedReader lines = open()) {
                return "snapshot".equals(Event.next(lines).name());
            }
        });
    }

    @Test
    void whoDoesNotReadHoldsUpNobody() throws Exception {
        URI address = SharedServer.get().at(LIVE);
        try (Socket lazy = new Socket()) {
            lazy.setReceiveBufferSize(1_024);
            lazy.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            lazy.getOutputStream().write(("GET " + LIVE + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            try (BufferedReader lines = open()) {
                assertThat(Event.next(lines).name()).isEqualTo("snapshot");
                for (int i = 0; i < 5; i++) {
                    long before = System.nanoTime();
                    assertThat(Event.next(lines).name()).isEqualTo("pools");
                    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
                }
            }
        }
    }

    private BufferedReader open() throws IOException, InterruptedException {
        HttpResponse<InputStream> response = ask();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private HttpResponse<InputStream> ask() throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(SharedServer.get().at(LIVE)).build(), BodyHandlers.ofInputStream());
    }
}
