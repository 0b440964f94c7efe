package dev.lifeguard.operations;

import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.Work.Outcome;
import dev.lifeguard.pool.OneLine;
import dev.lifeguard.pool.PoolId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Enters what happens to pools into the journal, keeps each pool's standing in line with it, and tells the log and whoever listens. */
final class Ledger {

    private static final Logger LOG = System.getLogger(Ledger.class.getName());

    final Journal journal;
    final InstantSource clock;
    final LongSupplier nanoClock;
    private final Map<PoolId, Map<Resize, LongAdder>> resizes = new ConcurrentHashMap<>();
    private final List<OperationListener> listeners = new CopyOnWriteArrayList<>();

    Ledger(Journal journal, InstantSource clock, LongSupplier nanoClock) {
        this.journal = journal;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    void add(OperationListener listener) {
        listeners.add(listener);
    }

    void remove(OperationListener listener) {
        listeners.remove(listener);
    }

    /** An entry that begins now. */
    OperationRecord draft(UUID id, Actor actor, Order order, String poolName, Map<String, String> before, Optional<Work> work) {
        return new OperationRecord(
                id, clock.instant(), Optional.empty(), actor, order.pool(), poolName, order.operation(), order.asked(), before, Map.of(),
                order.reason(), State.RUNNING, "It has begun", work.flatMap(Work::revertAt));
    }

    /**
     * Writes the intent; from then on it may be acted on.
     *
     * @throws RefusedException if it cannot be written
     */
    void intend(ManagedPool pool, OperationRecord record, Optional<Standing> promised, boolean holdsAlready) {
        journal.intend(record, promised);
        if (holdsAlready) {
            promised.ifPresent(standing -> stands(pool, standing));
        }
        tell(record);
    }

    void progress(OperationRecord record) {
        journal.audit().put(record);
        tell(record);
    }

    OperationRecord settle(ManagedPool pool, OperationRecord record, Outcome outcome) {
        OperationRecord ended = record.ended(clock.instant(), outcome.state(), outcome.told(), outcome.after());
        journal.settle(ended, outcome.standing());
        outcome.standing().ifPresent(standing -> stands(pool, standing));
        log(ended);
        return ended;
    }

    /** Enters what begins now without changing a setting. */
    OperationRecord begin(
            ManagedPool pool, Actor actor, Operation operation, Map<String, String> asked, Optional<String> reason) {
        OperationRecord record = new OperationRecord(
                UUID.randomUUID(), clock.instant(), Optional.empty(), actor, pool.pool.id(), pool.pool.name(), operation, asked, Map.of(),
                Map.of(), Order.clean(reason), State.RUNNING, "It has begun", Optional.empty());
        intend(pool, record, Optional.empty(), false);
        return record;
    }

    /** Enters the end of what {@link #begin} entered. */
    void end(OperationRecord record, State state, String told) {
        OperationRecord ended = record.ended(clock.instant(), state, told, Map.of());
        journal.settle(ended, Optional.empty());
        log(ended);
    }

    void refuse(OperationRecord record, RefusedException why) {
        refuse(record, why.getMessage());
    }

    /** Enters an attempt that was turned away before it became an order. */
    void turnAway(Actor actor, PoolId pool, String poolName, Operation operation, String why) {
        refuse(entry(actor, pool, poolName, operation, Map.of(), Map.of()), why);
    }

    private void refuse(OperationRecord record, String why) {
        OperationRecord refused = record.ended(clock.instant(), State.REFUSED, why, Map.of());
        journal.settle(refused, Optional.empty());
        log(refused);
    }

    /** Enters what was done already, or by somebody else. */
    void note(ManagedPool pool, Actor actor, Map<Setting, Long> asked, Map<Setting, Long> before, Outcome outcome) {
        settle(pool, entry(
                actor, pool.pool.id(), pool.pool.name(), Operation.SETTINGS, Setting.words(asked), Setting.words(before)), outcome);
    }

    /** Of what nobody ordered here, to be ended at once. */
    private OperationRecord entry(
            Actor actor, PoolId pool, String poolName, Operation operation, Map<String, String> asked, Map<String, String> before) {
        return new OperationRecord(
                UUID.randomUUID(), clock.instant(), Optional.empty(), actor, pool, poolName, operation, asked, before, Map.of(),
                Optional.empty(), State.RUNNING, "", Optional.empty());
    }

    /** What the journal says that holds for this pool. */
    void takeUp(ManagedPool pool) {
        stands(pool, journal.standing(pool.pool.id()));
    }

    private void stands(ManagedPool pool, Standing standing) {
        pool.standing(standing, nanoClock.getAsLong(), clock.millis());
    }

    /** How often this pool's max was changed since the start, and how; what never happened is not in it. */
    Map<Resize, Long> resizes(PoolId pool) {
        return resizes.getOrDefault(pool, Map.of()).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, counted -> counted.getValue().sum()));
    }

    private void log(OperationRecord ended) {
        Resize.of(ended).ifPresent(resize -> resizes
                .computeIfAbsent(ended.pool(), unseen -> new ConcurrentHashMap<>())
                .computeIfAbsent(resize, unseen -> new LongAdder())
                .increment());
        Level level = ended.state() == State.DONE ? Level.INFO : Level.WARNING;
        LOG.log(level, "{0} of {1} by {2}, {3}: {4}",
                ended.operation().word(), OneLine.of(ended.poolName()), ended.actor().name(), ended.state(), OneLine.of(ended.outcome()));
        tell(ended);
    }

    private void tell(OperationRecord record) {
        for (OperationListener listener : listeners) {
            try {
                listener.changed(record);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, listener.getClass().getName() + " fails on an operation", e);
            }
        }
    }
}
