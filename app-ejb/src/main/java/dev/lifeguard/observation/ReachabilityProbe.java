package dev.lifeguard.observation;

import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Reachability.State;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks one pool, by a timed borrow with a statement, whether its database can be reached; where the pool is too full to lend, by a connection
 * beside it. One of each at a time, on threads that may be stuck in the driver for as long as the driver's timeouts allow; the deadline is
 * judged by whoever looks.
 */
final class ReachabilityProbe {

    private static final Logger LOG = System.getLogger(ReachabilityProbe.class.getName());
    /** Any database that this runs on answers it; the driver's own check would do, but a server's wrapper may answer from memory. */
    private static final String STATEMENT = "SELECT 1";

    /** The first borrow may have to fill the pool to min, one connection after the other. */
    private static final Duration FIRST_DEADLINE = Duration.ofSeconds(15);
    /** For how many intervals a good answer holds when no other follows: twice the longest pause. */
    private static final int GOOD_FOR_INTERVALS = 6;
    /** A bad answer holds longer than any borrower can be stuck in the driver and keep the pool full. */
    private static final Duration BAD_FOR = Duration.ofMinutes(2);
    /** A borrow that is under way for so long is taken to be queuing, if the pool is full. */
    private static final Duration PROMPT = Duration.ofMillis(250);
    /** To open a connection costs a database more than a statement does. */
    private static final Duration BETWEEN_BESIDE = Duration.ofMillis(800);

    private final Pool pool;
    private final OwnBorrows borrows;
    private final Supplier<Optional<PoolUsage>> usage;
    private final Function<Throwable, FailureKind> classifier;
    private final BooleanSupplier alarm;
    private final Timings timings;
    private final Duration interval;
    private final Duration deadline;
    private final LongSupplier nanoClock;

    private final AtomicReference<Asking> underWay = new AtomicReference<>();
    private final AtomicReference<Asking> beside = new AtomicReference<>();
    private volatile long besideNanos;
    private volatile Answer last = new Answer(Reachability.pending(), 0);

    /** Told of each borrow that got its connection. */
    interface Timings {

        void borrowed(OwnBorrowing borrowing);
    }

    /** What was found, and when on the monotonic clock. */
    private record Answer(Reachability found, long nanos) {

        /** Whether the database answered well after the attempt began. */
        boolean contradicts(Asking attempt) {
            return found.state() == State.REACHABLE && nanos - attempt.startNanos > 0;
        }
    }

    /** An attempt that is under way. */
    private static final class Asking {

        private final long startNanos;
        private final boolean mayQueue;
        private volatile boolean had;
        private volatile boolean overdue;

        private Asking(long startNanos, boolean mayQueue) {
            this.startNanos = startNanos;
            this.mayQueue = mayQueue;
        }
    }

    /** @param alarm whether an application's borrow has failed for the database's sake since it was last asked */
    ReachabilityProbe(
            Pool pool,
            OwnBorrows borrows,
            Supplier<Optional<PoolUsage>> usage,
            Function<Throwable, FailureKind> classifier,
            BooleanSupplier alarm,
            Timings timings,
            ObservationSettings settings,
            LongSupplier nanoClock) {
        this.pool = pool;
        this.borrows = borrows;
        this.usage = usage;
        this.classifier = classifier;
        this.alarm = alarm;
        this.timings = timings;
        this.interval = settings.probeInterval();
        this.deadline = settings.probeDeadline();
        this.nanoClock = nanoClock;
        this.besideNanos = nanoClock.getAsLong() - BETWEEN_BESIDE.toNanos();
    }

    Pool pool() {
        return pool;
    }

    /** The last answer, as far as it still holds; {@code UNREACHABLE} while an attempt is under way for longer than the deadline. */
    Reachability reachability() {
        Answer answer = last;
        long now = nanoClock.getAsLong();
        boolean pending = answer.found().state() == State.PENDING;
        Duration patience = pending && FIRST_DEADLINE.compareTo(deadline) > 0 ? FIRST_DEADLINE : deadline;
        if (overdue(underWay.get(), answer, now, patience) || overdue(beside.get(), answer, now, patience)) {
            return answer.found().becomes(State.UNREACHABLE, "No answer within " + patience.toMillis() + " ms");
        }
        Duration age = Duration.ofNanos(now - answer.nanos());
        if (!pending && age.compareTo(holdsFor(answer.found().state())) > 0) {
            String why = full() ? ", because the pool is full" : "";
            return answer.found().becomes(State.UNKNOWN, "Not asked for " + age.toSeconds() + " s" + why);
        }
        return answer.found();
    }

    /** Whether the database answered well after that instant. */
    boolean answeredSince(long nanos) {
        Answer answer = last;
        return answer.found().state() == State.REACHABLE && answer.nanos() - nanos > 0;
    }

    /**
     * Whether an attempt is under way for too long. A borrow that may be queuing behind others in a full pool says nothing of the database,
     * unless it was overdue before; and neither does one that is stuck while a later one had a good answer.
     */
    private boolean overdue(Asking current, Answer answer, long now, Duration patience) {
        if (current == null || now - current.startNanos <= patience.toNanos() || answer.contradicts(current)) {
            return false;
        }
        if (!queuing(current)) {
            current.overdue = true;
        }
        return current.overdue;
    }

