package dev.lifeguard.governor;

import dev.lifeguard.background.Rounds;
import dev.lifeguard.judgement.Judgements;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolFlow;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.operations.PoolBounds;
import dev.lifeguard.operations.PoolControlState;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.sizing.Bounds;
import dev.lifeguard.sizing.HeadRoomLaw;
import dev.lifeguard.sizing.Look;
import dev.lifeguard.sizing.Look.Frozen;
import dev.lifeguard.sizing.Objective;
import dev.lifeguard.sizing.Sizer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at every pool ten times a second and keeps what is to be said about its size. Changes nothing. */
@ApplicationScoped
public class Governor {

    private static final Duration INTERVAL = Duration.ofMillis(100);
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

    private final Rounds rounds = new Rounds();
    private final Map<PoolId, GovernedPool> pools = new ConcurrentHashMap<>();

    /** One pool. Its counsel is read by any thread. */
    private static final class GovernedPool {

        private final Sizer sizer = new Sizer(new HeadRoomLaw(), Objective.STANDARD);
        private volatile GovernorMode mode;
        private volatile Bounds bounds;
        private volatile Optional<Frozen> frozen;
        private volatile Counsel counsel;
    }

    void start() {
        rounds.repeat("lifeguard-governor-listing", LISTING_INTERVAL, this::list);
        rounds.repeat("lifeguard-governor", INTERVAL, this::look);
    }

    void stop() {
        rounds.stop(STOP_PATIENCE);
    }

    /** What is known of this pool's size; empty before the first look, and for a pool that has no max to be judged. */
    public Optional<Counsel> counsel(PoolId pool) {
        return Optional.ofNullable(pools.get(pool)).map(governed -> governed.counsel);
    }

    private void list() {
        Set<PoolId> present = new HashSet<>();
        for (PoolObservation seen : observatory.observations()) {
            PoolId id = seen.pool().id();
            desk.state(id).ifPresent(state -> {
                present.add(id);
                GovernedPool governed = pools.computeIfAbsent(id, unseen -> new GovernedPool());
                governed.mode = governance.mode(id);
                governed.frozen = frozen(seen, state);
                governed.bounds = bounds(id, state);
            });
        }
        pools.keySet().retainAll(present);
    }

    private Optional<Frozen> frozen(PoolObservation seen, PoolControlState state) {
        if (judgements.of(seen).verdict().databaseAway()) {
            return Optional.of(Frozen.UNREACHABLE);
        }
        return state.drained() ? Optional.of(Frozen.DRAINED) : Optional.empty();
    }

    private Bounds bounds(PoolId id, PoolControlState state) {
        int floor = Math.max(state.floor(), Math.min(FLOOR, Math.max(1, state.originMin().orElse(FLOOR))));
        int configured = poolBounds.ceiling(id);
        int ceiling = configured < SettingsChange.MOST_CONNECTIONS ? configured : state.originMax().orElse(configured);
        return new Bounds(floor, Math.max(floor, Math.min(ceiling, state.ceiling().orElse(ceiling))));
    }

    private void look() {
        long nanos = System.nanoTime();
        pools.forEach((id, governed) -> governed.counsel = counsel(id, governed, nanos));
    }

    private Counsel counsel(PoolId id, GovernedPool governed, long nanos) {
        Optional<PoolFlow> flow = observatory.flow(id, nanos);
        OptionalInt max = flow.isPresent() ? flow.get().max() : OptionalInt.empty();
        if (governed.mode == GovernorMode.OFF || max.isEmpty()) {
            return new Counsel(governed.mode, governed.bounds, Optional.empty());
        }
        PoolFlow now = flow.get();
        Optional<Frozen> frozen = governed.frozen.or(() -> now.exact() ? Optional.empty() : Optional.of(Frozen.UNMEASURED));
        Look look = new Look(nanos, max.getAsInt(), now.inUse(), now.waiting(), now.flow(), frozen);
        return new Counsel(governed.mode, governed.bounds, Optional.of(governed.sizer.advise(look, governed.bounds)));
    }
}
