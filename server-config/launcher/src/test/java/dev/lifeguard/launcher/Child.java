package dev.lifeguard.launcher;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A real process for the tests: runs until it is ended, and answers on a port with a status if it is told one. */
final class Child {

    private Child() {
    }

    /** @param arguments anything; {@code port=status} makes it answer there */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (String argument : arguments) {
            if (argument.matches("\\d+=\\d+")) {
                String[] portAndStatus = argument.split("=");
                HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(portAndStatus[0])), 0);
                server.createContext("/", exchange -> {
                    byte[] body = "{\"status\":\"as told\"}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(Integer.parseInt(portAndStatus[1]), body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
                server.start();
            }
        }
        System.out.println("started");
        new CountDownLatch(1).await();
    }

    /** Returns when the child's main method is running. */
    static Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m",
                "-XX:TieredStopAtLevel=1", "-cp", "target/test-classes", Child.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (!"started".equals(line)) {
            process.destroyForcibly();
            throw new IOException("the child said " + line);
        }
        return process;
    }
}
