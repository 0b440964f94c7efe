package dev.lifeguard.governor;

import dev.lifeguard.background.Rounds;
import dev.lifeguard.governor.GovernedPool.Standing;
import dev.lifeguard.judgement.Judgements;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolFlow;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.GovernorMode;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.operations.OperationListener;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.Order;
import dev.lifeguard.operations.PoolBounds;
import dev.lifeguard.operations.PoolControlState;
import dev.lifeguard.operations.PoolGovernance;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.sizing.Bounds;
import dev.lifeguard.sizing.Look.Frozen;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what is to be said about every pool's size and, where that is wanted, has it changed. */
@ApplicationScoped
public class Governor {

    private static final Duration LISTING_INTERVAL = Duration.ofSeconds(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
    /** The least floor that is assumed, unless the pool's own min is less. */
    private static final int FLOOR = 2;

    @Inject
    private Observatory observatory;

    @Inject
    private Judgements judgements;

    @Inject
    private OperationDesk desk;

    @Inject
    private PoolGovernance governance;

    @Inject
    private PoolBounds poolBounds;

    @Inject
    private GovernorSettings settings;

    private final Rounds rounds = new Rounds();
    private final Map<PoolId, GovernedPool> pools = new ConcurrentHashMap<>();
    private final SizingLoop loop = new SizingLoop(new Watching(), new Acting(), pools::values, System::nanoTime);
    private final OperationListener listener = this::changed;

    void start() {
        desk.addListener(listener);
        rounds.repeat("lifeguard-governor-listing", LISTING_INTERVAL, this::list);
        rounds.repeat("lifeguard-governor", Duration.ZERO, loop::turn);
    }

    void stop() throws InterruptedException {
        rounds.stop(STOP_PATIENCE);
        pools.keySet().forEach(observatory::disarm);
        desk.removeListener(listener);
        loop.stop(STOP_PATIENCE);
    }

    /** What is known of this pool's size; empty before the first look for pools, and if the server has none of this id. */
    public Optional<Counsel> counsel(PoolId pool) {
        return Optional.ofNullable(pools.get(pool)).map(GovernedPool::counsel);
    }

    private void list() {
        Set<PoolId> present = new HashSet<>();
        for (PoolObservation seen : observatory.observations()) {
            PoolId id = seen.pool().id();
            desk.state(id).ifPresent(state -> {
                present.add(id);
                GovernedPool pool = pools.computeIfAbsent(id, unseen -> new GovernedPool(id, standing(seen, state)));
                // An order that comes meanwhile must not be forgotten again.
                synchronized (pool) {
                    pool.stands(standing(seen, state));
                }
            });
        }
        pools.keySet().retainAll(present);
    }

    private Standing standing(PoolObservation seen, PoolControlState state) {
        PoolId id = seen.pool().id();
        GovernorMode configured = governance.mode(id);
        Optional<Frozen> frozen =
                judgements.of(seen).verdict().databaseAway() ? Optional.of(Frozen.UNREACHABLE) : Optional.empty();
        return new Standing(desk.mode(id).orElse(configured), configured, desk.enabled(), bounds(id, state), frozen);
    }

    private Bounds bounds(PoolId id, PoolControlState state) {
        int floor = Math.max(state.floor(), Math.min(FLOOR, Math.max(1, state.originMin().orElse(FLOOR))));
        int configured = poolBounds.ceiling(id);
        int ceiling = configured < SettingsChange.MOST_CONNECTIONS ? configured : state.originMax().orElse(configured);
        return new Bounds(floor, Math.max(floor, Math.min(ceiling, state.ceiling().orElse(ceiling))));
    }

    /** Sees what others do to pools. */
    private void changed(OperationRecord record) {
        GovernedPool pool = pools.get(record.pool());
        boolean done = record.state() == State.DONE || record.state() == State.PARTLY;
        if (pool == null || !done) {
            return;
        }
        if (record.operation() == Operation.GOVERN) {
            synchronized (pool) {
                pool.ordered(GovernorMode.valueOf(record.asked().get(Order.MODE).toUpperCase(Locale.ROOT)));
            }
        } else if (record.operation() == Operation.SETTINGS && record.actor().kind() != Actor.Kind.SYSTEM) {
            pool.changedByHand(settings.pause(), System.nanoTime(), Instant.now());
        }
    }

    private final class Watching implements SizingLoop.Eye {

        @Override
        public Optional<PoolFlow> flow(PoolId pool, long nanos) {
            return observatory.flow(pool, nanos);
        }

        @Override
        public void alarm(PoolId pool, int inUse, Runnable told) {
            observatory.alarm(pool, inUse, told);
        }

        @Override
        public void disarm(PoolId pool) {
            observatory.disarm(pool);
        }
    }

    private final class Acting implements SizingLoop.Hand {

        @Override
        public Optional<SettingsInForce> inForce(PoolId pool) {
            return desk.inForce(pool);
        }

        @Override
        public boolean drained(PoolId pool) {
            return desk.drained(pool);
        }

        @Override
        public Optional<RefusedException> objection(PoolId pool) {
            return desk.objection(pool);
        }

        @Override
        public OperationRecord execute(Order order) {
            return desk.execute(Actor.GOVERNOR, order);
        }

        @Override
        public void openAhead(PoolId pool, int connections) {
            desk.openAhead(pool, connections);
        }
    }
}
