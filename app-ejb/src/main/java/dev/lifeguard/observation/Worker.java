package dev.lifeguard.observation;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does a step again and again on a daemon thread of its own, until it is stopped. A thread of ours and not the container's: its
 * pools are shared with the applications, whose trouble we are there to see.
 */
final class Worker {

    private static final Logger LOG = System.getLogger(Worker.class.getName());

    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Runnable step;
    private final Duration interval;

    private volatile long stepNanos = System.nanoTime();
    private volatile boolean stepped;

    Worker(String name, Duration interval, Runnable step) {
        this.step = step;
        this.interval = interval;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((died, error) -> LOG.log(Level.ERROR, died.getName() + " died", error));
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Asks the thread to end and waits for it, but not longer than this. A thread that is stuck ends when what it waits for does. */
    void stop(Duration patience) {
        stop.countDown();
        thread.interrupt();
        try {
            thread.join(patience.toMillis());
            if (thread.isAlive()) {
                LOG.log(Level.WARNING, "{0} did not end within {1}", thread.getName(), patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the thread lives. One that ended without being stopped was killed by an error. */
    boolean alive() {
        return thread.isAlive();
    }

    /** Whether a step was ever completed. */
    boolean stepped() {
        return stepped;
    }

    /** How long ago the last step was completed, or the worker made. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - stepNanos);
    }

    private void run() {
        try {
            long next = System.nanoTime();
            do {
                step.run();
                stepped = true;
                long now = System.nanoTime();
                stepNanos = now;
                // A step that took too long, or a frozen JVM, is not made up for by a burst of steps.
                next = Math.max(next + interval.toNanos(), now);
            } while (!stop.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            if (stop.getCount() > 0) {
                LOG.log(Level.WARNING, thread.getName() + " was interrupted by somebody else and ends", e);
            }
        }
    }
}
