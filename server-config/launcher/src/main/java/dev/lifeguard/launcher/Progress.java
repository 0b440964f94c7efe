package dev.lifeguard.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells the person at the keyboard what is being done and for how long: a line at a step's start and end, and every 10 s between. */
final class Progress implements AutoCloseable {

    private static final Duration REMINDER = Duration.ofSeconds(10);

    private final PrintStream out;
    private final ScheduledExecutorService reminder = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lifeguard-progress");
        thread.setDaemon(true);
        return thread;
    });

    Progress(PrintStream out) {
        this.out = out;
    }

    /** Work that has a result or none, and may fail. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws Exception;
    }

    void say(String line) {
        out.println("[lifeguard] " + line);
        out.flush();
    }

    <T> T step(String what, Step<T> step) throws Exception {
        long start = System.nanoTime();
        say(what + " ...");
        Future<?> reminders = reminder.scheduleAtFixedRate(
                () -> say("  still at it after " + elapsedSeconds(start) + " s: " + what),
                REMINDER.toSeconds(), REMINDER.toSeconds(), TimeUnit.SECONDS);
        try {
            T result = step.run();
            say("  done in " + elapsedSeconds(start) + " s");
            return result;
        } finally {
            reminders.cancel(false);
        }
    }

    private static String elapsedSeconds(long startNanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        return millis < 9_950 ? (millis + 50) / 100 / 10 + "." + (millis + 50) / 100 % 10 : Long.toString((millis + 500) / 1000);
    }

    @Override
    public void close() {
        reminder.shutdownNow();
    }
}
