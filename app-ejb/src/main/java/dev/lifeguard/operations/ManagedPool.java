package dev.lifeguard.operations;

import dev.lifeguard.pool.Digest;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.SettingsInForce;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/** One pool as operations know it. Standing and look are changed by whoever has the lock, and read by any. */
final class ManagedPool {

    private static final int VERSION_DIGITS = 16;

    final Pool pool;
    /** Held while settings are read and changed: for as long as the server takes, never for as long as a database or a borrower does. */
    final ReentrantLock lock = new ReentrantLock();
    private final AtomicReference<Running> running = new AtomicReference<>();
    private volatile Look look;
    private volatile Standing standing;
    /** When the reverts are due, by the monotonic clock. Of whoever has the lock. */
    private final Map<Setting, Long> dueNanos = new EnumMap<>(Setting.class);

    /**
     * What was read from the server.
     *
     * @param inForce empty while the server has not built the pool or does not tell
     * @param configured as the server's configuration has it: the origin
     * @param lacks what cannot be done, and why
     */
    record Look(Optional<SettingsInForce> inForce, PoolSettings configured, Map<Operation, String> lacks) {

        /** Those in force, or while there are none, those that would be. */
        Map<Setting, Long> values() {
            return inForce.map(Setting::of).orElseGet(() -> Setting.of(configured));
        }
    }

    /** An operation that runs. */
    static final class Running {

        final UUID id;
        final Operation operation;
        final CountDownLatch cancelled = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);

        Running(UUID id, Operation operation) {
            this.id = id;
            this.operation = operation;
        }
    }

    ManagedPool(Pool pool, Look look) {
        this.pool = pool;
        this.look = look;
        this.standing = Standing.NONE;
    }

    Look look() {
        return look;
    }

    void look(Look now) {
        look = now;
    }

    Standing standing() {
        return standing;
    }

    /**
     * @param nanos now by the monotonic clock
     * @param millis now by the wall clock, milliseconds since 1970
     */
    void standing(Standing now, long nanos, long millis) {
        now.reverts().forEach((setting, revert) -> {
            if (!revert.equals(standing.reverts().get(setting))) {
                dueNanos.put(setting, nanos + (revert.at().toEpochMilli() - millis) * 1_000_000L);
            }
        });
        standing = now;
    }

    /** Whether this setting's revert is due; it is asked only of settings that have one. */
    boolean due(Setting setting, long nanos) {
        return nanos - dueNanos.get(setting) >= 0;
    }

    void postpone(Setting setting, long toNanos) {
        dueNanos.put(setting, toNanos);
    }

    /** Takes the place of the one operation that may run; the one that has it is returned if it is taken. */
    Optional<Running> begin(Running operation) {
        return Optional.ofNullable(running.compareAndExchange(null, operation));
    }

    /** Makes room for the next operation. */
    void leave(Running operation) {
        running.compareAndSet(operation, null);
    }

    /** The same, and whoever waits for the end need not any longer. */
    void end(Running operation) {
        leave(operation);
        operation.ended.countDown();
    }

    Optional<Running> running() {
        return Optional.ofNullable(running.get());
    }

    String version() {
        return version(look, standing);
    }

    /** Another one for other settings in force, another configuration, or a drain. */
    static String version(Look look, Standing standing) {
        return Digest.of(look.inForce() + "|" + Setting.of(look.configured()) + "|" + standing.drained(), VERSION_DIGITS);
    }
}
