package dev.lifeguard.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private HttpServer server;
    private URI address;
    private Process child;
    private final AtomicInteger notReadyYet = new AtomicInteger();

    @BeforeEach
    void startServer() throws IOException {
        child = Child.start(Map.of());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health/ready", exchange -> {
            byte[] body = "{\"status\":\"DOWN\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(notReadyYet.getAndDecrement() > 0 ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/health/ready");
    }

    @AfterEach
    void stopServer() {
        child.destroyForcibly();
        server.stop(0);
    }

    @Test
    void waitsWhileItIsDown() {
        notReadyYet.set(2);
        assertThatCode(() -> Readiness.await(address, LONG, child.toHandle())).doesNotThrowAnyException();
    }

    @Test
    void saysWhatWasAnsweredLast() {
        notReadyYet.set(Integer.MAX_VALUE);
        assertThatExceptionOfType(LaunchException.class)
                .isThrownBy(() -> Readiness.await(address, Duration.ofMillis(1), child.toHandle()))
                .withMessageContaining("HTTP 503 {\"status\":\"DOWN\"}");
    }

    @Test
    void doesNotWaitForAProcessThatHasEnded() throws InterruptedException {
        child.destroyForcibly().waitFor();
        server.stop(0);
        assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> Readiness.await(address, LONG, child.toHandle()))
                .withMessageContaining("process " + child.pid() + " ended");
    }
}
