package dev.lifeguard.observation;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Keeps a worker working: one that died of an error, or completed no step for too long, is replaced. After three replacements in a
 * row that did not complete a step, only a restart of the application helps.
 */
final class SupervisedWorker {

    private static final Logger LOG = System.getLogger(SupervisedWorker.class.getName());
    private static final int MOST_FAILED_RESTARTS = 3;
    private static final Duration STOP_PATIENCE = Duration.ofMillis(100);

    private final Supplier<Worker> maker;
    private final Duration longestSilence;

    private Worker current;
    private int failedRestarts;
    private long restarts;
    private boolean stopped;
    private long checkNanos = System.nanoTime();
    private long resumedNanos = checkNanos;

    SupervisedWorker(Supplier<Worker> maker, Duration longestSilence) {
        this.maker = maker;
        this.longestSilence = longestSilence;
    }

    synchronized void start() {
        current = maker.get();
        current.start();
    }

    synchronized void stop(Duration patience) {
        stopped = true;
        if (current != null) {
            current.stop(patience);
        }
    }

    /** Looks after the worker; called from another thread, more than twice as often as the longest silence that it allows. */
    synchronized void check() {
        if (stopped) {
            return;
        }
        long sinceLastCheck = System.nanoTime() - checkNanos;
        checkNanos = System.nanoTime();
        if (current.stepped()) {
            failedRestarts = 0;
        }
        // Where even the one who looks was late, the whole JVM stood still, and nobody is to blame for silence until then.
        if (sinceLastCheck > longestSilence.toNanos() / 2) {
            resumedNanos = checkNanos;
        }
        if (current.alive() && !silent() || failedRestarts == MOST_FAILED_RESTARTS) {
            return;
        }
        String why = current.alive() ? "has been silent for " + current.silence() : "died";
        LOG.log(Level.ERROR, "{0} {1}; it is replaced", current.name(), why);
        current.stop(STOP_PATIENCE);
        failedRestarts++;
        restarts++;
        try {
            start();
        } catch (OutOfMemoryError e) {
            // No thread to be had now; the next check tries again.
            LOG.log(Level.ERROR, "No thread for " + current.name(), e);
        }
    }

    /** Whether the restarts came to nothing. */
    synchronized boolean lost() {
        return failedRestarts == MOST_FAILED_RESTARTS && (!current.alive() || silent());
    }

    synchronized long restarts() {
        return restarts;
    }

    private boolean silent() {
        Duration sinceResumed = Duration.ofNanos(System.nanoTime() - resumedNanos);
        return current.silence().compareTo(longestSilence) > 0 && sinceResumed.compareTo(longestSilence) > 0;
    }
}
