package dev.lifeguard.launcher;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One server process of ours, from an unpacked installation that is shared and never written to and a home that is its own.
 * Each step returns when it is done, or throws a {@link LaunchException} that says what to do.
 */
public interface ApplicationServer extends AutoCloseable {

    /** The product's name for people: {@code Payara Server} or {@code Open Liberty}. */
    String name();

    /**
     * Makes the home afresh and lays pools, driver and settings into it. Ends a server that an earlier, killed run left behind in
     * the same home. Nothing listens afterwards.
     */
    void configure() throws IOException, InterruptedException;

    /**
     * Starts the server with the configuration; returns when it takes deployments. When it fails, something may be left running until
     * {@link #close()}.
     */
    void start() throws IOException, InterruptedException;

    /** Deploys an application under its file's name, or replaces the one that is there; returns when the server has taken it. */
    void deploy(Path archive) throws IOException, InterruptedException;

    /** The server's process: ends if the server dies or is stopped. Only after {@link #start()}. */
    ProcessHandle process();

    /** The file in which the server tells what it does. */
    Path log();

    /**
     * Stops the server in order, and by force if it does not end in time; does nothing if it is not running.
     *
     * @throws LaunchException it does not end
     */
    @Override
    void close();
}
