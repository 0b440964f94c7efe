package dev.lifeguard.benchmarks.load;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;

/** What borrowing costs by itself, and what it comes to when threads get into each other's way. */
public final class BorrowCosts {

    /** Of the pool that threads fight for. */
    public static final int CONNECTIONS = 16;

    private static final int FIGHTERS = 24;
    private static final int RIVALS = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    /** No borrow takes that long beside a free connection, unless it sleeps there. */
    private static final long SLEPT_NANOS = 50_000_000;

    private BorrowCosts() {}

    /**
     * Many times of the same thing.
     *
     * @param times nanoseconds of each
     * @param failures those that ended with an error
     * @param slept those that took longer than 50 ms
     */
    public record Times(Histogram times, long failures, long slept) {

        public void writeTo(DataOutputStream out) throws IOException {
            Outcome.write(out, times);
            out.writeLong(failures);
            out.writeLong(slept);
        }

        public static Times readFrom(DataInputStream in) throws IOException {
            return new Times(Outcome.readHistogram(in), in.readLong(), in.readLong());
        }
    }

    /** What is timed: nanoseconds of the part that counts. */
    @FunctionalInterface
    private interface Timed {
        long nanos() throws SQLException, InterruptedException, BrokenBarrierException;
    }

    /** A borrow and its return, nothing in between, by one thread. */
    public static Times cycle(DataSource pool, Duration time) throws InterruptedException {
        Timed cycle = () -> {
            long start = System.nanoTime();
            pool.getConnection().close();
            return System.nanoTime() - start;
        };
        repeated(1, WARM_UP, cycle);
        return repeated(1, time, cycle);
    }

    /**
     * The acquisition, by 24 threads that each do a short statement again and again.
     *
     * @param pool with {@value #CONNECTIONS} connections
     */
    public static Times saturated(DataSource pool, Duration time) throws InterruptedException {
        Timed borrow = () -> {
            long start = System.nanoTime();
            try (Connection connection = pool.getConnection()) {
                long nanos = System.nanoTime() - start;
                execute(connection);
                return nanos;
            }
        };
        repeated(FIGHTERS, WARM_UP, borrow);
        return repeated(FIGHTERS, time, borrow);
    }

    /**
     * Rounds in which two threads, let go at once, want the one connection that the pool has. Whoever returns it and whoever begins to wait
     * for it meet as closely as they can; a wake-up that is lost there is an acquisition that sleeps beside a free connection.
     *
     * @param pool with a max of 1
     */
    public static Times barrier(DataSource pool, int rounds) throws InterruptedException {
        CyclicBarrier barrier = new CyclicBarrier(RIVALS);
        Timed round = () -> {
            barrier.await();
            long start = System.nanoTime();
            Connection connection = pool.getConnection();
            long nanos = System.nanoTime() - start;
            connection.close();
            return nanos;
        };
        return all(RIVALS, () -> {
            Tally tally = new Tally();
            for (int number = 0; number < rounds; number++) {
                tally.time(round);
            }
            return tally;
        });
    }

    private static Times repeated(int threads, Duration time, Timed timed) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        return all(threads, () -> {
            Tally tally = new Tally();
            while (System.nanoTime() < end) {
                tally.time(timed);
            }
            return tally;
        });
    }

    private static final class Tally {

        private final Histogram times = Outcome.histogram();
        private long failures;
        private long slept;

        /** A failure counts with the time that it took. */
        void time(Timed timed) throws InterruptedException, BrokenBarrierException {
            long begun = System.nanoTime();
            long nanos;
            try {
                nanos = timed.nanos();
            } catch (SQLException e) {
                failures++;
                nanos = System.nanoTime() - begun;
            }
            Outcome.record(times, nanos);
            if (nanos > SLEPT_NANOS) {
                slept++;
            }
        }
    }

    private static Times all(int threads, Callable<Tally> work) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Tally>> working = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                working.add(executor.submit(work));
            }
            Tally total = new Tally();
            for (Future<Tally> each : working) {
                Tally tally = each.get();
                total.times.add(tally.times);
                total.failures += tally.failures;
                total.slept += tally.slept;
            }
            return new Times(total.times, total.failures, total.slept);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Borrowing was cut off", e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private static void execute(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }
}
