package dev.lifeguard.faultproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.faultproxy.Fault.Bandwidth;
import dev.lifeguard.faultproxy.Fault.Down;
import dev.lifeguard.faultproxy.Fault.Latency;
import dev.lifeguard.faultproxy.Fault.LimitData;
import dev.lifeguard.faultproxy.Fault.ResetPeer;
import dev.lifeguard.faultproxy.Fault.SlowClose;
import dev.lifeguard.faultproxy.Fault.Timeout;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets, to a target that answers each byte with itself. */
class FaultProxyTest {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int BRIEF_MILLIS = 300;
    private static final Duration DELAY = Duration.ofMillis(300);

    private Echo target;
    private FaultProxy proxy;

    @BeforeEach
    void open() throws IOException {
        target = new Echo("");
        proxy = FaultProxy.open().forwardTo(target.port());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        target.close();
    }

    @Test
    void passesOnWhileNothingIsSet() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echoed(socket, "hello")).isEqualTo("hello");
            assertThat(proxy.connections()).isEqualTo(1);
        }
        Awaitility.await().until(() -> proxy.connections() == 0);
    }

    @Test
    void tellsEitherEndThatTheOtherHasClosed() throws IOException {
        try (Socket socket = connect()) {
            echoed(socket, "x");
            target.closeConnections();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void answersComeLaterAndAtOnceAgain() throws IOException {
        try (Socket socket = connect()) {
            proxy.set(new Latency(DELAY));
            long asked = System.nanoTime();
            echoed(socket, "x");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(DELAY);

            proxy.set(new Latency(Duration.ofHours(1)));
            socket.getOutputStream().write('y');
            assertSilent(socket);
            proxy.heal();
            assertThat(socket.getInputStream().read()).isEqualTo('y');
        }
    }

    @Test
    void isDownAndUpAgainOnTheSamePort() throws IOException {
        try (Socket socket = connect()) {
            echoed(socket, "x");
            proxy.set(new Down());
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }
        proxy.heal();
        try (Socket socket = connect()) {
            assertThat(echoed(socket, "back")).isEqualTo("back");
        }
    }

    @Test
    void losesWhatIsSentAndStaysSilentForThoseThatWereOpen() throws IOException {
        try (Socket open = connect()) {
            echoed(open, "x");
            proxy.set(new Timeout());
            open.getOutputStream().write('y');
            assertSilent(open);
            try (Socket accepted = connect()) {
                accepted.getOutputStream().write('z');
                assertSilent(accepted);
                proxy.heal();
                assertSilent(accepted);
            }
            open.getOutputStream().write('y');
            assertSilent(open);
            target.closeConnections();
            assertSilent(open);
        }
        try (Socket after = connect()) {
            assertThat(echoed(after, "well")).isEqualTo("well");
        }
    }

    @Test
    void forgetsOpenConnectionsAloneIfToldSo() throws IOException {
        try (Socket open = connect()) {
            echoed(open, "x");
            proxy.forgetConnections();
            open.getOutputStream().write('y');
            assertSilent(open);
            try (Socket after = connect()) {
                assertThat(echoed(after, "well")).isEqualTo("well");
            }
        }
    }

    @Test
    void resetsOpenAndNewConnections() throws IOException {
        try (Socket open = connect()) {
            echoed(open, "x");
            proxy.set(new ResetPeer());
            assertThatThrownBy(() -> open.getInputStream().read()).isInstanceOf(SocketException.class).hasMessageContaining("reset");
            assertThatThrownBy(() -> {
                try (Socket another = connect()) {
                    another.getInputStream().read();
                }
            }).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void tellsOfAnEndLater() throws IOException {
        proxy.set(new SlowClose(DELAY));
        try (Socket socket = connect()) {
            echoed(socket, "x");
            long closed = System.nanoTime();
            target.closeConnections();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - closed)).isGreaterThanOrEqualTo(DELAY);
        }
    }

    @Test
    void answersComeNoFasterThanTheBandwidth() throws IOException {
        proxy.set(new Bandwidth(1_000));
        try (Socket socket = connect()) {
            String text = "x".repeat(400);
            long asked = System.nanoTime();
            assertThat(echoed(socket, text)).isEqualTo(text);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void closesInTheMiddleOfAnAnswer() throws IOException {
        try (Socket socket = connect()) {
            echoed(socket, "more than five");
            proxy.set(new LimitData(5));
            socket.getOutputStream().write("0123456789".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("01234");
        }
    }

    @Test
    void newConnectionsGoToTheOtherTarget() throws IOException {
        try (Echo other = new Echo("other "); Socket before = connect()) {
            echoed(before, "x");
            proxy.forwardTo(other.port());
            assertThat(echoed(before, "same")).isEqualTo("same");
            try (Socket after = connect()) {
                after.getOutputStream().write('x');
                assertThat(new String(after.getInputStream().readNBytes(7), StandardCharsets.US_ASCII)).isEqualTo("other x");
            }
        }
    }

    @Test
    void aTargetThatRefusesIsToldByAReset() throws IOException {
        target.close();
        assertThatThrownBy(() -> {
            try (Socket socket = connect()) {
                socket.getInputStream().read();
            }
        }).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }

    @Test
    void whatCannotBeIsRefusedWithItsValueAndRange() {
        assertThatThrownBy(() -> new Bandwidth(0)).hasMessage("bytesPerSecond is 0: it must be 1 or more");
        assertThatThrownBy(() -> new LimitData(-1)).hasMessage("bytes is -1: it must be 0 or more");
        assertThatThrownBy(() -> new Latency(Duration.ofSeconds(-1))).hasMessage("delay is PT-1S: it must be 0 or more");
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String echoed(Socket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(bytes);
        return new String(socket.getInputStream().readNBytes(bytes.length), StandardCharsets.US_ASCII);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(BRIEF_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Answers each connection's first byte with a greeting, and every byte with itself. */
    private static final class Echo implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();

        private Echo(String greeting) throws IOException {
            FaultProxy.thread("target", () -> {
                while (!listener.isClosed()) {
                    try {
                        Socket socket = listener.accept();
                        connections.add(socket);
                        FaultProxy.thread("echo", () -> echo(socket, greeting));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        private static void echo(Socket socket, String greeting) {
            try (socket) {
                int first = socket.getInputStream().read();
                if (first >= 0) {
                    socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().write(first);
                    socket.getInputStream().transferTo(socket.getOutputStream());
                }
            } catch (IOException closed) {
                // By the test.
            }
        }

        private int port() {
            return listener.getLocalPort();
        }

        private void closeConnections() throws IOException {
            for (Socket socket : connections) {
                socket.close();
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            closeConnections();
        }
    }
}
