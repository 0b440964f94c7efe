package dev.lifeguard.warden;

import dev.lifeguard.judgement.EventLog;
import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What was done to which pool: counted each time, and told as an event at once, then at most once a minute for each rule. */
final class Deeds {

    private static final Duration BETWEEN_EVENTS = Duration.ofMinutes(1);

    private final EventLog events;
    private final LongSupplier nanoClock;
    private final InstantSource clock;
    private final Map<PoolId, Map<WardenRule, Deed>> done = new ConcurrentHashMap<>();

    /** Of one rule to one pool. */
    private static final class Deed {

        private long count;
        private long told;
        private long toldNanos;
    }

    Deeds(EventLog events, LongSupplier nanoClock, InstantSource clock) {
        this.events = events;
        this.nanoClock = nanoClock;
        this.clock = clock;
    }

    /** @param number of requests or connections that it was done to; 0 is nothing */
    void did(Pool pool, WardenRule rule, int number) {
        if (number > 0) {
            Map<WardenRule, Deed> ofPool = done.computeIfAbsent(pool.id(), unseen -> new EnumMap<>(WardenRule.class));
            synchronized (ofPool) {
                Deed deed = ofPool.computeIfAbsent(rule, unseen -> new Deed());
                deed.count += number;
                tell(pool, rule, deed);
            }
        }
    }

    /** Tells what is left to be told, if it is time. */
    void tell(Pool pool) {
        Map<WardenRule, Deed> ofPool = done.get(pool.id());
        if (ofPool != null) {
            synchronized (ofPool) {
                ofPool.forEach((rule, deed) -> tell(pool, rule, deed));
            }
        }
    }

    private void tell(Pool pool, WardenRule rule, Deed deed) {
        long now = nanoClock.getAsLong();
        long untold = deed.count - deed.told;
        boolean first = deed.told == 0;
        if (untold > 0 && (first || now - deed.toldNanos >= BETWEEN_EVENTS.toNanos())) {
            deed.told = deed.count;
            deed.toldNanos = now;
            events.append(new PoolEvent(
                    UUID.randomUUID(), clock.instant(), pool.id(), pool.name(), PoolEvent.Kind.WARDEN, rule.word(), rule.deed(),
                    rule.told(untold)));
        }
    }

    /** How many requests or connections each rule was applied to; what never happened is not in it. */
    Map<WardenRule, Long> counts(PoolId pool) {
        Map<WardenRule, Deed> ofPool = done.get(pool);
        Map<WardenRule, Long> counts = new EnumMap<>(WardenRule.class);
        if (ofPool != null) {
            synchronized (ofPool) {
                ofPool.forEach((rule, deed) -> counts.put(rule, deed.count));
            }
        }
        return counts;
    }

    void retain(Set<PoolId> pools) {
        done.keySet().retainAll(pools);
    }
}
