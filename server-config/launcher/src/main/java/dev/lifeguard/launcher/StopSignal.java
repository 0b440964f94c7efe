package dev.lifeguard.launcher;

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
        if (run != null && !closing) {
            run.interrupt();
        }
    }

    /** Called by the run before it closes anything, however it came to that; can be repeated. */
    synchronized void closing() {
        closing = true;
        Thread.interrupted();
    }

    synchronized boolean isAsked() {
        return asked;
    }
}
