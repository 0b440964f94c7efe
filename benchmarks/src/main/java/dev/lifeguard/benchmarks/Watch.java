package dev.lifeguard.benchmarks;

import dev.lifeguard.benchmarks.contender.Entrant;
import dev.lifeguard.benchmarks.report.Series;
import dev.lifeguard.launcher.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks ten times a second, from outside, at how many connections are open at the database and at max, from its making to {@link #end()}.
 */
final class Watch {

    private static final long INTERVAL_NANOS = 100_000_000;
    /** Whoever opened them; but for the pools that only the costs are measured in, and whoever looks. */
    private static final String OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'app' AND backend_type = 'client backend'"
            + " AND application_name <> 'costs'";

    private final Database database;
    private final Entrant entrant;
    private final List<Series.Point> points = new ArrayList<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::look, "watch");
    private volatile boolean ended;

    private Watch(Database database, Entrant entrant) {
        this.database = database;
        this.entrant = entrant;
    }

    static Watch begin(Database database, Entrant entrant) {
        Watch watch = new Watch(database, entrant);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void look() {
        try (Connection connection = database.superuser().connect(); PreparedStatement open = connection.prepareStatement(OPEN)) {
            for (long due = System.nanoTime(); !ended; due += INTERVAL_NANOS) {
                long millis = System.currentTimeMillis();
                points.add(new Series.Point(millis, count(open), entrant.max()));
                LockSupport.parkNanos(due + INTERVAL_NANOS - System.nanoTime());
            }
        } catch (SQLException | IOException | RuntimeException e) {
            failure.set(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int count(PreparedStatement open) throws SQLException {
        try (ResultSet result = open.executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }


    /** Ends it; what was seen until then. */
    Series end() throws InterruptedException {
        ended = true;
        thread.join();
        return new Series(points);
    }

    /** @throws IllegalStateException it was cut off before its end */
    void requireWhole() {
        if (failure.get() != null) {
            throw new IllegalStateException("The pool could not be watched to the end: " + failure.get().getMessage(), failure.get());
        }
    }
}
