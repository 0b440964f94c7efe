package dev.lifeguard.server.liberty;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.Pool.Source;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Writes settings to the server's configuration and waits until the server has taken them, which looks at its files by itself twice a
 * second or, where it was told to wait for that, when it is notified.
 */
final class Persistence {

    /** Of a connection manager that stands by itself; one without an id is called by its place. */
    private static final Pattern NAME = Pattern.compile("connectionManager\\[((?!default-\\d+]).+)]");
    private static final String MONITOR = "WebSphere:service=com.ibm.ws.kernel.filemonitor.FileNotificationMBean";
    private static final Duration LATEST = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = 10_000_000;

    private final LibertyPools pools;

    Persistence(LibertyPools pools) {
        this.pools = pools;
    }

    /** Why settings of the pool cannot be written, a sentence for people; empty if they can. */
    Optional<String> lacks(Pool pool) {
        if (pool.source() == Source.APPLICATION) {
            return Optional.of("An application defines " + pool.name() + ": its settings are not in the server's configuration");
        }
        return id(pools.connectionManager(pool)).isPresent() ? Optional.empty() : Optional.of(
                pool.name() + " has no connectionManager element of its own with an id, by which the server's configuration could be"
                        + " added to");
    }

    private static Optional<String> id(Map<String, Object> connectionManager) {
        Matcher name = NAME.matcher(String.valueOf(connectionManager.get("config.displayId")));
        return name.matches() && Overrides.takes(name.group(1)) ? Optional.of(name.group(1)) : Optional.empty();
    }

    /**
     * Writes it, unless the configuration has it already, and waits until the server has it. One at a time, as all are in one file.
     *
     * @throws PoolAccessException with category {@code NOT_CHANGED} if it could not be written, or the server does not take it; the file
     *     is as before
     */
    synchronized void write(Pool pool, SettingsChange change) {
        Map<String, Object> configured = pools.connectionManager(pool);
        Limits limits = Limits.configured(configured);
        Limits next = limits.with(change);
        if (!next.areOrdered()) {
            throw new PoolAccessException(Category.NOT_CHANGED, "In the configuration, the min of " + pool.name() + " would be "
                    + next.min() + ", above its max, which would be " + next.max());
        }
        if (next.equals(limits)) {
            return;
        }
        Overrides overrides = new Overrides(pools.directory());
        try {
            Optional<byte[]> before = overrides.read();
            Optional<byte[]> after = Optional.of(Overrides.with(before, id(configured).orElseThrow(), attributes(limits, next)));
            if (!takes(pool, next, overrides, before, after)) {
                takes(pool, limits, overrides, after, before);
                throw new PoolAccessException(Category.NOT_CHANGED, "Open Liberty did not take the settings of " + pool.name() + " from "
                        + overrides.file() + " within " + LATEST + "; the file is as it was");
            }
        } catch (IOException e) {
            throw new PoolAccessException(Category.NOT_CHANGED, "The settings of " + pool.name() + " could not be written: " + e, e);
        }
    }

    /** Those that change, as the configuration calls them. */
    private static Map<String, String> attributes(Limits limits, Limits next) {
        Map<String, String> attributes = new TreeMap<>();
        put(attributes, "minPoolSize", limits.min(), next.min(), "");
        put(attributes, "maxPoolSize", limits.max(), next.max(), "");
        put(attributes, "connectionTimeout", limits.connectionTimeoutSeconds(), next.connectionTimeoutSeconds(), "s");
        put(attributes, "maxIdleTime", limits.maxIdleSeconds(), next.maxIdleSeconds(), "s");
        put(attributes, "reapTime", limits.reapSeconds(), next.reapSeconds(), "s");
        return attributes;
    }

    private static void put(Map<String, String> attributes, String name, int current, int next, String unit) {
        if (next != current) {
            attributes.put(name, next + unit);
        }
    }

    /** Replaces what is in the file, and waits until the server has the limits that it should have then; false if it has not. */
    private boolean takes(Pool pool, Limits limits, Overrides overrides, Optional<byte[]> before, Optional<byte[]> after)
            throws IOException {
        overrides.replace(after);
        notifyServer(overrides.file(), before.isPresent(), after.isPresent());
        long latest = System.nanoTime() + LATEST.toNanos();
        while (!Limits.configured(pools.connectionManager(pool)).equals(limits)) {
            if (System.nanoTime() > latest) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    private static void notifyServer(Path file, boolean was, boolean is) throws IOException {
        List<String> none = List.of();
        List<String> ours = List.of(file.toString());
        Object[] arguments = {is && !was ? ours : none, is && was ? ours : none, was && !is ? ours : none};
        String collection = Collection.class.getName();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            server.invoke(new ObjectName(MONITOR), "notifyFileChanges", arguments, new String[] {collection, collection, collection});
        } catch (InstanceNotFoundException e) {
            // It looks by itself then.
            return;
        } catch (JMException e) {
            throw new IOException("Open Liberty cannot be told of it", e);
        }
    }
}
