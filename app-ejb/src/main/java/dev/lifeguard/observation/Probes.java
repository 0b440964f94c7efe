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
 * lies a random time, exponentially distributed up to a limit, so that they see what an application that comes at any time sees (R. W. Wolff,
 * Poisson arrivals see time averages, Operations Research 30, 1982; that the limit does no harm: F. Baccelli and others, The role of PASTA in
 * network measurement, SIGCOMM 2006: any mixing process will do).
 */
final class Probes {

    /** Longer than a pool's and a driver's timeouts are in sane configurations: a slow borrow is let be, a dead thread is replaced. */
    private static final Duration LONGEST_BORROW = Duration.ofMinutes(10);
    /** No pause is longer, so that a database that goes is missed soon. */
    private static final int LONGEST_PAUSE_INTERVALS = 3;
    /** Those that Lifeguard brings are asked, and so built, before anybody uses them. */
    private static final List<String> BUILT_BY_ASKING = List.of("jdbc/app", "jdbc/lifeguard");

    private final Function<Pool, ReachabilityProbe> maker;
    private final Duration meanInterval;
    private final Map<PoolId, Probing> probings = new ConcurrentHashMap<>();
    private boolean stopped;

    /** The asking of one pool. */
    private static final class Probing {

        private final ReachabilityProbe probe;
        private final SupervisedWorker worker;
        private volatile OwnThread beside;

        private Probing(ReachabilityProbe probe, SupervisedWorker worker) {
            this.probe = probe;
            this.worker = worker;
        }

        private void askBeside() {
            if (probe.besideWanted()) {
                beside = OwnThread.start("lifeguard-beside " + probe.pool().name(), probe::askBeside);
            }
        }

        private void stop(Duration patience) {
            worker.stop(patience);
            OwnThread last = beside;
            if (last != null) {
                last.stop(patience);
            }
        }
    }

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
                .filter(entry -> !entry.getValue().probe.pool().equals(asked.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        for (PoolId id : gone) {
            probings.remove(id).stop(Duration.ZERO);
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

    /** Replaces dead threads, however often. */
    void check() {
        probings.forEach((id, probing) -> {
            probing.worker.check();
            if (probing.worker.lost()) {
                probings.replace(id, probing, started(probing.probe.pool()));
            }
        });
    }

    /** Asks beside the pools that are too full to lend. Returns at once; to be called several times a second. */
    void askBeside() {
        probings.values().forEach(Probing::askBeside);
    }

    Optional<ReachabilityProbe> of(PoolId pool) {
        return Optional.ofNullable(probings.get(pool)).map(probing -> probing.probe);
    }

    synchronized void stop(Duration patience) {
        stopped = true;
        long deadline = System.nanoTime() + patience.toNanos();
        probings.values().forEach(probing -> probing.stop(Duration.ZERO));
        // All of them together wait no longer than this.
        probings.values().forEach(probing -> probing.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
        probings.clear();
    }
}
