package dev.lifeguard.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The application's own threads, and what they hold. */
final class LoadThreads {

    private static final long ENDS_WITHIN_SECONDS = 30;
    private static final int BLOCK = 500;
    /** What is compiled of a pool is thrown away where its code is changed, and what comes with Lifeguard has yet to be compiled. */
    private static final long COLD_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long MEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final DataSource busyPool;
    private final DataSource heldPool;
    private final Collection<Connection> held = new ConcurrentLinkedQueue<>();
    private final LongAdder borrows = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** Given no other work, so that they rest. */
    private final ExecutorService resting = Executors.newCachedThreadPool(task -> new Thread(task, "load-at-rest"));
    private final ServerSocket silent;
    private final AtomicInteger having = new AtomicInteger();
    private volatile Having allHave;

    /**
     * @param busyPool borrowed from all the time
     * @param heldPool borrowed from to hold
     */
    LoadThreads(DataSource busyPool, DataSource heldPool) throws IOException {
        this.busyPool = busyPool;
        this.heldPool = heldPool;
        this.silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    }

    void start(int number, long holdMicros) {
        for (int thread = 0; thread < number; thread++) {
            threads.execute(() -> borrowUntilStopped(holdMicros));
        }
    }

    private void borrowUntilStopped(long holdMicros) {
        while (stopped.getCount() > 0) {
            try (Connection connection = borrow(busyPool)) {
                borrows.increment();
                LockSupport.parkNanos(connection, TimeUnit.MICROSECONDS.toNanos(holdMicros));
            } catch (SQLException e) {
                failed(e);
            }
        }
    }

    /** Starts so many on the held pool; tells after how many nanoseconds this many had a connection at once. */
    long step(int number, long holdMicros, int atOnce) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        allHave = new Having(atOnce, reached);
        long begin = System.nanoTime();
        for (int thread = 0; thread < number; thread++) {
            threads.execute(() -> stepUntilStopped(holdMicros));
        }
        if (!reached.await(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Never were " + atOnce + " in use at once, but " + having + "; failed: " + failure());
        }
        return System.nanoTime() - begin;
    }

    private void stepUntilStopped(long holdMicros) {
        while (stopped.getCount() > 0) {
            try (Connection connection = borrow(heldPool)) {
                borrows.increment();
                allHave.see(having.incrementAndGet());
                LockSupport.parkNanos(connection, TimeUnit.MICROSECONDS.toNanos(holdMicros));
                having.decrementAndGet();
            } catch (SQLException e) {
                failed(e);
            }
        }
    }

    /** Tells when so many have one at once. */
    private record Having(int atOnce, CountDownLatch reached) {
        void see(int now) {
            if (now >= atOnce) {
                reached.countDown();
            }
        }
    }

    /** Borrows so many at once, each in a thread of its own, and gives each back after so long; as the borrowers timed it. */
    List<Timed> borrowAtOnce(int connections, long holdMillis) throws InterruptedException, ExecutionException {
        List<Callable<Timed>> borrowing = Collections.nCopies(connections, () -> timed(holdMillis));
        List<Timed> timed = new ArrayList<>();
        for (Future<Timed> each : threads.invokeAll(borrowing)) {
            timed.add(each.get());
        }
        return timed;
    }

    private Timed timed(long holdMillis) throws SQLException {
        long asked = System.nanoTime();
        Connection connection = busyPool.getConnection();
        long acquired = System.nanoTime();
        try (connection) {
            execute(connection, "SELECT 1");
            long end = acquired + TimeUnit.MILLISECONDS.toNanos(holdMillis);
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
        }
        return new Timed(acquired - asked, System.nanoTime() - acquired);
    }

    record Timed(long acquisitionNanos, long holdNanos) {}

