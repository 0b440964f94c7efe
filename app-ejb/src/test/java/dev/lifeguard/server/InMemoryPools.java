package dev.lifeguard.server;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server without a server: pools that are counters. Passes the same contract as the adapters. */
public final class InMemoryPools implements PoolReader {

    /** As max, a pool that grows for ever. */
    public static final int NO_MAX = Integer.MAX_VALUE;

    private final Map<PoolId, CountedPool> pools = new ConcurrentHashMap<>();

    /** Adds a pool, or replaces it. */
    public CountedPool add(Pool pool, int min, int max, Duration waitTimeout) {
        CountedPool counted = new CountedPool(pool, min, max, waitTimeout);
        pools.put(pool.id(), counted);
        return counted;
    }

    public void remove(Pool pool) {
        pools.remove(pool.id());
    }

    @Override
    public String server() {
        return "Memory 1.0";
    }

    @Override
    public String instance() {
        return InstanceName.of("memory", "/memory");
    }

    @Override
    public Path directory() {
        return Path.of("/memory");
    }

    @Override
    public List<Pool> pools() {
        return pools.values().stream()
                .map(counted -> counted.pool)
                .sorted(Comparator.comparing(Pool::name).thenComparing(Pool::key))
                .toList();
    }

    @Override
    public Optional<PoolUsage> usage(Pool pool) {
        return find(pool).usage();
    }

    @Override
    public PoolSettings settings(Pool pool) {
        return find(pool).settings();
    }

    @Override
    public Optional<Set<Long>> lost(Pool pool) {
        return find(pool).lost();
    }

    @Override
    public FailureKind kindOf(Throwable failure) {
        return failure instanceof PoolFullException ? FailureKind.EXHAUSTED : SqlFailures.kindOf(failure);
    }

    private CountedPool find(Pool pool) {
        CountedPool counted = pools.get(pool.id());
        if (counted == null) {
            throw new PoolAccessException(PoolAccessException.Category.UNKNOWN_POOL, "No pool " + pool.name());
        }
        return counted;
    }

    private static final class PoolFullException extends SQLException {
        private static final long serialVersionUID = 1L;

        PoolFullException(Duration waited) {
            super("All in use for " + waited);
        }
    }

    /** Counts connections; lends them to whoever asks and waits when it has none. */
    public static final class CountedPool {

        private final Pool pool;
        private final int min;
        private final int max;
        private final Duration waitTimeout;
        private boolean built;
        private int inUse;
        private int open;
        private int waiting;
        private Optional<Set<Long>> lost = Optional.empty();
        private RuntimeException trouble;
        private RuntimeException settingsTrouble;

        private CountedPool(Pool pool, int min, int max, Duration waitTimeout) {
            this.pool = pool;
            this.min = min;
            this.max = max;
            this.waitTimeout = waitTimeout;
        }

        public synchronized AutoCloseable borrow() throws SQLException, InterruptedException {
            built = true;
            long deadline = System.nanoTime() + waitTimeout.toNanos();
            waiting++;
            try {
                while (inUse == max) {
                    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                    if (left <= 0) {
                        throw new PoolFullException(waitTimeout);
                    }
                    wait(left);
                }
            } finally {
                waiting--;
            }
            inUse++;
            open = Math.max(open, inUse);
            return this::giveBack;
        }

        /** The connections of these keys are lost now, and no others. */
        public synchronized void lose(Long... keys) {
            lost = Optional.of(Set.of(keys));
        }

        private synchronized Optional<Set<Long>> lost() {
            return lost;
        }

        /** Every reading fails with this, until told otherwise with null. */
        public synchronized void failWith(RuntimeException failure) {
            trouble = failure;
        }

        /** The settings cannot be read, for this reason. */
        public synchronized void failSettingsWith(RuntimeException failure) {
            settingsTrouble = failure;
        }

        private synchronized void giveBack() {
            inUse--;
            notifyAll();
        }

        private synchronized Optional<PoolUsage> usage() {
            if (trouble != null) {
                throw trouble;
            }
            OptionalInt most = max == NO_MAX ? OptionalInt.empty() : OptionalInt.of(max);
            return built ? Optional.of(new PoolUsage(inUse, open - inUse, OptionalInt.of(waiting), min, most)) : Optional.empty();
        }

        private synchronized PoolSettings settings() {
            if (settingsTrouble != null) {
                throw settingsTrouble;
            }
            return new PoolSettings(
                    OptionalInt.of(min),
                    max == NO_MAX ? OptionalInt.empty() : OptionalInt.of(max),
                    Optional.of(waitTimeout),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
        }
    }
}
