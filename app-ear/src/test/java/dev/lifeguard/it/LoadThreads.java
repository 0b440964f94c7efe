package dev.lifeguard.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The application's own threads, and what they hold. */
final class LoadThreads {

    private static final long ENDS_WITHIN_SECONDS = 30;

    private final DataSource busyPool;
    private final DataSource heldPool;
    private final Collection<Connection> held = new ConcurrentLinkedQueue<>();
    private final LongAdder borrows = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket silent;

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

    void hold(Holding way, int connections) throws InterruptedException {
        CountDownLatch having = new CountDownLatch(connections);
        for (int connection = 0; connection < connections; connection++) {
            Runnable holding = () -> hold(way, having);
            if (way == Holding.THREAD_DIED) {
                new Thread(holding, "load-that-dies").start();
            } else {
                threads.execute(holding);
            }
        }
        having.await();
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
