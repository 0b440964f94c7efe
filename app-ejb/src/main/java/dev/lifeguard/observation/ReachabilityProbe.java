package dev.lifeguard.observation;

import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Reachability.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Asks one pool, by a timed borrow with a statement, whether its database can be reached. One borrow at a time, on a thread of its own
 * that may be stuck in the driver for as long as the driver's timeouts allow; the deadline is judged by whoever looks.
 */
final class ReachabilityProbe {

    private static final Logger LOG = System.getLogger(ReachabilityProbe.class.getName());
    /** Any database that this runs on answers it; the driver's own check would do, but a server's wrapper may answer from memory. */
    private static final String STATEMENT = "SELECT 1";

    /** The first borrow may have to fill the pool to min, one connection after the other. */
    private static final Duration FIRST_DEADLINE = Duration.ofSeconds(15);
    /** For how many intervals a good answer holds when no other follows: the pool was full, or the probe is stuck. */
    private static final int GOOD_FOR_INTERVALS = 4;
    /** A bad answer holds longer than any borrower can be stuck in the driver and keep the pool full. */
    private static final Duration BAD_FOR = Duration.ofMinutes(2);

    private final String jndiName;
    private final DataSource dataSource;
    private final Supplier<Optional<PoolUsage>> usage;
    private final Function<Throwable, FailureKind> classifier;
    private final Duration interval;
    private final Duration deadline;
    private final LongSupplier nanoClock;

    private final AtomicReference<Asking> asking = new AtomicReference<>();
    private final AtomicLong borrows = new AtomicLong();
    private volatile Answer last = new Answer(Reachability.pending(), 0);

    /** What was found, and when on the monotonic clock. */
    private record Answer(Reachability found, long nanos) {}

    /** A borrow that is under way. */
    private static final class Asking {

        private final long startNanos;
        private volatile boolean had;
        private volatile boolean overdue;

        private Asking(long startNanos) {
            this.startNanos = startNanos;
        }
    }

    ReachabilityProbe(
            String jndiName,
            DataSource dataSource,
            Supplier<Optional<PoolUsage>> usage,
            Function<Throwable, FailureKind> classifier,
            Duration interval,
            Duration deadline,
            LongSupplier nanoClock) {
        this.jndiName = jndiName;
        this.dataSource = dataSource;
        this.usage = usage;
        this.classifier = classifier;
        this.interval = interval;
        this.deadline = deadline;
        this.nanoClock = nanoClock;
    }

    String jndiName() {
        return jndiName;
    }

    long borrows() {
        return borrows.get();
    }

    /** The last answer, as far as it still holds; {@code UNREACHABLE} while a borrow is under way for longer than the deadline. */
    Reachability reachability() {
        Answer answer = last;
        long now = nanoClock.getAsLong();
        boolean pending = answer.found().state() == State.PENDING;
        Duration patience = pending && FIRST_DEADLINE.compareTo(deadline) > 0 ? FIRST_DEADLINE : deadline;
        if (overdue(asking.get(), now, patience)) {
            return answer.found().becomes(State.UNREACHABLE, "No answer within " + patience.toMillis() + " ms");
        }
        Duration age = Duration.ofNanos(now - answer.nanos());
        if (!pending && age.compareTo(holdsFor(answer.found().state())) > 0) {
            String why = full() ? ", because the pool is full" : "";
            return answer.found().becomes(State.UNKNOWN, "Not asked for " + age.toSeconds() + " s" + why);
        }
        return answer.found();
    }

    /** A borrow that may be queuing behind others in a full pool says nothing of the database, unless it was overdue before. */
    private boolean overdue(Asking current, long now, Duration patience) {
        if (current == null || now - current.startNanos <= patience.toNanos()) {
            return false;
        }
        boolean queuing = !current.had && usage.get().map(PoolUsage::saturated).orElse(false);
        if (!queuing) {
            current.overdue = true;
        }
        return current.overdue;
    }

    private boolean full() {
        return usage.get().map(ReachabilityProbe::isFull).orElse(false);
    }

    private Duration holdsFor(State state) {
        return state == State.REACHABLE ? interval.multipliedBy(GOOD_FOR_INTERVALS).plus(deadline) : BAD_FOR;
    }

    /** Borrows once, unless that could take the last free connection from an application: then the last answer stays. */
    void ask() {
        if (full()) {
            tooFull();
            return;
        }
        Asking current = new Asking(nanoClock.getAsLong());
        asking.set(current);
        try (Connection connection = dataSource.getConnection()) {
            long acquired = nanoClock.getAsLong();
            current.had = true;
            borrows.incrementAndGet();
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(Math.max(1, (int) deadline.toSeconds()));
                statement.execute(STATEMENT);
            }
            answer(Reachability.reachable(Duration.ofNanos(acquired - current.startNanos)));
        } catch (SQLException | RuntimeException | LinkageError e) {
            FailureKind kind = classifier.apply(e);
            if (kind == FailureKind.EXHAUSTED) {
                tooFull();
            } else {
                answer(last.found().becomes(stateFor(kind), reason(e)));
            }
        } finally {
            // One that was given up may end while its successor asks.
            asking.compareAndSet(current, null);
        }
    }

    /** Nothing new is known of the database. Whoever waits for the first answer waits no longer: a full pool keeps nobody from being ready. */
    private void tooFull() {
        if (last.found().state() == State.PENDING) {
            answer(Reachability.unknown("The pool is too full to ask"));
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

    private void answer(Reachability next) {
        State before = last.found().state();
        last = new Answer(next, nanoClock.getAsLong());
        if (before != next.state()) {
            Level level = next.state() == State.REACHABLE ? Level.INFO : Level.WARNING;
            LOG.log(level, "Database behind {0}: {1} after {2}. {3}", jndiName, next.state(), before, next.reason().orElse(""));
        }
    }

    private static State stateFor(FailureKind kind) {
        return switch (kind) {
            case RECOVERING -> State.RECOVERING;
            case REFUSED -> State.REFUSED;
            case UNREACHABLE, EXHAUSTED, OTHER -> State.UNREACHABLE;
        };
    }

    /** The innermost message: the outer ones are the server's wrapping. */
    static String reason(Throwable failure) {
        Throwable innermost = Causes.innermost(failure);
        String message = innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
        // A driver may quote the address that it was given, and a password may stand in that.
        return message.replaceAll("jdbc:\\S+", "jdbc:...");
    }
}
