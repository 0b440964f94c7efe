package dev.lifeguard.faultproxy;

import dev.lifeguard.faultproxy.Fault.Down;
import dev.lifeguard.faultproxy.Fault.None;
import dev.lifeguard.faultproxy.Fault.ResetPeer;
import dev.lifeguard.faultproxy.Fault.Timeout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens on a port of the loopback interface and passes everything on to a port there that can be changed, but for the {@link Fault} that is
 * set. A target that refuses is told by a reset. One at a time: whoever switches it is one thread.
 *
 * <p>Two threads a connection: simple, and enough for the hundreds of connections of a test.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int BACKLOG = 200;

    private final int port;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Object switched = new Object();
    private volatile int target;
    private volatile Fault fault = new None();
    private ServerSocket listener;
    private Thread acceptor;

    private FaultProxy(ServerSocket first) {
        listener = first;
        port = first.getLocalPort();
    }

    /** Listens on a free port. Until {@link #forwardTo} says where to, every connection is reset. */
    public static FaultProxy open() throws IOException {
        FaultProxy proxy = new FaultProxy(listen(0));
        proxy.accept();
        return proxy;
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // Connections of a moment ago keep nobody from listening again.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Where it listens, as long as it is open. */
    public int port() {
        return port;
    }

    /** How many connections are open through it. */
    public int connections() {
        return links.size();
    }

    /** Where new connections go from now on; open ones stay where they are. */
    public FaultProxy forwardTo(int targetPort) {
        target = targetPort;
        return this;
    }

    /** From now on until another one is set, for open connections too. Returns once it is in force. */
    public synchronized void set(Fault next) throws IOException {
        Objects.requireNonNull(next, "fault");
        fault = next;
        synchronized (switched) {
            switched.notifyAll();
        }
        if (next instanceof Down) {
            stopListening();
            links.forEach(Link::close);
        } else if (listener.isClosed()) {
            listener = listen(port);
            accept();
        }
        if (next instanceof ResetPeer) {
            resetConnections();
        } else if (next instanceof Timeout) {
            forgetConnections();
        }
    }

    /** As long as a thread still accepts, the kernel goes on listening for it, whoever has closed the socket. */
    private void stopListening() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted before nobody listened any longer");
        }
    }

    /** Ends the fault. */
    public void heal() throws IOException {
        set(new None());
    }

    /** Resets those that are open now; new ones are as before. */
    public void resetConnections() {
        links.forEach(Link::reset);
    }

    /** Loses all that is sent on those that are open now, and never closes them; new ones are as before. */
    public void forgetConnections() {
        links.forEach(Link::silence);
    }

    private void accept() {
        ServerSocket accepting = listener;
        acceptor = thread("accept", () -> {
            while (!accepting.isClosed()) {
                try {
                    Socket client = accepting.accept();
                    thread("link", () -> serve(client));
                } catch (IOException e) {
                    if (!accepting.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        });
    }

    private void serve(Socket client) {
        Link link = new Link(this, client);
        links.add(link);
        try {
            Fault now = fault;
            if (now instanceof Down) {
                link.close();
            } else if (now instanceof ResetPeer) {
                link.reset();
            } else if (now instanceof Timeout) {
                link.silence();
                link.swallow();
            } else {
                link.run(target);
            }
        } finally {
            link.close();
            links.remove(link);
        }
    }

    Fault fault() {
        return fault;
    }

    /** Waits for so long, or until another fault is set, or the link is closed. */
    void waitWhile(Fault same, Duration atMost, Link link) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (switched) {
            long left = end - System.nanoTime();
            while (left > 0 && fault == same && !link.isClosed()) {
                // Never 0, which is for ever.
                switched.wait(left / 1_000_000, (int) (left % 1_000_000));
                left = end - System.nanoTime();
            }
        }
    }

    static Thread thread(String what, Runnable work) {
        Thread thread = new Thread(work, "fault-proxy-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Closes every connection and listens no longer. */
    @Override
    public synchronized void close() throws IOException {
        set(new Down());
    }
}
