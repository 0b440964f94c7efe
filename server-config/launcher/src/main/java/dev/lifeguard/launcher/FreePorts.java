package dev.lifeguard.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds ports nobody listens on, and tells whether one is free. Both are snapshots: somebody else may take a port the moment after. */
public final class FreePorts {

    private static final int CONNECT_MILLIS = 500;

    private FreePorts() {
    }

    /** As many different ports as asked for, all free now. */
    public static List<Integer> find(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    /** @param option the name of the property that chooses the port */
    static void requireFree(int port, String option) {
        refusal(port, option).ifPresent(refusal -> {
            throw new LaunchException(refusal);
        });
    }

    /** What to tell the person at the keyboard about a port that is taken; empty if it is free. */
    static Optional<String> refusal(int port, String option) {
        return obstacle(port).map(obstacle -> "Port " + port + " cannot be used: " + obstacle
                + ". Stop what listens there, or choose another one with -D" + option + "=");
    }

    /** Why nobody can listen on the port now, in the operating system's words; empty if it is free. */
    static Optional<String> obstacle(int port) {
        // Some systems let a second process listen on all addresses beside one that listens on the loopback: ask both ways.
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return Optional.of("something answers there");
        } catch (IOException nobodyAnswers) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(port));
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(e.getMessage());
            }
        }
    }
}
