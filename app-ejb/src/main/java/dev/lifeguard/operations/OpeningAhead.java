package dev.lifeguard.operations;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.server.PoolAccessException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Opens connections before anybody asks for them, on threads of ours, a few at once. Ends at what is wanted, at max, when the pool is
 * drained, and when the database refuses one: what is missing then is opened by whoever needs it, as the server does.
 */
final class OpeningAhead {

    private static final Logger LOG = System.getLogger(OpeningAhead.class.getName());
    /** Of one pool: a database makes no more of them in less time, and has others to serve. */
    private static final int AT_ONCE = 4;
    private static final int AT_ONCE_IN_ALL = 16;

    private final ServerAccess server;
    private final Map<PoolId, Opening> openings = new ConcurrentHashMap<>();
    private final Semaphore threads = new Semaphore(AT_ONCE_IN_ALL);
    private final Set<OwnThread> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /** What is under way for one pool. */
    private static final class Opening {

        /** 0 when it is to end. */
        private volatile int wanted;
        private int threads;
        private int underWay;
        private boolean failing;
    }

    OpeningAhead(ServerAccess server) {
        this.server = server;
    }

    /**
     * Begins to open; returns at once.
     *
     * @param connections how many are to be open
     */
    void open(ManagedPool pool, int connections) {
        if (pool.standing().drained()) {
            return;
        }
        Opening opening = openings.computeIfAbsent(pool.pool.id(), unseen -> new Opening());
        running.removeIf(thread -> !thread.isAlive());
        synchronized (opening) {
            opening.wanted = connections;
            int most = Math.min(AT_ONCE, connections - open(pool));
            while (opening.threads < most && !stopped && threads.tryAcquire()) {
                opening.threads++;
                start(pool, opening);
            }
        }
    }

    private void start(ManagedPool pool, Opening opening) {
        try {
            running.add(OwnThread.start("lifeguard-opens", () -> openUntilEnough(pool, opening)));
        } catch (OutOfMemoryError e) {
            // As the virtual machine says that there is no thread to be had.
            opening.threads--;
            threads.release();
            throw e;
        }
    }

    private void openUntilEnough(ManagedPool pool, Opening opening) {
        try {
            while (!leaves(pool, opening)) {
                openOne(pool, opening);
            }
        } finally {
            threads.release();
        }
    }

    /** Decided under the lock under which more is wanted: nobody leaves who is counted on. */
    private boolean leaves(ManagedPool pool, Opening opening) {
        synchronized (opening) {
            boolean leaves = stopped || pool.standing().drained() || open(pool) + opening.underWay >= opening.wanted;
            if (leaves) {
                opening.threads--;
            } else {
                opening.underWay++;
            }
            return leaves;
        }
    }

    private void openOne(ManagedPool pool, Opening opening) {
        int wanted = opening.wanted;
        boolean done = false;
        try {
            done = server.care().openOne(pool.pool);
        } catch (SQLException | RuntimeException | LinkageError e) {
            failed(pool, opening, e);
        }
        synchronized (opening) {
            opening.underWay--;
            if (done) {
                opening.failing = false;
            } else if (opening.wanted == wanted) {
                // There was no room, or no connection; and nobody wants more than before.
                opening.wanted = 0;
            }
        }
    }

    private static void failed(ManagedPool pool, Opening opening, Throwable failure) {
        boolean told;
        synchronized (opening) {
            told = opening.failing;
            opening.failing = true;
        }
        if (!told) {
            boolean foreseen = failure instanceof SQLException || failure instanceof PoolAccessException;
            LOG.log(Level.WARNING, "Connections of " + pool.pool.name() + " are not opened ahead: " + Causes.reason(failure),
                    foreseen ? null : failure);
        }
    }

    /** Where that cannot be read, as many as there can be: nothing is opened then. */
    private int open(ManagedPool pool) {
        try {
            return server.reader().usage(pool.pool).map(usage -> usage.open()).orElse(SettingsChange.MOST_CONNECTIONS);
        } catch (PoolAccessException e) {
            LOG.log(Level.DEBUG, "The pool is gone, or is just being built anew", e);
            return SettingsChange.MOST_CONNECTIONS;
        }
    }

    /** @param patience for each of the threads, which end with the connection that they are at */
    void stop(Duration patience) {
        stopped = true;
        running.forEach(thread -> thread.stop(patience));
    }
}
