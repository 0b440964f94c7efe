package dev.lifeguard.observation;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The probes of all pools that are asked, each with a thread of its own: one that is stuck in a driver holds up no other. Between two borrows
 * lies an exponentially distributed time, so that they see what an application that comes at any time sees (R. W. Wolff, Poisson
 * arrivals see time averages, Operations Research 30, 1982).
 */
final class Probes {

    /** Longer than a pool's and a driver's timeouts are in sane configurations: a slow borrow is let be, a dead thread is replaced. */
    private static final Duration LONGEST_BORROW = Duration.ofMinutes(10);
    /** Cuts the distribution's tail, one in 20,000: an answer holds for longer than any pause. */
    private static final int LONGEST_PAUSE_INTERVALS = 10;
    /** Those that Lifeguard brings are asked, and so built, before anybody uses them. */
    private static final List<String> BUILT_BY_ASKING = List.of("jdbc/app", "jdbc/lifeguard");

    private final Function<Pool, ReachabilityProbe> maker;
    private final Duration meanInterval;
    private final Map<PoolId, Probing> probings = new ConcurrentHashMap<>();
    private boolean stopped;

    private record Probing(ReachabilityProbe probe, SupervisedWorker worker) {}

    Probes(Function<Pool, ReachabilityProbe> maker, Duration meanInterval) {
        this.maker = maker;
        this.meanInterval = meanInterval;
    }

    /** Asks these pools from now on and no others, as far as they are to be asked; returns at once. */
    synchronized void watch(Collection<ObservedPool> pools) {
        if (stopped) {
            return;
        }
        Map<PoolId, Pool> asked = new HashMap<>();
        for (ObservedPool pool : pools) {
            if (isAsked(pool)) {
                asked.put(pool.pool().id(), pool.pool());
            }
        }
        Set<PoolId> gone = probings.entrySet().stream()
                .filter(entry -> !entry.getValue().probe().pool().equals(asked.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        for (PoolId id : gone) {
            probings.remove(id).worker().stop(Duration.ZERO);
        }
        asked.forEach((id, pool) -> probings.computeIfAbsent(id, unseen -> started(pool)));
    }

    /** A pool that nobody has used yet would be built, and filled to min, by the asking alone. One that was asked once goes on being asked. */
    private boolean isAsked(ObservedPool observed) {
        Pool pool = observed.pool();
        boolean built = observed.usage().isPresent() || probings.containsKey(pool.id());
        return switch (pool.source()) {
            case SERVER -> built || BUILT_BY_ASKING.stream().anyMatch(pool::goesBy);
            case APPLICATION -> built;
            case BUILT_IN, ABANDONED -> false;
        };
    }

    private Probing started(Pool pool) {
        ReachabilityProbe probe = maker.apply(pool);
        SupervisedWorker worker = new SupervisedWorker(
                () -> new Worker("lifeguard-probe " + pool.name(), this::pause, probe::ask), LONGEST_BORROW);
        worker.start();
        return new Probing(probe, worker);
    }

    private Duration pause() {
        double mean = meanInterval.toNanos();
        double drawn = -mean * Math.log(1 - ThreadLocalRandom.current().nextDouble());
        return Duration.ofNanos((long) Math.min(drawn, mean * LONGEST_PAUSE_INTERVALS));
    }

    /** Replaces dead threads, and asks beside the pools that are too full to lend. Returns at once; to be called several times a second. */
    void supervise() {
        for (Probing probing : probings.values()) {
            probing.worker().check();
            if (probing.probe().besideWanted()) {
                OwnThread.start("lifeguard-beside " + probing.probe().pool().name(), probing.probe()::askBeside);
            }
        }
    }

    Optional<ReachabilityProbe> of(PoolId pool) {
        return Optional.ofNullable(probings.get(pool)).map(Probing::probe);
    }

    synchronized void stop(Duration patience) {
        stopped = true;
        probings.values().forEach(probing -> probing.worker().stop(Duration.ZERO));
        probings.values().forEach(probing -> probing.worker().stop(patience));
        probings.clear();
    }
}
