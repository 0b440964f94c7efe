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

    SupervisedWorker(Supplier<Worker> maker, Duration longestSilence) {
        this.maker = maker;
        this.longestSilence = longestSilence;
    }

    synchronized void start() {
        current = maker.get();
        current.start();
    }

    synchronized void stop(Duration patience) {
        current.stop(patience);
    }

    /** Looks after the worker; called from another thread, from time to time. */
    synchronized void check() {
        if (current.stepped()) {
            failedRestarts = 0;
        }
        boolean dead = !current.alive();
        if (!dead && current.silence().compareTo(longestSilence) <= 0) {
            return;
        }
        if (failedRestarts == MOST_FAILED_RESTARTS) {
            return;
        }
        LOG.log(Level.ERROR, "The sampler {0}; it is replaced", dead ? "died" : "has been silent for " + current.silence());
        current.stop(STOP_PATIENCE);
        failedRestarts++;
        restarts++;
        start();
    }

    /** Whether the restarts came to nothing. */
    synchronized boolean lost() {
        return failedRestarts == MOST_FAILED_RESTARTS
                && (!current.alive() || current.silence().compareTo(longestSilence) > 0);
    }

    synchronized long restarts() {
        return restarts;
    }
}
