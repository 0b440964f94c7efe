package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.benchmarks.contender.ServerContender.Variant;
import dev.lifeguard.benchmarks.load.BorrowCosts.Times;
import dev.lifeguard.benchmarks.load.Load;
import dev.lifeguard.benchmarks.load.Outcome;
import dev.lifeguard.launcher.ApplicationServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A server that runs and has the load in it. It is asked over HTTP, as anybody would. */
final class ServerEntrant implements Entrant, Borrowing {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(10);
    private static final int ACCEPTED = 202;
    private static final int OVER = 200;
    private static final int NOT_OVER = 204;
    private static final String POOL = "jdbc/app";

    private final ServerContender contender;
    private final ApplicationServer server;
    private final URI base;
    private final String authorization;
    private final HttpClient client = HttpClient.newHttpClient();
    /** Of the pool, in Lifeguard's API; absent without Lifeguard. */
    private Optional<String> poolId = Optional.empty();

    ServerEntrant(ServerContender contender, ApplicationServer server, int port, String password) {
        this.contender = contender;
        this.server = server;
        this.base = URI.create("http://localhost:" + port + "/");
        this.authorization = "Basic " + Base64.getEncoder()
                .encodeToString((ServerContender.OPERATOR + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Until it is ready and sees the pool. */
    void awaitLifeguard() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady() || (poolId = findPool()).isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException(
                        "Lifeguard was not ready within " + READY_WITHIN.toSeconds() + " s; the server's log: " + server.log());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        String mode = json("lifeguard/api/pools/" + poolId.get() + "/sizing").getString("mode");
        if (contender.variant() == Variant.GOVERNED && !mode.equals("govern")) {
            throw new IOException("Lifeguard's mode for the pool is " + mode + " and not govern: this build does not govern");
        }
    }

    private boolean isReady() throws IOException, InterruptedException {
        return client.send(get("health/ready"), BodyHandlers.discarding()).statusCode() == 200;
    }

    private Optional<String> findPool() throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(get("lifeguard/api/pools"), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                return Optional.empty();
            }
            try (JsonReader reader = Json.createReader(body)) {
                return reader.readObject().getJsonArray("pools").getValuesAs(JsonObject.class).stream()
                        .filter(pool -> pool.getString("name").equals(POOL))
                        .map(pool -> pool.getString("id"))
                        .findFirst();
            }
        }
    }

    @Override
    public String note() {
        return "";
    }

    @Override
    public Outcome play(List<Load> loads) throws IOException, InterruptedException {
        Outcome last = null;
        for (Load load : loads) {
            last = ask("play?trace=" + load.trace().id() + "&seconds=" + load.seconds() + "&seed=" + load.seed() + "&beginning="
                    + load.beginning() + "&waitSeconds=" + contender.waitTimeout().toSeconds(), Outcome::readFrom);
        }
        return last;
    }

    @Override
    public OptionalInt max() throws IOException, InterruptedException {
        if (contender.variant() != Variant.GOVERNED) {
            return OptionalInt.of(contender.fixedMax());
        }
        try {
            JsonObject pool = json("lifeguard/api/pools/" + poolId.orElseThrow());
            return pool.containsKey("max") ? OptionalInt.of(pool.getInt("max")) : OptionalInt.empty();
        } catch (HttpTimeoutException tooBusy) {
            return OptionalInt.empty();
        }
    }

    @Override
    public Optional<Borrowing> borrowing() {
        // The pools for that would be governed as well.
        return contender.variant() == Variant.GOVERNED ? Optional.empty() : Optional.of(this);
    }

    @Override
    public Times cycle(Duration time) throws IOException, InterruptedException {
        return ask("cycle?pool=app&seconds=" + time.toSeconds(), Times::readFrom);
    }

    @Override
    public Times bareCycle(Duration time) throws IOException, InterruptedException {
        return ask("cycle?pool=bare&seconds=" + time.toSeconds(), Times::readFrom);
    }

    @Override
    public Times saturated(Duration time) throws IOException, InterruptedException {
        return ask("saturated?seconds=" + time.toSeconds(), Times::readFrom);
    }

    @Override
    public Times barrier(int rounds) throws IOException, InterruptedException {
        return ask("barrier?rounds=" + rounds, Times::readFrom);
    }

    @FunctionalInterface
    private interface Form<T> {
        T read(DataInputStream in) throws IOException;
    }

    private <T> T ask(String what, Form<T> form) throws IOException, InterruptedException {
        HttpRequest begin = HttpRequest.newBuilder(base.resolve("load/" + what))
                .POST(HttpRequest.BodyPublishers.noBody())
                .timeout(SHORT_PATIENCE)
                .build();
        check(client.send(begin, BodyHandlers.discarding()).statusCode(), ACCEPTED, what);
        HttpRequest outcome = HttpRequest.newBuilder(base.resolve("load/outcome")).timeout(SHORT_PATIENCE).build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            HttpResponse<InputStream> response = client.send(outcome, BodyHandlers.ofInputStream());
            try (DataInputStream in = new DataInputStream(response.body())) {
                if (response.statusCode() != NOT_OVER) {
                    check(response.statusCode(), OVER, what);
                    return form.read(in);
                }
            }
        }
        throw new IOException("The load in " + contender.id() + " was not over within " + PATIENCE.toMinutes() + " minutes after " + what);
    }

    private void check(int status, int wanted, String what) throws IOException {
        if (status != wanted) {
            throw new IOException(
                    "The load in " + contender.id() + " answered " + status + " to " + what + "; the cause is in " + server.log());
        }
    }

    private JsonObject json(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(get(path), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("Lifeguard answered " + response.statusCode() + " to " + path);
            }
            try (JsonReader reader = Json.createReader(body)) {
                return reader.readObject();
            }
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", authorization).timeout(SHORT_PATIENCE).build();
    }

    @Override
    public void close() {
        server.close();
    }
}
