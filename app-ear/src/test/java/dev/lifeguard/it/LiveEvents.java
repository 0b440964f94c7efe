package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A reader of the live stream. */
final class LiveEvents implements AutoCloseable {

    static final String PATH = "/lifeguard/api/live";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final BufferedReader lines;

    private LiveEvents(BufferedReader lines) {
        this.lines = lines;
    }

    /** @param data JSON */
    record Event(String id, String name, String data) {}

    static LiveEvents open() throws IOException, InterruptedException {
        HttpResponse<InputStream> response = ask();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return new LiveEvents(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    static HttpResponse<InputStream> ask() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(SharedServer.get().at(PATH)).header("Authorization", authorization()).build();
        return CLIENT.send(request, BodyHandlers.ofInputStream());
    }

    static String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString(
                (TestUser.VIEWER.id() + ":" + TestUser.VIEWER.password()).getBytes(StandardCharsets.UTF_8));
    }

    /** The next one, past all comments; its name is null at the end of the stream. */
    Event next() throws IOException {
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

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
