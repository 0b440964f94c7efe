package dev.lifeguard.launcher;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How a run is asked to stop from another thread: by interruption, which ends whatever it is waiting for. An interruption can get lost in a
 * library that catches it, therefore the one who asks does so again and again; once the run is closing what it has opened, which takes
 * waiting too, it is left in peace.
 */
final class StopSignal {

    private Thread run;
    private boolean asked;
    private boolean closing;

    /** The calling thread is the run from now on. */
    synchronized void begin() {
        run = Thread.currentThread();
        if (asked) {
            run.interrupt();
        }
    }

    synchronized void ask() {
        asked = true;
        notifyAll();
        if (run != null && !closing) {
            run.interrupt();
        }
    }

    /** Called by the run before it closes anything, however it came to that; can be repeated. */
    synchronized void closing() {
        closing = true;
        Thread.interrupted();
    }

    /** Waits for the request if it has not come yet; the run asks that when something of it has ended or failed. */
    synchronized boolean isAskedWithin(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            for (long left = atMost.toNanos(); !asked && left > 0; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            // Only the request interrupts the run.
            Thread.currentThread().interrupt();
            return true;
        }
        return asked;
    }
}
