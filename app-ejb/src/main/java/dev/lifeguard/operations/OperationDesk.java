package dev.lifeguard.operations;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.background.Pause;
import dev.lifeguard.background.Rounds;
import dev.lifeguard.database.ConnectionLimits;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.OwnBorrows;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.operations.ManagedPool.Look;
import dev.lifeguard.operations.ManagedPool.Running;
import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.RefusedException.Kind;
import dev.lifeguard.operations.Work.Outcome;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolCare;
import dev.lifeguard.server.PoolControl;
import dev.lifeguard.server.PoolReader;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where orders are taken, whoever they are from: at most one operation at a time for a pool, each checked, written down, done, read back
 * and told. Does not ask whether somebody may; that is for {@link Operations}, and for whoever of Lifeguard's own parts comes in here.
 */
@ApplicationScoped
public class OperationDesk {

    private static final Logger LOG = System.getLogger(OperationDesk.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
    private static final Duration BUILT_WITHIN = Duration.ofSeconds(10);
    /** Longer than any settings work should take. */
    private static final Duration LOCKED_WITHIN = Duration.ofSeconds(10);
    private static final Duration RESUMED_WITHIN = Duration.ofSeconds(5);
    private static final Duration AWAITED = Order.LONGEST_PING.plusSeconds(5);
    private static final Duration BETWEEN_PROGRESS = Duration.ofMillis(250);

    @Inject
    private OperationsSettings settings;

    @Inject
    private PoolBounds poolBounds;

    @Inject
    private PoolGovernance governance;

    @Inject
    private PoolReader reader;

    @Inject
    private PoolControl control;

    @Inject
    private PoolCare care;

    @Inject
    private OwnBorrows borrows;

    @Inject
    private Observatory observatory;

    @Inject
    private Instance<OperationStore> stores;

    @Inject
    private Instance<OperationHistory> histories;

    private final Map<PoolId, ManagedPool> pools = new ConcurrentHashMap<>();
    private final Set<PoolId> healed = ConcurrentHashMap.newKeySet();
    private final Set<OwnThread> works = ConcurrentHashMap.newKeySet();
    private final Rounds rounds = new Rounds();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Object listing = new Object();
    /** Held while max is changed: two pools that grow at once must not take the same room at their database. */
    private final ReentrantLock growing = new ReentrantLock();
    private volatile boolean stopped;
    private Supplier<List<PoolObservation>> observations;
    private ServerAccess server;
    private Ledger ledger;
    private WholeAudit audit;
    private AuditCopy copy;
    private Restoring restoring;
    private Healing healing;
    private OriginWatch origins;
    private LimitWatch limits;
    private OpeningAhead opening;

    /** For the container. */
    public OperationDesk() {}

    OperationDesk(
            OperationsSettings settings,
            PoolBounds poolBounds,
            PoolGovernance governance,
            ServerAccess server,
            Supplier<List<PoolObservation>> observations,
            Optional<OperationStore> store,
            Optional<OperationHistory> history,
            String run,
            InstantSource clock) {
        this.settings = settings;
        this.poolBounds = poolBounds;
        this.governance = governance;
        prepare(server, observations, store, history, run, clock);
    }

    @PostConstruct
    void prepare() {
        prepare(
                new ServerAccess(reader, control, care, borrows, Pause.REAL, System::nanoTime),
                observatory::observations,
                stores.isResolvable() ? Optional.of(stores.get()) : Optional.empty(),
                histories.isResolvable() ? Optional.of(histories.get()) : Optional.empty(),
                ProcessHandle.current().pid() + "@" + ManagementFactory.getRuntimeMXBean().getStartTime(),
                Clock.systemUTC());
    }

    private void prepare(
            ServerAccess access,
            Supplier<List<PoolObservation>> seen,
            Optional<OperationStore> store,
            Optional<OperationHistory> history,
            String run,
            InstantSource clock) {
        server = access;
        observations = seen;
        LongSupplier nanoClock = access.nanoClock();
        ledger = new Ledger(new Journal(settings.dataDirectory(), run), clock, nanoClock);
        audit = new WholeAudit(ledger.journal.audit(), history);
        copy = new AuditCopy(ledger.journal, store);
        restoring = new Restoring(access, ledger);
        healing = new Healing(access, ledger, restoring);
        origins = new OriginWatch(access, ledger);
        limits = new LimitWatch(access.borrows(), nanoClock);
        opening = new OpeningAhead(access);
    }

    void start() {
        if (!settings.enabled()) {
            LOG.log(Level.INFO, "Operations are switched off by {0}", OperationsSettings.ENABLED);
            rounds.repeat("lifeguard-operations", INTERVAL, this::attend);
            return;
        }
        // Makes the beans behind them now, on the container's thread.
        copy.prepare();
        observations.get();
        ledger.journal.open();
        rounds.repeat("lifeguard-operations", INTERVAL, this::attend);
        rounds.repeat("lifeguard-audit", INTERVAL, this::copy);
        rounds.repeat("lifeguard-limits", INTERVAL, () -> limits.round(observations.get()));
    }

    private void tellOnce(String what, String message, Throwable failure) {
        if (failing.add(what)) {
            LOG.log(Level.ERROR, message, failure);
        }
    }

    /** Ends what runs, and puts back what is in memory alone. */
    void stop() {
        stopped = true;
        rounds.stop(STOP_PATIENCE);
        works.forEach(thread -> thread.stop(STOP_PATIENCE));
        opening.stop(STOP_PATIENCE);
        server.borrowing().values().forEach(thread -> thread.stop(Duration.ZERO));
        // Of the container's thread, which has to come through all of them.
        boolean interrupted = Thread.interrupted();
        for (ManagedPool pool : pools.values()) {
            try {
                underLock(pool, () -> restoring.restoreRuntime(Actor.UNDEPLOYMENT, pool, "Lifeguard ends"));
            } catch (InterruptedException e) {
                interrupted = true;
                LOG.log(Level.ERROR, "Interrupted while the settings of " + pool.pool.name() + " were put back", e);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "The settings of " + pool.pool.name() + " could not be put back", e);
            }
        }
        try {
            ledger.journal.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The journal could not be closed", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at everything; where operations are switched off, no more than that. */
    void attend() throws InterruptedException {
        if (settings.enabled()) {
            ledger.journal.open();
        }
        list();
        for (ManagedPool pool : pools.values()) {
            if (stopped) {
                return;
            }
            try {
                attend(pool);
                failing.remove(pool.pool.key());
            } catch (RuntimeException e) {
                tellOnce(pool.pool.key(), "The settings of " + pool.pool.name() + " cannot be looked after", e);
            }
        }
    }

    private void attend(ManagedPool pool) throws InterruptedException {
        // Who has it makes a change, and looks himself.
        if (pool.lock.tryLock()) {
            try {
                if (settings.enabled() && look(pool)) {
                    restoring.revertDue(pool);
                } else {
                    pool.look(server.look(pool.pool));
                }
            } finally {
                pool.lock.unlock();
            }
        }
    }

    /** For whatever comes next: what is changed past us is seen here or never, as later ones look from here on. */
    private boolean look(ManagedPool pool) throws InterruptedException {
        heal(pool);
        // Until then, what the journal says may be of a run whose settings ended with it.
        boolean known = healed.contains(pool.pool.id());
        if (known) {
            origins.look(pool);
        }
        return known;
    }

    private void heal(ManagedPool pool) throws InterruptedException {
        if (ledger.journal.trouble().isPresent()) {
            return;
        }
        if (!healed.contains(pool.pool.id())) {
            pool.look(server.look(pool.pool));
            healing.heal(pool);
            healed.add(pool.pool.id());
        }
    }

    /** Finds out which pools there are. */
    private void list() {
        synchronized (listing) {
            Set<PoolId> present = new HashSet<>();
            for (Pool pool : server.reader().pools()) {
                present.add(pool.id());
                ManagedPool known = pools.get(pool.id());
                if (known == null || !known.pool.equals(pool) && known.running().isEmpty()) {
                    adopt(pool);
                }
            }
            pools.values().removeIf(known -> !present.contains(known.pool.id()) && known.running().isEmpty());
        }
    }

    private void adopt(Pool pool) {
        try {
            ManagedPool managed = new ManagedPool(pool, server.look(pool));
            ledger.takeUp(managed);
            pools.put(pool.id(), managed);
            failing.remove(pool.key());
        } catch (PoolAccessException e) {
            tellOnce(pool.key(), "Pool " + pool.name() + " cannot be operated on", e);
        }
    }

    private Optional<ManagedPool> find(PoolId id) {
        if (!pools.containsKey(id)) {
            list();
        }
        return Optional.ofNullable(pools.get(id));
    }

    void copy() {
        copy.round();
    }

    /**
     * Does it, or begins it. The door for Lifeguard's own parts, each by a name of its own; people come by {@link Operations}.
     *
     * @throws RefusedException if it may not be; nothing was changed
     */
    public OperationRecord execute(Actor actor, Order order) {
        UUID id = UUID.randomUUID();
        Optional<ManagedPool> pool = Optional.empty();
        try {
            requireUsable();
            pool = find(order.pool());
            return begin(id, actor, order, pool.orElseThrow(() -> unknown(order)));
        } catch (RefusedException | PoolAccessException e) {
            RefusedException refused = refusal(e);
            String name = pool.map(known -> known.pool.name()).orElse(order.pool().value());
            ledger.refuse(ledger.draft(id, actor, order, name, Map.of(), Optional.empty()), refused);
            throw refused;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Kind.BUSY, "The thread that asked was interrupted");
        }
    }

    /** Enters an attempt that was turned away before it came here. */
    public void refuse(Actor actor, PoolId pool, Operation operation, String why) {
        if (settings.enabled()) {
            String name = find(pool).map(known -> known.pool.name()).orElse(pool.value());
            ledger.turnAway(actor, pool, name, operation, why);
        }
    }

    /**
     * Enters the beginning of something that another part of Lifeguard does and that changes no setting: it keeps no operation from the pool.
     *
     * @param asked its particulars in the words of the API
     * @param reason why, up to 500 characters
     * @return the entry, to be {@link #settle settled} when it has ended
     * @throws RefusedException if it cannot be written, or the pool is not there
     */
    public OperationRecord enter(Actor actor, PoolId id, Operation operation, Map<String, String> asked, Optional<String> reason) {
        requireUsable();
        ManagedPool pool = find(id).orElseThrow(() -> unknown(id));
        try {
            lock(pool);
            try {
                // First what an earlier run has left: this is of the present one.
                look(pool);
                return ledger.begin(pool, actor, operation, asked, reason);
            } finally {
                pool.lock.unlock();
            }
        } catch (PoolAccessException e) {
            throw refusal(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Kind.BUSY, "The thread that asked was interrupted");
        }
    }

    /** Says how far it is. */
    public void progress(OperationRecord entered, String told) {
        ledger.progress(entered.progressed(told));
    }

    /** Enters what became of it. */
    public void settle(OperationRecord entered, State state, String told) {
        ledger.end(entered, state, told);
    }

    private static RefusedException unknown(Order order) {
        return unknown(order.pool());
    }

    private static RefusedException unknown(PoolId pool) {
        return new RefusedException(Kind.UNKNOWN_POOL, "This server has no pool " + pool);
    }

    private static RefusedException refusal(RuntimeException e) {
        if (e instanceof RefusedException refused) {
            return refused;
        }
        Kind kind = switch (((PoolAccessException) e).category()) {
            case UNKNOWN_POOL -> Kind.UNKNOWN_POOL;
            case NOT_BUILT -> Kind.NOT_BUILT;
            case UNSUPPORTED -> Kind.UNSUPPORTED;
            case UNREADABLE, NOT_CHANGED, PARTLY_CHANGED -> Kind.UNREADABLE;
        };
        return new RefusedException(kind, e.getMessage());
    }

    private void requireUsable() {
        if (!settings.enabled()) {
            throw new RefusedException(Kind.SWITCHED_OFF, "Operations are switched off by " + OperationsSettings.ENABLED);
        }
        requireGoingOn();
        ledger.journal.open();
        ledger.journal.trouble().ifPresent(trouble -> {
            throw trouble.refusal();
        });
    }

    private void requireGoingOn() {
        if (stopped) {
            throw new RefusedException(Kind.SWITCHED_OFF, "Lifeguard is ending");
        }
    }

    private OperationRecord begin(UUID id, Actor actor, Order order, ManagedPool pool) throws InterruptedException {
        Running mine = new Running(id, order.operation());
        if (order instanceof Order.Resume) {
            cancelDrain(pool);
        }
        takePlace(pool, mine, actor);
        boolean goesOn = false;
        try {
            if (pools.get(pool.pool.id()) != pool) {
                throw new RefusedException(Kind.BUSY, "The server has just changed " + pool.pool.name() + "; try again");
            }
            build(pool, order);
            lock(pool);
            Work work;
            OperationRecord record;
            boolean grows = order instanceof Order.Settings wanted && wanted.change().max().isPresent();
            if (grows) {
                growing.lock();
            }
            try {
                // What was put back when Lifeguard ended must not be changed after that.
                requireGoingOn();
                look(pool);
                work = plan(pool, order, false);
                Map<String, String> before = before(pool, order, work);
                record = ledger.draft(id, actor, order, pool.pool.name(), before, Optional.of(work));
                ledger.intend(pool, record, work.promised(), work.pace() == Work.Pace.BEHIND);
                if (work.pace() == Work.Pace.AT_ONCE) {
                    Outcome outcome = perform(pool, work, mine, record);
                    // Whoever is told of the end may want to begin the next.
                    pool.leave(mine);
                    return ledger.settle(pool, record, outcome);
                }
            } finally {
                if (grows) {
                    growing.unlock();
                }
                pool.lock.unlock();
            }
            goOn(pool, work, mine, record);
            goesOn = true;
            return ended(work, mine, record);
        } finally {
            if (!goesOn) {
                pool.end(mine);
            }
        }
    }

    private static Map<String, String> before(ManagedPool pool, Order order, Work work) {
        if (order instanceof Order.Govern) {
            return work.effect().before();
        }
        return work.pace() == Work.Pace.AT_ONCE ? Setting.words(pool.look().values()) : Map.of();
    }

    /** Whoever is not the governor waits for a change of settings to end, which may be the governor's at any time. */
    private static void takePlace(ManagedPool pool, Running mine, Actor actor) throws InterruptedException {
        Optional<Running> other = pool.begin(mine);
        if (other.isPresent() && !actor.equals(Actor.GOVERNOR) && endsAtOnce(other.get())) {
            other = pool.begin(mine);
        }
        if (other.isPresent()) {
            throw busy(pool, other.get());
        }
    }

    /** Whether it is one that takes no longer than the server does to change a setting, and has ended by now. */
    private static boolean endsAtOnce(Running other) throws InterruptedException {
        return other.operation == Operation.SETTINGS && other.ended.await(LOCKED_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static RefusedException busy(ManagedPool pool, Running other) {
        return new RefusedException(Kind.BUSY, "Operation " + other.operation.word() + " runs on " + pool.pool.name() + ": " + other.id);
    }

    private static void cancelDrain(ManagedPool pool) throws InterruptedException {
        Running running = pool.running().orElse(null);
        if (running != null && running.operation == Operation.DRAIN) {
            running.cancelled.countDown();
            running.ended.await(RESUMED_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Has the server build the pool where that has to be, before it is changed or filled. */
    private void build(ManagedPool pool, Order order) throws InterruptedException {
        boolean needed = order instanceof Order.Settings || order instanceof Order.Warm;
        if (needed && server.look(pool.pool).inForce().isEmpty()) {
            try {
                server.borrow(pool.pool, BUILT_WITHIN);
            } catch (ServerAccess.UnansweredException e) {
                // A server may build it without a connection.
                if (server.look(pool.pool).inForce().isEmpty()) {
                    throw new RefusedException(
                            Kind.NOT_BUILT, "The server has not built " + pool.pool.name() + " yet, and a borrow to have it built failed: "
                                    + e.getMessage());
                }
            }
        }
    }

    private static void lock(ManagedPool pool) throws InterruptedException {
        if (!pool.lock.tryLock(LOCKED_WITHIN.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new RefusedException(Kind.BUSY, "The settings of " + pool.pool.name() + " are being changed");
        }
    }

    private static void underLock(ManagedPool pool, OwnThread.Task what) throws InterruptedException {
        lock(pool);
        try {
            what.run();
        } finally {
            pool.lock.unlock();
        }
    }

    private Work plan(ManagedPool pool, Order order, boolean dry) {
        if (order instanceof Order.Settings wanted) {
            return new SettingsWork(server, pool, wanted, Optional.of(bounds(pool)), ledger.clock.instant());
        } else if (order instanceof Order.Recycle recycle) {
            return new RecycleWork(server, pool, recycle);
        } else if (order instanceof Order.Flush flush) {
            return new FlushWork(server, pool, flush, dry);
        } else if (order instanceof Order.Ping ping) {
            return new PingWork(server, pool, ping);
        } else if (order instanceof Order.Drain drain) {
            return new DrainWork(server, pool, drain);
        } else if (order instanceof Order.Resume) {
            return new ResumeWork(pool);
        } else if (order instanceof Order.Govern govern) {
            return new GovernWork(pool, mode(pool), govern.mode());
        }
        return new WarmWork(server, pool);
    }

    private Bounds bounds(ManagedPool pool) {
        PoolId id = pool.pool.id();
        List<Bounds.Sharer> others = new ArrayList<>();
        for (ManagedPool other : pools.values()) {
            Optional<ConnectionLimits> known = limits.of(other.pool.id());
            if (other != pool && known.isPresent()) {
                others.add(new Bounds.Sharer(known.get(), maxToCome(other)));
            }
        }
        return Bounds.of(poolBounds.floor(id), poolBounds.ceiling(id), settings.databaseReserve(), limits.of(id), others);
    }

    /** The max in force, or the one that it goes back to if that is more. */
    private static OptionalInt maxToCome(ManagedPool pool) {
        long home = Optional.ofNullable(pool.standing().reverts().get(Setting.MAX)).map(Standing.Revert::home).orElse(0L);
        Long max = pool.look().values().get(Setting.MAX);
        return max == null ? OptionalInt.empty() : OptionalInt.of((int) Math.max(max, home));
    }

    /** On a thread of its own. */
    private void goOn(ManagedPool pool, Work work, Running mine, OperationRecord record) {
        OwnThread.Task task = () -> {
            try {
                Outcome outcome = perform(pool, work, mine, record);
                // Lifeguard may be ending: an interrupt must not keep the outcome from the journal.
                pool.lock.lock();
                try {
                    pool.leave(mine);
                    ledger.settle(pool, record, outcome);
                } finally {
                    pool.lock.unlock();
                }
            } finally {
                pool.end(mine);
            }
        };
        works.removeIf(other -> !other.isAlive());
        try {
            works.add(OwnThread.start("lifeguard-" + mine.operation.word(), task));
        } catch (OutOfMemoryError e) {
            // As the virtual machine says that there is no thread to be had.
            ledger.settle(pool, record, Outcome.of(State.PARTLY, "There is no thread for it: " + e.getMessage()));
            throw e;
        }
    }

    /** What became of it; the caller waits for it where that is due. */
    private OperationRecord ended(Work work, Running mine, OperationRecord record) throws InterruptedException {
        if (work.pace() == Work.Pace.AWAITED) {
            mine.ended.await(AWAITED.toNanos(), TimeUnit.NANOSECONDS);
        }
        return ledger.journal.audit().find(record.id()).orElse(record);
    }

    private Outcome perform(ManagedPool pool, Work work, Running mine, OperationRecord record) {
        try {
            return work.perform(mine, new Progress(record));
        } catch (PoolAccessException e) {
            // What holds from the order on holds, whatever the server says to the rest.
            boolean holds = work.pace() == Work.Pace.BEHIND && work.promised().isPresent();
            boolean partly = holds || e.category() == PoolAccessException.Category.PARTLY_CHANGED;
            return Outcome.of(partly ? State.PARTLY : State.FAILED, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.of(State.PARTLY, "Interrupted before it was done");
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, mine.operation.word() + " of " + pool.pool.name() + " failed", e);
            return Outcome.of(State.PARTLY, "Failed in an unforeseen way; the log has it");
        }
    }

    /** Tells how far an operation is, every 250 ms at most. */
    private final class Progress implements Consumer<String> {

        private final OperationRecord record;
        private long toldNanos;

        private Progress(OperationRecord record) {
            this.record = record;
            toldNanos = server.nanoClock().getAsLong() - BETWEEN_PROGRESS.toNanos();
        }

        @Override
        public void accept(String told) {
            long now = server.nanoClock().getAsLong();
            if (now - toldNanos >= BETWEEN_PROGRESS.toNanos()) {
                toldNanos = now;
                ledger.progress(record.progressed(told));
            }
        }
    }

    /**
     * What it would do now; changes nothing.
     *
     * @throws RefusedException as {@link #execute} would, but for the pool not being built
     */
    Effect dryRun(Order order) {
        try {
            requireUsable();
            ManagedPool pool = find(order.pool()).orElseThrow(() -> unknown(order));
            boolean ends = order instanceof Order.Resume;
            Optional<Running> other = pool.running().filter(running -> !(ends && running.operation == Operation.DRAIN));
            if (other.isPresent() && !endsAtOnce(other.get())) {
                throw busy(pool, other.get());
            }
            lock(pool);
            try {
                look(pool);
                return plan(pool, order, true).effect();
            } finally {
                pool.lock.unlock();
            }
        } catch (PoolAccessException e) {
            throw refusal(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Kind.BUSY, "The thread that asked was interrupted");
        }
    }

    /** How this pool stands, from memory; empty if the server has none of this id. */
    public Optional<PoolControlState> state(PoolId id) {
        return find(id).map(pool -> {
            Look look = pool.look();
            Standing standing = pool.standing();
            Bounds bounds = bounds(pool);
            return new PoolControlState(
                    ManagedPool.version(look, standing), look.inForce(), look.configured().min(), look.configured().max(),
                    bounds.floor(), bounds.ceiling(), bounds.ceilingReason(), standing.drained(),
                    pool.running().map(running -> running.id), standing.revertAt(), look.lacks());
        });
    }

    /** The settings in force as last read or changed here, at next to no cost; empty while they are not known. */
    public Optional<SettingsInForce> inForce(PoolId id) {
        return Optional.ofNullable(pools.get(id)).flatMap(pool -> pool.look().inForce());
    }

    /** What is done about this pool's size: as ordered last, else as configured; empty if the server has none of this id. */
    public Optional<GovernorMode> mode(PoolId id) {
        return Optional.ofNullable(pools.get(id)).map(this::mode);
    }

    private GovernorMode mode(ManagedPool pool) {
        return pool.standing().mode().orElseGet(() -> governance.mode(pool.pool.id()));
    }

    /** Whether pools may be changed at all. */
    public boolean enabled() {
        return settings.enabled();
    }

    /** What would keep this pool's settings from being changed now, before the change itself is looked at; empty if nothing would. */
    public Optional<RefusedException> objection(PoolId id) {
        ManagedPool pool = pools.get(id);
        if (!settings.enabled() || stopped || pool == null) {
            return Optional.of(new RefusedException(Kind.SWITCHED_OFF, "Pools cannot be changed"));
        }
        Optional<RefusedException> unwritable = ledger.journal.trouble().map(Journal.Trouble::refusal);
        if (unwritable.isPresent()) {
            return unwritable;
        }
        Optional<RefusedException> lacking = Optional.ofNullable(pool.look().lacks().get(Operation.SETTINGS))
                .map(why -> new RefusedException(Kind.UNSUPPORTED, why));
        return lacking.or(() -> pool.running().map(other -> busy(pool, other)));
    }

    /** Begins to open connections until so many are open, as far as max and the database allow; returns at once. */
    public void openAhead(PoolId id, int connections) {
        Optional.ofNullable(pools.get(id)).ifPresent(pool -> opening.open(pool, connections));
    }

    AuditPage audit(AuditQuery query) {
        return audit.page(query);
    }

    Optional<OperationRecord> find(UUID operation) {
        return audit.find(operation);
    }

    /** How often this pool's max was changed since Lifeguard started, and how; what never happened is not in it. */
    public Map<Resize, Long> resizes(PoolId id) {
        return ledger.resizes(id);
    }

    /** Whether this pool is drained, or being drained: the server is to be told not ready. */
    public boolean drained(PoolId id) {
        return Optional.ofNullable(pools.get(id)).map(pool -> pool.standing().drained()).orElse(false);
    }

    /** Whether min of this pool is to be kept filled from then on, as somebody has ordered. */
    public boolean warmed(PoolId id) {
        return Optional.ofNullable(pools.get(id)).map(pool -> pool.standing().warmed()).orElse(false);
    }

    public void addListener(OperationListener listener) {
        ledger.add(listener);
    }

    public void removeListener(OperationListener listener) {
        ledger.remove(listener);
    }
}
