package dev.lifeguard.it;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The application's own threads. */
final class WardedThreads {

    /** What is not quick, in microseconds. */
    private static final long SLOW = 20_000;

    private final List<AtomicLong> queued = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean ended;

    static long once(DataSource pool) throws SQLException {
        long asked = System.nanoTime();
        Connection connection = pool.getConnection();
        long had = System.nanoTime();
        try (connection) {
            execute(connection, "SELECT 1");
        }
        return micros(had - asked);
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    JsonObjectBuilder rounds(DataSource pool, int threads, int millis, boolean statement)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        // Whether all go on is said by one of them for all of a round.
        boolean[] goesOn = {true};
        AtomicLong rounds = new AtomicLong();
        CyclicBarrier barrier = new CyclicBarrier(threads, () -> {
            goesOn[0] = System.nanoTime() < end;
            rounds.incrementAndGet();
        });
        return timed(threads, slow -> {
            await(barrier);
            while (goesOn[0]) {
                borrow(pool, slow, connection -> {
                    if (statement) {
                        execute(connection, "SELECT 1");
                    }
                });
                await(barrier);
            }
        }).add("rounds", rounds.get());
    }

    JsonObjectBuilder load(DataSource pool, int threads, int hold, int millis) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        return timed(threads, slow -> {
            while (System.nanoTime() < end) {
                borrow(pool, slow, connection -> {
                    execute(connection, "SELECT 1");
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(hold));
                });
            }
        });
    }

    private interface Use {
        void of(Connection connection) throws SQLException;
    }

    private interface Borrowing {
        void run(Queue<Long> slow) throws SQLException;
    }

    private static void borrow(DataSource pool, Queue<Long> slow, Use use) throws SQLException {
        long asked = System.nanoTime();
        try (Connection connection = pool.getConnection()) {
            long took = micros(System.nanoTime() - asked);
            if (took > SLOW) {
                slow.add(took);
            }
            use.of(connection);
        }
    }

    private static JsonObjectBuilder timed(int threads, Borrowing borrowing) throws InterruptedException, ExecutionException {
        Queue<Long> slow = new ConcurrentLinkedQueue<>();
        all(threads, () -> {
            borrowing.run(slow);
            return null;
        });
        JsonArrayBuilder times = Json.createArrayBuilder(List.copyOf(slow));
        return Json.createObjectBuilder().add("slowMicros", times);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("The others do not come", e);
        }
    }

    private static void all(int threads, Callable<Void> each) throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (Future<Void> end : executor.invokeAll(Collections.nCopies(threads, each))) {
                end.get();
            }
        } finally {
            executor.shutdown();
        }
    }

    void hold(DataSource pool, int connections) throws InterruptedException {
        ended = false;
        CountDownLatch having = new CountDownLatch(connections);
        for (int number = 0; number < connections; number++) {
            start(() -> {
                try (Connection connection = pool.getConnection()) {
                    execute(connection, "SELECT 1");
                    having.countDown();
                    while (!ended) {
                        execute(connection, "SELECT pg_sleep(0.05)");
                    }
                }
            });
        }
        having.await();
    }

    void queue(DataSource pool, int requests) {
        for (int number = 0; number < requests; number++) {
            AtomicLong end = new AtomicLong();
            queued.add(end);
            start(() -> {
                try (Connection connection = pool.getConnection()) {
                    end.set(System.currentTimeMillis());
                    execute(connection, "SELECT 1");
                } finally {
                    end.compareAndSet(0, System.currentTimeMillis());
                }
            });
        }
    }

    List<Long> ends() {
        return queued.stream().map(AtomicLong::get).toList();
    }

    void end() {
        ended = true;
        queued.clear();
    }

    void unused(DataSource pool, int threads, int millis) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        all(threads, () -> {
            while (System.nanoTime() < end) {
                pool.getConnection().close();
            }
            return null;
        });
    }

    private interface Task {
        void run() throws SQLException;
    }

    /** What becomes of it is told by when it ended. */
    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (SQLException e) {
                System.getLogger(WardedThreads.class.getName()).log(System.Logger.Level.INFO, "Ended by " + e.getMessage());
            }
        }, "warded");
        thread.setDaemon(true);
        thread.start();
    }
}
