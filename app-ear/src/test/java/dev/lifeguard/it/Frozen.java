package dev.lifeguard.it;

import dev.lifeguard.launcher.Database;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** A process that is stopped, and all that it has started: a database that is accepts connections and answers nothing. */
public final class Frozen {

    private final Set<ProcessHandle> processes = new LinkedHashSet<>();

    private Frozen() {}

    public static Frozen of(Database database) throws IOException, InterruptedException {
        return of(database.process());
    }

    public static Frozen of(ProcessHandle first) throws IOException, InterruptedException {
        Frozen frozen = new Frozen();
        // The one that makes new processes first: after it nobody new comes.
        frozen.stop(first);
        for (ProcessHandle process : first.descendants().toList()) {
            frozen.stop(process);
        }
        return frozen;
    }

    private void stop(ProcessHandle process) throws IOException, InterruptedException {
        if (signal("STOP", process)) {
            processes.add(process);
        }
    }

    public void thaw() throws IOException, InterruptedException {
        for (ProcessHandle process : processes) {
            signal("CONT", process);
        }
    }

    /** False if it has ended meanwhile: one that had ended before the freeze is a zombie until its parent runs again. */
    private static boolean signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
        if (kill.waitFor() == 0) {
            return true;
        }
        if (process.isAlive()) {
            throw new IOException("kill -" + name + " " + process.pid() + " failed");
        }
        return false;
    }
}
