package dev.lifeguard.observation;

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

    private final String jndiName;
    private final DataSource dataSource;
    private final Supplier<Optional<PoolUsage>> usage;
    private final Function<Throwable, FailureKind> classifier;
    private final Duration deadline;
    private final LongSupplier nanoClock;

    // Written by the probe's thread alone; a reader sees the one before or the one after.
    private volatile Reachability answered = Reachability.pending();
    private volatile Long askedNanos;
    private volatile long borrows;

    ReachabilityProbe(
            String jndiName,
            DataSource dataSource,
            Supplier<Optional<PoolUsage>> usage,
            Function<Throwable, FailureKind> classifier,
            Duration deadline,
            LongSupplier nanoClock) {
        this.jndiName = jndiName;
        this.dataSource = dataSource;
        this.usage = usage;
        this.classifier = classifier;
        this.deadline = deadline;
        this.nanoClock = nanoClock;
    }

    String jndiName() {
        return jndiName;
    }

    long borrows() {
        return borrows;
    }

    /**
     * The last answer; {@code UNREACHABLE} while a borrow is under way for longer than the deadline. Not so the very first borrow: it
     * may have to fill the pool to min.
     */
    Reachability reachability() {
        Reachability last = answered;
        Long asked = askedNanos;
        if (asked != null && last.state() != State.PENDING && nanoClock.getAsLong() - asked > deadline.toNanos()) {
            return last.becomes(State.UNREACHABLE, "No answer within " + deadline.toMillis() + " ms");
        }
        return last;
    }

    /** Borrows once, unless that could take the last free connection from an application. */
    void ask() {
        Optional<PoolUsage> now = usage.get();
        if (now.map(ReachabilityProbe::isFull).orElse(false)) {
            answer(answered.becomes(State.UNKNOWN, "The pool is full, so it was not asked"));
            return;
        }
        long start = nanoClock.getAsLong();
        askedNanos = start;
        try (Connection connection = dataSource.getConnection()) {
            long had = nanoClock.getAsLong();
            borrows++;
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(Math.max(1, (int) deadline.toSeconds()));
                statement.execute(STATEMENT);
            }
            answer(Reachability.reachable(Duration.ofNanos(had - start)));
        } catch (SQLException | RuntimeException e) {
            answer(answered.becomes(stateFor(classifier.apply(e)), reason(e)));
        } finally {
            askedNanos = null;
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
        State before = answered.state();
        answered = next;
        if (before != next.state()) {
            Level level = next.state() == State.REACHABLE || next.state() == State.UNKNOWN ? Level.INFO : Level.WARNING;
            LOG.log(level, "Database behind {0}: {1} after {2}. {3}", jndiName, next.state(), before, next.reason().orElse(""));
        }
    }

    private static State stateFor(FailureKind kind) {
        return switch (kind) {
            // The pool filled up between the look and the borrow: nothing is known of the database.
            case EXHAUSTED -> State.UNKNOWN;
            case RECOVERING -> State.RECOVERING;
            case REFUSED -> State.REFUSED;
            case UNREACHABLE, OTHER -> State.UNREACHABLE;
        };
    }

    /** The innermost message: the outer ones are the server's wrapping. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
    }
}
