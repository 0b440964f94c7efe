package dev.lifeguard.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A way to a server, such as a database, that takes longer to connect, and that can be cut. */
final class Detour implements AutoCloseable {

    private final ServerSocket entrance;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean cut;

    Detour() throws IOException {
        entrance = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Where it leads to. @param port on this host */
    void to(int port) {
        target = port;
    }

    /** From now on to connect takes so much longer. */
    void delay(Duration longer) {
        delay = longer;
    }

    /** Ends all that goes through it, and lets nobody through. */
    void cut() {
        cut = true;
        sockets.forEach(Detour::close);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket incoming = entrance.accept();
                sockets.add(incoming);
                daemon(() -> lead(incoming));
            } catch (IOException e) {
                if (!entrance.isClosed()) {
                    throw new IllegalStateException("The detour takes nobody any more", e);
                }
            }
        }
    }

    private void lead(Socket incoming) {
        long open = System.nanoTime() + delay.toNanos();
        while (System.nanoTime() < open) {
            LockSupport.parkNanos(open - System.nanoTime());
        }
        if (cut) {
            close(incoming);
            return;
        }
        try {
            Socket outgoing = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(outgoing);
            incoming.setTcpNoDelay(true);
            outgoing.setTcpNoDelay(true);
            daemon(() -> pump(incoming, outgoing));
            daemon(() -> pump(outgoing, incoming));
        } catch (IOException e) {
            close(incoming);
        }
    }

    private void pump(Socket from, Socket to) {
        try (from; to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            input.transferTo(output);
        } catch (IOException e) {
            // One of the two has gone, or it was cut: closed with it is all that is to be done.
            close(to);
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "detour");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("A socket cannot be closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
