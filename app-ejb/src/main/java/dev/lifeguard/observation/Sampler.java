package dev.lifeguard.observation;

import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import dev.lifeguard.server.PoolReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Reads all pools of the server, one after the other, and looks for new ones from time to time. One pass at a time, on one thread;
 * a pool that cannot be read has a gap, and the others are read all the same.
 */
final class Sampler {

    private static final Logger LOG = System.getLogger(Sampler.class.getName());

    private final PoolReader reader;
    private final ObservationSettings settings;
    private final LongSupplier nanoClock;
    private final InstantSource clock;
    private final MinuteLog minutes;
    private final ObservedPools observed;
    private final Runnable afterDiscovery;
    private final Consumer<PoolId> exhausted;

    private boolean discoveryDue = true;
    private long discoveryNanos;
    private boolean listed = true;

    /**
     * @param afterDiscovery run after each look for new pools, on the sampler's thread
     * @param exhausted told the pools that refused a request because they stayed full, once a second at most, on the sampler's thread
     */
    Sampler(
            PoolReader reader,
            ObservedPools observed,
            ObservationSettings settings,
            LongSupplier nanoClock,
            InstantSource clock,
            MinuteLog minutes,
            Runnable afterDiscovery,
            Consumer<PoolId> exhausted) {
        this.reader = reader;
        this.observed = observed;
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.clock = clock;
        this.minutes = minutes;
        this.afterDiscovery = afterDiscovery;
        this.exhausted = exhausted;
    }

    /** One pass over all pools, with a look for new ones first when it is time. What a pool throws makes a gap of that pool alone. */
    void pass() {
        boolean discover = discoveryDue || nanoClock.getAsLong() - discoveryNanos >= settings.discoveryInterval().toNanos();
        if (discover) {
            discover();
        }
        List<PoolMinute> ended = new ArrayList<>();
        for (ObservedPool pool : observed.all()) {
            // First what belongs to the seconds before this reading, which may end a minute.
            if (pool.drain(nanoClock.getAsLong())) {
                exhausted.accept(pool.pool().id());
            }
            sample(pool).ifPresent(ended::add);
        }
        if (!ended.isEmpty()) {
            minutes.append(List.copyOf(ended));
        }
        if (discover) {
            afterDiscovery.run();
        }
    }

    private void discover() {
        try {
            List<PoolMinute> ended = observed.present(reader.pools());
            if (!ended.isEmpty()) {
                minutes.append(ended);
            }
            if (!listed) {
                LOG.log(Level.INFO, "The pools of the server can be listed again");
            }
            listed = true;
        } catch (RuntimeException | LinkageError e) {
            if (listed) {
                LOG.log(Level.WARNING, "The server's pools cannot be listed; those known go on being read", e);
            }
            listed = false;
        }
        for (ObservedPool pool : observed.all()) {
            readSettings(pool);
            lookForLost(pool);
        }
        discoveryDue = false;
        discoveryNanos = nanoClock.getAsLong();
    }

    private void readSettings(ObservedPool pool) {
        boolean troubledBefore = pool.settingsInTrouble();
        try {
            pool.configured(reader.settings(pool.pool()));
            tellEndOf(troubledBefore, "settings", pool);
        } catch (RuntimeException | LinkageError e) {
            pool.configurationUnreadable(describe(e));
            tellBeginOf(troubledBefore, "settings", pool, e);
        }
    }

    private void lookForLost(ObservedPool pool) {
        try {
            pool.lost(reader.lost(pool.pool()));
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, "What the server lost of pool " + pool.pool().name() + " cannot be read", e);
            pool.lost(Optional.empty());
        }
    }

    private Optional<PoolMinute> sample(ObservedPool pool) {
        boolean troubledBefore = pool.usageInTrouble();
        Instant time = clock.instant();
        try {
            Optional<PoolUsage> usage = reader.usage(pool.pool());
            Optional<PoolMinute> ended = pool.sampled(nanoClock.getAsLong(), time, usage);
            tellEndOf(troubledBefore, "usage", pool);
            return ended;
        } catch (RuntimeException | LinkageError e) {
            tellBeginOf(troubledBefore, "usage", pool, e);
            return pool.failed(nanoClock.getAsLong(), time, describe(e));
        }
    }

    /** Told once when it begins: at ten passes a second a log would drown. */
    private void tellBeginOf(boolean troubledBefore, String what, ObservedPool pool, Throwable cause) {
        if (cause instanceof PoolAccessException gone && gone.category() == Category.UNKNOWN_POOL) {
            // No trouble but an undeployment: look at once for what is there now.
            discoveryDue = true;
        } else if (!troubledBefore) {
            LOG.log(Level.WARNING, "The " + what + " of pool " + pool.pool().name() + " cannot be read", cause);
        }
    }

    private static void tellEndOf(boolean troubledBefore, String what, ObservedPool pool) {
        if (troubledBefore) {
            LOG.log(Level.INFO, "The {0} of pool {1} can be read again", what, pool.pool().name());
        }
    }

    private static String describe(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
