package dev.lifeguard.it.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeguard.it.RunningServer;
import dev.lifeguard.it.TestUser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** What a server tells over HTTP, and how long it takes. */
final class Telling {

    private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningServer running;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Telling(RunningServer running) {
        this.running = running;
    }

    /** @param took until the whole answer was there */
    record Answer(String path, int status, String body, Duration took) {

        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        /** A pool, where the answer is all of them. */
        JsonNode pool(String name) throws IOException {
            for (JsonNode pool : json().path("pools")) {
                if (pool.path("name").asText().equals(name)) {
                    return pool;
                }
            }
            throw new IOException("No pool " + name + " in " + body);
        }

        /** A metric that has one line, where the answer is our own text of them. */
        double metric(String name) throws IOException {
            return body.lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .findFirst()
                    .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .orElseThrow(() -> new IOException("No " + name + " in " + body));
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(path, request(path, TestUser.VIEWER).GET().build());
    }

    Answer post(String path) throws IOException, InterruptedException {
        return send(path, request(path, TestUser.OPERATOR).POST(BodyPublishers.noBody()).build());
    }

    JsonNode pool(String name) throws IOException, InterruptedException {
        return get("/lifeguard/api/pools").pool(name);
    }

    private HttpRequest.Builder request(String path, TestUser user) {
        String credentials = user.id() + ":" + user.password();
        return HttpRequest.newBuilder(running.at(path))
                .timeout(GIVEN_UP_AFTER)
                .header("X-Lifeguard", "1")
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    private Answer send(String path, HttpRequest request) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return new Answer(path, response.statusCode(), response.body(), Duration.ofNanos(System.nanoTime() - asked));
    }
}
