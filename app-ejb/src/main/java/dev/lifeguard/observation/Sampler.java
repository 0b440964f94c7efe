package dev.lifeguard.observation;

import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.server.PoolReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final Set<String> troublesTold = new HashSet<>();

    private boolean discovered;
    private long discoveryNanos;

    /** @param afterDiscovery run after each look for new pools, on the sampler's thread */
    Sampler(
            PoolReader reader,
            ObservedPools observed,
            ObservationSettings settings,
            LongSupplier nanoClock,
            InstantSource clock,
            MinuteLog minutes,
            Runnable afterDiscovery) {
        this.reader = reader;
        this.observed = observed;
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.clock = clock;
        this.minutes = minutes;
        this.afterDiscovery = afterDiscovery;
    }

    /** One pass over all pools, with a look for new ones first when it is time. What a pool throws makes a gap of that pool alone. */
    void pass() {
        boolean discover = !discovered || nanoClock.getAsLong() - discoveryNanos >= settings.discoveryInterval().toNanos();
        if (discover) {
            discover();
        }
        List<PoolMinute> ended = new ArrayList<>();
        for (ObservedPool pool : observed.all()) {
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
            observed.present(reader.pools());
            recovered("discovery");
        } catch (RuntimeException e) {
            trouble("discovery", "The server's pools cannot be listed; those known go on being read", e);
        }
        for (ObservedPool pool : observed.all()) {
            readSettings(pool);
        }
        discovered = true;
        discoveryNanos = nanoClock.getAsLong();
    }

    private void readSettings(ObservedPool pool) {
        String what = "settings of " + pool.pool().name();
        try {
            pool.configured(reader.settings(pool.pool()));
            recovered(what);
        } catch (RuntimeException e) {
            pool.configurationUnreadable(describe(e));
            trouble(what, "The " + what + " cannot be read", e);
        }
    }

    private Optional<PoolMinute> sample(ObservedPool pool) {
        String what = "usage of " + pool.pool().name();
        Instant time = clock.instant();
        try {
            Optional<PoolUsage> usage = reader.usage(pool.pool());
            Optional<PoolMinute> ended = pool.sampled(nanoClock.getAsLong(), time, usage);
            recovered(what);
            return ended;
        } catch (RuntimeException e) {
            trouble(what, "The " + what + " cannot be read", e);
            return pool.failed(nanoClock.getAsLong(), time, describe(e));
        }
    }

    private static String describe(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Told once when it begins: at ten passes a second a log would drown. */
    private void trouble(String what, String message, RuntimeException cause) {
        if (troublesTold.add(what)) {
            LOG.log(Level.WARNING, message, cause);
        }
    }

    private void recovered(String what) {
        if (troublesTold.remove(what)) {
            LOG.log(Level.INFO, "Well again: {0}", what);
        }
    }
}
