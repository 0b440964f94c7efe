package dev.lifeguard.server.payara;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.server.InstanceName;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import dev.lifeguard.server.PoolReader;
import dev.lifeguard.server.TellableProperties;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The pools of the Payara Server that we run in: those of its configuration, used or not, and those that applications brought, from
 * their first use on. A pool's key is Payara's own name for it.
 */
final class PayaraPools implements PoolReader {

    /** The pools that a domain is born with, of this version and of older ones that a domain was upgraded from. */
    private static final Set<String> BUILT_IN = Set.of("__TimerPool", "H2Pool", "DerbyPool", "SamplePool");

    /**
     * How often a reading that contradicts itself is taken again. A count is read without stopping the pool, so a connection that is
     * closed in between is seen on one side only; to meet that twice running is rare.
     */
    private static final int ATTEMPTS = 10;

    /** Whose every message at INFO is made ready at each borrow, whether or not it is written. */
    private static final System.Logger CONNECTORS_LOGGER =
            System.getLogger("javax.enterprise.resource.resourceadapter.com.sun.enterprise.connectors");

    private final String product;
    private final ServerClasses classes;
    private final ConfiguredPools configured;
    private final RunningPools running;
    private final DeployedApplications applications;

    /** @param runtime Payara's connector runtime */
    PayaraPools(String product, ServerClasses classes, Object runtime) {
        this.product = product;
        this.classes = classes;
        this.configured = new ConfiguredPools(classes, runtime);
        this.running = new RunningPools(classes, runtime);
        this.applications = new DeployedApplications(classes);
    }

    @Override
    public String server() {
        return product;
    }

    @Override
    public String instance() {
        Path root = directory();
        return InstanceName.of(root.getFileName() + "/" + System.getProperty("com.sun.aas.instanceName", ""), root.toString());
    }

    @Override
    public Path directory() {
        return Path.of(System.getProperty("com.sun.aas.instanceRoot", "")).toAbsolutePath().normalize();
    }

    @Override
    public List<Pool> pools() {
        List<Pool> pools = new ArrayList<>();
        Map<String, List<String>> jndiNames = configured.jndiNamesByPool();
        for (String key : configured.names()) {
            Pool.Source source = BUILT_IN.contains(key) ? Pool.Source.BUILT_IN : Pool.Source.SERVER;
            pools.add(pool(jndiNames.getOrDefault(key, List.of()), key, source, Optional.empty()));
        }
        for (String key : running.names()) {
            DefinedPoolName.parse(key).ifPresent(name ->
                    pools.add(pool(List.of(name.jndiName()), key, source(name.application()), name.application())));
        }
        pools.sort(Comparator.comparing(Pool::name).thenComparing(Pool::key));
        return List.copyOf(pools);
    }

    /** Payara keeps the pool of an application that is undeployed, with its open connections. Without a name nobody can say. */
    private Pool.Source source(Optional<String> application) {
        boolean gone = application.isPresent() && !applications.contain(application.get());
        return gone ? Pool.Source.ABANDONED : Pool.Source.APPLICATION;
    }

    private static Pool pool(List<String> jndiNames, String key, Pool.Source source, Optional<String> application) {
        if (jndiNames.isEmpty()) {
            return Pool.of(key, List.of(), key, source, application);
        }
        List<String> sorted = List.copyOf(new TreeSet<>(jndiNames));
        return Pool.of(sorted.get(0), sorted.subList(1, sorted.size()), key, source, application);
    }

    @Override
    public Optional<PoolUsage> usage(Pool pool) {
        return read(pool, this::usageNow);
    }

    @Override
    public PoolSettings settings(Pool pool) {
        return read(pool, this::settingsNow);
    }

    /** Whatever goes wrong while Payara takes a pool away is that the pool is gone. */
    <T> T read(Pool pool, Function<Pool, T> reading) {
        try {
            return reading.apply(pool);
        } catch (PoolAccessException e) {
            if (e.category() == Category.UNREADABLE && isGone(pool)) {
                throw unknown(pool, e);
            }
            throw e;
        }
    }

    private boolean isGone(Pool pool) {
        return running.pool(pool.key()) == null && configured.bean(pool.key()) == null;
    }

    private Optional<PoolUsage> usageNow(Pool pool) {
        return running(pool).map(target -> usageOf(pool, target));
    }

    /** What Payara has built of the pool; empty if that is yet to come. */
    Optional<Object> running(Pool pool) {
        Object target = running.pool(pool.key());
        if (target == null && configured.bean(pool.key()) == null) {
            throw unknown(pool, null);
        }
        return Optional.ofNullable(target);
    }

    /** Whether the pool of this name that is running now is the one. */
    boolean isRunning(String key, Predicate<Object> isTheOne) {
        Object target = running.pool(key);
        return target != null && isTheOne.test(target);
    }

    private PoolUsage usageOf(Pool pool, Object target) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            Reading reading = read(target);
            if (reading.inUse() >= 0 && reading.inUse() + reading.idle() <= reading.max()) {
                return reading.usage();
            }
        }
        // Above max is no contradiction after max was lowered; below zero is one.
        Reading last = read(target);
        if (last.inUse() < 0) {
            throw new PoolAccessException(Category.UNREADABLE,
                    "Payara's numbers of pool " + pool.name() + " contradict each other: " + last);
        }
        return last.usage();
    }

    private Reading read(Object target) {
        // Not by Payara's PoolStatus: it asks for the idle ones twice, so that a borrow in between makes one connection too many.
        Object connections = running.connections(target);
        int idle = running.idle(connections);
        int open = running.open(connections);
        return new Reading(open - idle, idle, running.waiting(target), running.min(target), running.max(target));
    }

    private PoolSettings settingsNow(Pool pool) {
        Object bean = configured.bean(pool.key());
        if (bean != null) {
            return PayaraSettings.of(
                    withLogger(configured.attributes(bean)), configured.properties(bean, TellableProperties::known), classes::has);
        }
        if (running.pool(pool.key()) == null) {
            throw unknown(pool, null);
        }
        Object description = running.description(pool.key());
        return PayaraSettings.of(
                withLogger(running.attributes(description)), running.properties(description, TellableProperties::known), classes::has);
    }

    /** Of all pools; what a borrow costs depends on it more than on any setting. */
    private static Map<String, String> withLogger(Map<String, String> attributes) {
        Map<String, String> all = new HashMap<>(attributes);
        all.put("logger.connectors", CONNECTORS_LOGGER.isLoggable(Level.INFO) ? "INFO" : "WARNING");
        return all;
    }

    @Override
    public FailureKind kindOf(Throwable failure) {
        return PayaraFailures.kindOf(failure);
    }

    private static PoolAccessException unknown(Pool pool, PoolAccessException cause) {
        return new PoolAccessException(
                Category.UNKNOWN_POOL, "Payara has no pool " + pool.key() + " (any more), which was " + pool.name(), cause);
    }

    /** One look at a running pool, as it came. */
    private record Reading(int inUse, int idle, int waiting, int min, int max) {

        PoolUsage usage() {
            return new PoolUsage(inUse, idle, OptionalInt.of(waiting), min, OptionalInt.of(max));
        }
    }
}