    void warm() throws SQLException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < COLD_NANOS) {
            borrowBlock();
        }
    }

    /** What a borrow and its return cost on the processor, by so many threads at once for 200 ms: the median of blocks of many, in nanoseconds. */
    double cost(int borrowers) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + MEASURED_NANOS;
        List<Callable<List<Double>>> borrowing = Collections.nCopies(borrowers, () -> costsUntil(end));
        List<Double> costs = new ArrayList<>();
        for (Future<List<Double>> each : threads.invokeAll(borrowing)) {
            costs.addAll(each.get());
        }
        Collections.sort(costs);
        return costs.get(costs.size() / 2);
    }

    private List<Double> costsUntil(long endNanos) throws SQLException {
        ThreadMXBean processor = ManagementFactory.getThreadMXBean();
        List<Double> costs = new ArrayList<>();
        // The pool has to have opened a connection for each thread first.
        borrowBlock();
        do {
            long start = processor.getCurrentThreadCpuTime();
            borrowBlock();
            costs.add((double) (processor.getCurrentThreadCpuTime() - start) / BLOCK);
        } while (System.nanoTime() - endNanos < 0);
        return costs;
    }

    private void borrowBlock() throws SQLException {
        for (int borrow = 0; borrow < BLOCK; borrow++) {
            heldPool.getConnection().close();
        }
    }

    void hold(Holding way, int connections) throws InterruptedException {
        CountDownLatch having = new CountDownLatch(connections);
        for (int connection = 0; connection < connections; connection++) {
            Runnable holding = () -> hold(way, having);
            switch (way) {
                case THREAD_DIED -> new Thread(holding, "load-that-dies").start();
                case FORGOTTEN -> resting.execute(holding);
                case REMOTE_CALL, REPORT, BATCH -> threads.execute(holding);
            }
        }
        having.await();
        if (failures() > 0) {
            throw new IllegalStateException("Not all are held: " + failure());
        }
    }

    private void hold(Holding way, CountDownLatch having) {
        try {
            Connection connection = borrow(heldPool);
            held.add(connection);
            having.countDown();
            switch (way) {
                case FORGOTTEN, THREAD_DIED -> borrows.increment();
                case REMOTE_CALL -> callSilentSystem();
                case REPORT -> report(connection);
                case BATCH -> commitEachSecond(connection);
            }
        } catch (SQLException | IOException e) {
            if (stopped.getCount() > 0) {
                failed(e);
                having.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void callSilentSystem() throws IOException {
        try (Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort())) {
            socket.setSoTimeout(200);
            boolean answered = false;
            while (!answered && stopped.getCount() > 0) {
                answered = answers(socket);
            }
        }
    }

    /** Long statements, one after the other, so that it can be ended. */
    private void report(Connection connection) throws SQLException {
        while (stopped.getCount() > 0) {
            execute(connection, "SELECT pg_sleep(2)");
        }
    }

    private static boolean answers(Socket socket) throws IOException {
        try {
            socket.getInputStream().read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private void commitEachSecond(Connection connection) throws SQLException, InterruptedException {
        connection.setAutoCommit(false);
        do {
            execute(connection, "SELECT 1");
            connection.commit();
        } while (!stopped.await(1, TimeUnit.SECONDS));
    }

    private static Connection borrow(DataSource pool) throws SQLException {
        Connection connection = pool.getConnection();
        try {
            // Liberty loses connections that are closed without ever having been used.
            execute(connection, "SELECT 1");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void failed(Exception e) {
        failures.increment();
        failure.compareAndSet(null, e.toString());
    }

    void stop() throws InterruptedException, IOException, SQLException {
        stopped.countDown();
        threads.shutdown();
        resting.shutdown();
        if (!threads.awaitTermination(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Threads of the load do not end");
        }
        for (Connection connection : held) {
            connection.close();
        }
        silent.close();
    }

    long borrows() {
        return borrows.sum();
    }

    long failures() {
        return failures.sum();
    }

    /** One of the failures; null if there was none. */
    String failure() {
        return failure.get();
    }
}
