package dev.lifeguard.it.fault;

import dev.lifeguard.it.fault.Attempt.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * A load that is the same for every pool: some threads, each of which borrows at a steady pace, runs a statement and gives back. One that
 * is late does not catch up. By the pace a pool that refuses at once and one that lets wait meet the same demand.
 */
final class Borrowers implements AutoCloseable {

    static final int THREADS = 6;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final String STATEMENT = "SELECT 1";
    private static final int ENDS_WITHIN_SECONDS = 30;

    private final DataSource pool;
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(THREADS);
    private volatile boolean resting;

    private Borrowers(DataSource pool) {
        this.pool = pool;
    }

    static Borrowers start(DataSource pool) {
        Borrowers borrowers = new Borrowers(pool);
        for (int number = 0; number < THREADS; number++) {
            new Thread(borrowers::borrowUntilStopped, "borrower-" + number).start();
        }
        return borrowers;
    }

    private void borrowUntilStopped() {
        try {
            long next = System.nanoTime();
            long pause = 0;
            while (!stopped.await(pause, TimeUnit.NANOSECONDS)) {
                if (!resting) {
                    attempts.add(attempt());
                }
                next = Math.max(next + PACE_NANOS, System.nanoTime());
                pause = next - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private Attempt attempt() {
        long askedMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        long asked = System.nanoTime();
        long acquired = 0;
        Outcome outcome = Outcome.REFUSED;
        String failure = "";
        try (Connection connection = pool.getConnection()) {
            acquired = System.nanoTime();
            outcome = Outcome.BROKEN;
            try (Statement statement = connection.createStatement()) {
                statement.execute(STATEMENT);
            }
            outcome = Outcome.GOOD;
        } catch (SQLException | RuntimeException e) {
            failure = e.toString();
        }
        long end = System.nanoTime();
        return new Attempt(askedMicros, ((acquired == 0 ? end : acquired) - asked) / 1_000, (end - asked) / 1_000, outcome, failure);
    }

    /** Whether nobody is to borrow for now. */
    void rest(boolean now) {
        resting = now;
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    void forget() {
        attempts.clear();
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            if (!ended.await(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Borrowers do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