    private boolean queuing(Asking current) {
        return current.mayQueue && !current.had && usage.get().map(PoolUsage::saturated).orElse(false);
    }

    private boolean full() {
        return usage.get().map(ReachabilityProbe::isFull).orElse(false);
    }

    private Duration holdsFor(State state) {
        return state == State.REACHABLE ? interval.multipliedBy(GOOD_FOR_INTERVALS).plus(deadline) : BAD_FOR;
    }

    /** Borrows once, unless that could take the last free connection from an application. */
    void ask() {
        if (full()) {
            return;
        }
        Asking current = new Asking(nanoClock.getAsLong(), true);
        underWay.set(current);
        OwnBorrowing borrowing = new OwnBorrowing();
        try (Connection connection = borrows.borrow(pool, OwnBorrow.PROBE, borrowing)) {
            current.had = true;
            validate(connection);
            timings.borrowed(borrowing);
            answer(current, Reachability.reachable(Duration.ofNanos(borrowing.nanos())));
        } catch (SQLException | RuntimeException | LinkageError e) {
            if (classifier.apply(e) != FailureKind.EXHAUSTED) {
                answer(current, last.found().becomes(stateAfter(e), Causes.reason(e)));
            }
        } finally {
            // One that was given up may end while its successor asks.
            underWay.compareAndSet(current, null);
        }
    }

    /** Whether the pool lends nothing at the moment, full, stuck or failing, and the database was not asked beside it just now. */
    boolean besideWanted() {
        long now = nanoClock.getAsLong();
        if (beside.get() != null || now - besideNanos < BETWEEN_BESIDE.toNanos()) {
            return false;
        }
        if (alarm.getAsBoolean()) {
            return true;
        }
        Asking current = underWay.get();
        if (current == null) {
            return full();
        }
        long tried = now - current.startNanos;
        return tried > deadline.toNanos() || tried > PROMPT.toNanos() && queuing(current);
    }

    /** Asks the database by a connection that is none of the pool's. */
    void askBeside() {
        Asking current = new Asking(nanoClock.getAsLong(), false);
        if (!beside.compareAndSet(null, current)) {
            return;
        }
        try {
            Optional<Connection> opened = borrows.openBeside(pool);
            if (opened.isEmpty()) {
                cannotAsk(current);
                return;
            }
            try (Connection connection = opened.get()) {
                validate(connection);
            }
            answer(current, last.found().answers());
        } catch (SQLException | RuntimeException | LinkageError e) {
            answer(current, holdsSome() && hasNoRoom(e) ? last.found().answers() : last.found().becomes(stateAfter(e), Causes.reason(e)));
        } finally {
            besideNanos = nanoClock.getAsLong();
            beside.set(null);
        }
    }

    private boolean holdsSome() {
        return usage.get().map(now -> now.open() > 0).orElse(false);
    }

    /** The database grants no further connection: if the pool has those that it grants, it is well, or it would not say so. SQLSTATE 53. */
    private static boolean hasNoRoom(Throwable failure) {
        return Causes.of(failure).stream()
                .anyMatch(cause -> cause instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().startsWith("53"));
    }

    /** Without a timeout of the statement: the driver's timer for it would keep whoever called it first for as long as it lives. */
    private void validate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(STATEMENT);
        }
    }

    /** Nothing new is known of the database. Whoever waits for the first answer waits no longer: a full pool keeps nobody from being ready. */
    private void cannotAsk(Asking current) {
        if (last.found().state() == State.PENDING) {
            answer(current, Reachability.unknown("The pool is too full to ask"));
        }
    }

    /** Whether a borrow would take the last one that is free; of a pool of one, it may have that. Without a max it never is. */
    private static boolean isFull(PoolUsage usage) {
        if (usage.max().isEmpty()) {
            return false;
        }
        int max = usage.max().getAsInt();
        int left = Math.min(1, max - 1);
        return max - usage.inUse() <= left;
    }

    private synchronized void answer(Asking attempt, Reachability next) {
        State before = last.found().state();
        if (next.state() != State.REACHABLE && last.contradicts(attempt)) {
            // What was wrong when it began is over.
            return;
        }
        last = new Answer(next, nanoClock.getAsLong());
        if (before != next.state()) {
            Level level = next.state() == State.REACHABLE ? Level.INFO : Level.WARNING;
            LOG.log(level, "Database behind {0}: {1} after {2}. {3}", pool.name(), next.state(), before, next.reason().orElse(""));
        }
    }

    private State stateAfter(Throwable failure) {
        if (failure instanceof PoolAccessException access && access.category() == Category.UNKNOWN_POOL) {
            // Went with its application a moment ago. Of the database it says nothing.
            return State.UNKNOWN;
        }
        return switch (classifier.apply(failure)) {
            case RECOVERING -> State.RECOVERING;
            case REFUSED -> State.REFUSED;
            case UNREACHABLE, EXHAUSTED, OTHER -> State.UNREACHABLE;
        };
    }
}
