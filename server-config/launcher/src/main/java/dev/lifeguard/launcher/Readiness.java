package dev.lifeguard.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until a server answers as it should. */
public final class Readiness {

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(250);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final int LONGEST_QUOTE = 2_000;

    private Readiness() {
    }

    /**
     * Returns as soon as the address answers with HTTP 200.
     *
     * @param atMost how long to wait for that
     * @param server the process behind the address; if it ends, so does the waiting
     * @throws LaunchException the process ended, or the time is over; says what was answered last
     */
    public static void await(URI address, Duration atMost, ProcessHandle server) throws InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
        HttpRequest question = HttpRequest.newBuilder(address).timeout(ANSWER_WITHIN).build();
        CompletableFuture<ProcessHandle> end = server.onExit();
        long start = System.nanoTime();
        String answer;
        do {
            try {
                HttpResponse<String> response = client.send(question, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return;
                }
                answer = "HTTP " + response.statusCode() + " " + quote(response.body());
            } catch (IOException e) {
                answer = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ", " + e.getMessage());
            }
            if (endsWithin(end, BETWEEN_QUESTIONS)) {
                throw new LaunchException("The server's process " + server.pid()
                        + " ended before " + address + " was answered with HTTP 200.");
            }
        } while (System.nanoTime() - start < atMost.toNanos());
        throw new LaunchException(address + " was not answered with HTTP 200 within " + atMost.toSeconds() + " s; last: " + answer);
    }

    private static boolean endsWithin(CompletableFuture<ProcessHandle> end, Duration time) throws InterruptedException {
        try {
            end.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot tell whether the server still runs", e);
        }
    }

    private static String quote(String body) {
        return body.length() <= LONGEST_QUOTE ? body : body.substring(0, LONGEST_QUOTE) + " ...";
    }
}
