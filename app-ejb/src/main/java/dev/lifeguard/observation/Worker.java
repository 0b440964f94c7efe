package dev.lifeguard.observation;

import dev.lifeguard.background.OwnThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Does a step again and again on a thread of its own, until it is stopped. A thread of ours and not the container's: its pools are
 * shared with the applications, whose trouble we are there to see.
 */
final class Worker {

    private final String name;
    private final Supplier<Duration> interval;
    private final Runnable step;
    private final CountDownLatch stop = new CountDownLatch(1);

    private OwnThread thread;
    private volatile long stepNanos = System.nanoTime();
    private volatile boolean stepped;

    Worker(String name, Duration interval, Runnable step) {
        this(name, () -> interval, step);
    }

    /** @param interval asked before each pause, so that it may differ from one to the next */
    Worker(String name, Supplier<Duration> interval, Runnable step) {
        this.name = name;
        this.interval = interval;
        this.step = step;
    }

    void start() {
        thread = OwnThread.start(name, this::run);
    }

    /** Asks the thread to end and waits for it, but not longer than this. A thread that is stuck ends when what it waits for does. */
    void stop(Duration patience) {
        stop.countDown();
        if (thread != null) {
            thread.stop(patience);
        }
    }

    String name() {
        return name;
    }

    /** Whether the thread lives. One that ended without being stopped was killed by an error. */
    boolean alive() {
        return thread != null && thread.isAlive();
    }

    /** Whether a step was ever completed. */
    boolean stepped() {
        return stepped;
    }

    /** How long ago the last step was completed, or the worker made. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - stepNanos);
    }

    private void run() throws InterruptedException {
        long next = System.nanoTime();
        do {
            step.run();
            stepped = true;
            long now = System.nanoTime();
            stepNanos = now;
            // A step that took too long, or a frozen JVM, is not made up for by a burst of steps.
            next = Math.max(next + interval.get().toNanos(), now);
        } while (!stop.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
    }
}
