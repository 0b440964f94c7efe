package dev.lifeguard.background;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** A running daemon thread, to be stopped by the one who started it. */
public final class OwnThread {

    private static final Logger LOG = System.getLogger(OwnThread.class.getName());
    private static final Duration BETWEEN_INTERRUPTS = Duration.ofMillis(250);

    /** Runs until it is done or interrupted. */
    @FunctionalInterface
    public interface Task {
        void run() throws InterruptedException;
    }

    /** Told from a container's thread by its class alone, which costs nothing. */
    private static final class Own extends Thread {

        private Object purpose;

        private Own(Runnable task, String name) {
            super(task, name);
        }
    }

    private final Thread thread;

    private OwnThread(Thread thread) {
        this.thread = thread;
    }

    /** Starts a thread under this name, with this class's loader as its context: the starter's may end before the thread does. */
    public static OwnThread start(String name, Task task) {
        Thread thread = new Own(() -> runToItsEnd(task), name);
        thread.setDaemon(true);
        thread.setContextClassLoader(OwnThread.class.getClassLoader());
        thread.setUncaughtExceptionHandler(
                (dead, failure) -> LOG.log(Level.ERROR, () -> "Thread " + name + " ended by a failure", failure));
        thread.start();
        return new OwnThread(thread);
    }

    /** Whether the present thread is one of ours. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof Own;
    }

    /** What the present thread does just now, as {@link #setPurpose} was told; null on every thread that is not ours. */
    public static Object purpose() {
        return Thread.currentThread() instanceof Own own ? own.purpose : null;
    }

    /**
     * Says what the present thread does from now on, to whoever is called back in it.
     *
     * @param purpose null for nothing in particular
     * @throws IllegalStateException if this is no thread of ours
     */
    public static void setPurpose(Object purpose) {
        if (!(Thread.currentThread() instanceof Own own)) {
            throw new IllegalStateException(Thread.currentThread() + " is not a thread of Lifeguard");
        }
        own.purpose = purpose;
    }

    private static void runToItsEnd(Task task) {
        try {
            task.run();
        } catch (InterruptedException e) {
            // The way that stop() ends it. Nobody is left on this thread who could ask for the flag.
            LOG.log(Level.DEBUG, "Stopped", e);
        }
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /**
     * Interrupts the thread until it has ended, for {@code patience} at most; with none, once, and does not look what becomes of it.
     *
     * @return whether it has ended; a thread that waits for a network answer ends only with the driver's timeout
     */
    public boolean stop(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            // More than once, as drivers and pools may swallow an interrupt.
            thread.interrupt();
            while (thread.isAlive() && System.nanoTime() - deadline < 0) {
                thread.join(Math.min(BETWEEN_INTERRUPTS.toMillis(), Math.max(1, patience.toMillis())));
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive() && !patience.isZero()) {
            LOG.log(Level.WARNING,
                    "Thread {0} has not ended yet; it will with the timeout of the call that it is in", thread.getName());
        }
        return !thread.isAlive();
    }
}
