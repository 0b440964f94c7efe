package dev.lifeguard.faultproxy;

import dev.lifeguard.faultproxy.Fault.Bandwidth;
import dev.lifeguard.faultproxy.Fault.Latency;
import dev.lifeguard.faultproxy.Fault.LimitData;
import dev.lifeguard.faultproxy.Fault.SlowClose;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** One connection through the proxy. Its ends fail in every way, which is what it is for: a failed end closes the link. */
final class Link {

    private static final int PIECE = 8_192;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private volatile boolean silent;
    private volatile boolean closed;
    /** Under which limit, and what is left of it; of the thread that passes answers on. */
    private LimitData limit;
    private long left;

    Link(FaultProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    /** Passes on until an end closes. */
    void run(int target) {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        } catch (IOException | IllegalArgumentException refused) {
            reset();
            return;
        }
        Thread answers = FaultProxy.thread("answers", () -> pass(server, client, true));
        pass(client, server, false);
        try {
            answers.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Loses what the client sends until it closes. */
    void swallow() {
        pass(client, server, false);
    }

    /** From now on nothing passes, nor is the client told of an end. */
    void silence() {
        silent = true;
    }

    private void pass(Socket from, Socket to, boolean answer) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            int length = in.read(piece);
            while (length >= 0) {
                if (!silent) {
                    hand(piece, length, to, answer);
                }
                length = in.read(piece);
            }
            Fault fault = proxy.fault();
            if (fault instanceof SlowClose slow) {
                proxy.waitWhile(fault, slow.delay(), this);
            }
        } catch (IOException ended) {
            // Either end has closed or was reset, by us or by itself; the other learns of it below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!(silent && answer)) {
            close();
        }
    }

    private void hand(byte[] piece, int length, Socket to, boolean answer) throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        Fault fault = proxy.fault();
        if (!answer) {
            out.write(piece, 0, length);
        } else if (fault instanceof LimitData limitData) {
            if (limit != limitData) {
                limit = limitData;
                left = limitData.bytes();
            }
            int passing = (int) Math.min(left, length);
            out.write(piece, 0, passing);
            left -= passing;
            if (left == 0) {
                close();
            }
        } else {
            if (fault instanceof Latency latency) {
                proxy.waitWhile(fault, latency.delay(), this);
            } else if (fault instanceof Bandwidth bandwidth) {
                proxy.waitWhile(fault, Duration.ofNanos(length * 1_000_000_000L / bandwidth.bytesPerSecond()), this);
            }
            // It may have been silenced while it waited.
            if (!silent) {
                out.write(piece, 0, length);
            }
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Ends both sides by a reset. */
    void reset() {
        try {
            client.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // Then nobody is left to be told.
        }
        close();
    }

    void close() {
        closed = true;
        try (client; server) {
            // Both, whatever the first says.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
