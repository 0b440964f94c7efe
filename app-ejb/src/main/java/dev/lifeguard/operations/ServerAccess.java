package dev.lifeguard.operations;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.background.Pause;
import dev.lifeguard.observation.OwnBorrows;
import dev.lifeguard.operations.ManagedPool.Look;
import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolCare;
import dev.lifeguard.server.PoolControl;
import dev.lifeguard.server.PoolControl.Capability;
import dev.lifeguard.server.PoolReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The server's pools, as operations read and change them. */
record ServerAccess(
        PoolReader reader,
        PoolControl control,
        PoolCare care,
        OwnBorrows borrows,
        Pause pause,
        LongSupplier nanoClock,
        Map<PoolId, OwnThread> borrowing) {

    /** Ten connections a second. */
    private static final Duration BETWEEN_OPENINGS = Duration.ofMillis(100);
    private static final Duration LONGEST_VALIDATION = Duration.ofSeconds(60);

    ServerAccess(PoolReader reader, PoolControl control, PoolCare care, OwnBorrows borrows, Pause pause, LongSupplier nanoClock) {
        this(reader, control, care, borrows, pause, nanoClock, new ConcurrentHashMap<>());
    }

    /** What one borrow took, in nanoseconds from the asking. */
    record Answered(long hadNanos, long answeredNanos) {}

    /** An own borrow that came to nothing. */
    static final class UnansweredException extends Exception {
        private static final long serialVersionUID = 1L;

        UnansweredException(String message) {
            super(message);
        }
    }

    /** @throws PoolAccessException if the configuration cannot be read; settings in force that cannot are absent */
    Look look(Pool pool) {
        return new Look(inForce(pool), reader.settings(pool), lacks(pool));
    }

    private Optional<SettingsInForce> inForce(Pool pool) {
        try {
            return control.inForce(pool);
        } catch (PoolAccessException e) {
            if (e.category() == PoolAccessException.Category.UNKNOWN_POOL) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Map<Operation, String> lacks(Pool pool) {
        Map<Operation, String> lacks = new EnumMap<>(Operation.class);
        control.lacks(pool, Capability.CHANGE).ifPresent(why -> lacks.put(Operation.SETTINGS, why));
        control.lacks(pool, Capability.RECYCLE).ifPresent(why -> lacks.put(Operation.RECYCLE, why));
        control.lacks(pool, Capability.FLUSH).ifPresent(why -> lacks.put(Operation.FLUSH, why));
        return lacks;
    }

    /** @throws RefusedException if it cannot */
    void require(Pool pool, Capability capability) {
        control.lacks(pool, capability).ifPresent(why -> {
            throw new RefusedException(RefusedException.Kind.UNSUPPORTED, why);
        });
    }

    /** @throws RefusedException if the pool is not built */
    PoolUsage builtUsage(Pool pool) {
        return reader.usage(pool).orElseThrow(() -> new RefusedException(
                RefusedException.Kind.NOT_BUILT, "The server has not built " + pool.name() + " yet: nobody has borrowed from it"));
    }

    /** Whether an own borrow that was given up still waits. */
    boolean borrowHangs(PoolId pool) {
        return Optional.ofNullable(borrowing.get(pool)).map(OwnThread::isAlive).orElse(false);
    }

    /**
     * Borrows a connection and has it validated, on a thread of its own. After the deadline that is left to its timeout; there is no second
     * one meanwhile.
     */
    Answered borrow(Pool pool, Duration deadline) throws UnansweredException, InterruptedException {
        if (borrowHangs(pool.id())) {
            throw new UnansweredException("An earlier borrow still waits for its answer");
        }
        CompletableFuture<Answered> answer = new CompletableFuture<>();
        borrowing.put(pool.id(), OwnThread.start("lifeguard-ping", () -> {
            try {
                answer.complete(borrow(pool));
            } catch (SQLException | RuntimeException | LinkageError e) {
                answer.completeExceptionally(e);
            }
        }));
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UnansweredException("No answer within " + deadline.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new UnansweredException(Causes.reason(e.getCause()));
        }
    }

    private Answered borrow(Pool pool) throws SQLException {
        long asked = nanoClock.getAsLong();
        try (Connection connection = borrows.borrow(pool, OwnBorrow.PING)) {
            long had = nanoClock.getAsLong();
            if (!connection.isValid((int) LONGEST_VALIDATION.toSeconds())) {
                throw new SQLException("The connection is not valid");
            }
            return new Answered(had - asked, nanoClock.getAsLong() - asked);
        }
    }

    /**
     * Opens connections up to min, ten a second at most.
     *
     * @param most so many at most
     * @param opened is told how many are open, and min
     * @return how many were opened
     */
    int fill(Pool pool, int most, Consumer<PoolUsage> opened) throws SQLException, InterruptedException {
        int made = 0;
        Optional<PoolUsage> usage = reader.usage(pool);
        while (made < most && usage.isPresent() && usage.get().open() < usage.get().min() && care.openOne(pool)) {
            made++;
            usage = reader.usage(pool);
            usage.ifPresent(opened);
            pause.pause(BETWEEN_OPENINGS);
        }
        return made;
    }
}
