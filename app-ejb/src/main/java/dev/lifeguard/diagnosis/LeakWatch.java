package dev.lifeguard.diagnosis;

import dev.lifeguard.diagnosis.HoldEvidence.Owner;
import dev.lifeguard.observation.Holder;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Looks, once a second, at what became of the threads that hold connections for long, and suspects leaks.
 *
 * <p>A look at a thread that waits costs a stack, up to 0.1 ms: so nobody is looked at in the first second of a hold, and at most 500 in a
 * round, in turn; of very many holders each is looked at more seldom.
 *
 * <p>{@link #round} is for one thread, the rest for any.
 */
final class LeakWatch {

    static final int LOOKS_PER_ROUND = 500;

    private static final Logger LOG = System.getLogger(LeakWatch.class.getName());
    private static final Duration LOOKED_AT_FROM = Duration.ofSeconds(1);
    private static final Duration GOOD_FOR = Duration.ofSeconds(10);

    private final Function<PoolId, List<Holder>> holders;
    private final Function<PoolId, Optional<PoolReading>> sessions;
    private final Duration after;
    private final LongSupplier nanoClock;
    private final Map<PoolId, Map<Long, Suspicion>> suspicions = new ConcurrentHashMap<>();
    private volatile long roundNanos;

    // Of the watching thread alone, by borrow.
    private final Map<Long, Owned> owned = new HashMap<>();
    private long round;

    /** A hold that is old enough to be looked at. */
    private static final class Owned {

        private Owner owner = Owner.AT_WORK;
        private long lookedInRound;

        private void look(Thread thread, long round) {
            lookedInRound = round;
            if (!thread.isAlive()) {
                owner = Owner.ENDED;
            } else if (Rest.isAtRest(thread)) {
                owner = Owner.WENT_TO_REST;
            }
        }
    }

    /**
     * @param sessions the last reading of a pool's sessions
     * @param after how long a connection is held, and not used, before it is suspected
     */
    LeakWatch(
            Function<PoolId, List<Holder>> holders,
            Function<PoolId, Optional<PoolReading>> sessions,
            Duration after,
            LongSupplier nanoClock) {
        this.holders = holders;
        this.sessions = sessions;
        this.after = after;
        this.nanoClock = nanoClock;
    }

    /** The suspicions against this pool's holders, by borrow. */
    Map<Long, Suspicion> suspicions(PoolId pool) {
        return suspicions.getOrDefault(pool, Map.of());
    }

    /** How many suspicions there are against this pool's holders; absent before the first look at it, and 10 s after the last one. */
    OptionalInt suspected(PoolId pool) {
        Map<Long, Suspicion> ofPool = suspicions.get(pool);
        boolean old = nanoClock.getAsLong() - roundNanos > GOOD_FOR.toNanos();
        return ofPool == null || old ? OptionalInt.empty() : OptionalInt.of(ofPool.size());
    }

    /** Looks at the holders of all pools. */
    void round(Collection<Pool> pools) {
        round++;
        look(pools.stream().flatMap(pool -> longHeld(pool.id())).toList());
        // Listed anew: who gave a connection back and then went to rest, between the list and the look, is no longer on it.
        pools.forEach(pool -> judge(pool, longHeld(pool.id()).filter(holder -> owned.containsKey(holder.borrow())).toList()));
        suspicions.keySet().retainAll(pools.stream().map(Pool::id).toList());
        roundNanos = nanoClock.getAsLong();
    }

    private Stream<Holder> longHeld(PoolId pool) {
        return holders.apply(pool).stream()
                .filter(holder -> !holder.own() && !holder.lost() && heldFor(holder).compareTo(LOOKED_AT_FROM) >= 0);
    }

    private void look(List<Holder> all) {
        Set<Long> held = new HashSet<>();
        List<Holder> open = new ArrayList<>();
        for (Holder holder : all) {
            held.add(holder.borrow());
            if (owned.computeIfAbsent(holder.borrow(), unseen -> new Owned()).owner == Owner.AT_WORK) {
                open.add(holder);
            }
        }
        owned.keySet().retainAll(held);
        open.sort(Comparator.comparingLong(holder -> owned.get(holder.borrow()).lookedInRound));
        open.stream().limit(LOOKS_PER_ROUND).forEach(holder -> owned.get(holder.borrow()).look(holder.thread(), round));
    }

    private void judge(Pool pool, List<Holder> longHeld) {
        Optional<PoolReading> reading = sessions.apply(pool.id());
        Map<Long, Suspicion> now = new HashMap<>();
        for (Holder holder : longHeld) {
            HoldEvidence evidence = new HoldEvidence(
                    holder.thread().getName(),
                    owned.get(holder.borrow()).owner,
                    heldFor(holder),
                    reading.flatMap(known -> known.sessionOf(holder)));
            LeakJudge.judge(evidence, after).ifPresent(suspicion -> now.put(holder.borrow(), suspicion));
        }
        tell(pool, suspicions(pool.id()).keySet(), now);
        suspicions.put(pool.id(), Map.copyOf(now));
    }

    private Duration heldFor(Holder holder) {
        return Duration.ofNanos(nanoClock.getAsLong() - holder.sinceNanos());
    }

    private static void tell(Pool pool, Set<Long> before, Map<Long, Suspicion> now) {
        List<Long> fresh = now.keySet().stream().filter(borrow -> !before.contains(borrow)).toList();
        if (!fresh.isEmpty()) {
            LOG.log(Level.WARNING, "Connections of {0} that are suspected to be leaked: {1}, newly {2}. {3}",
                    pool.name(), now.size(), fresh.size(), now.get(fresh.get(0)).reason());
        } else if (now.isEmpty() && !before.isEmpty()) {
            LOG.log(Level.INFO, "No connection of {0} is suspected to be leaked any longer", pool.name());
        }
    }
}
