package dev.lifeguard.it;

import dev.lifeguard.launcher.Database;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A database whose processes are all stopped: it accepts connections and answers nothing. */
final class Frozen {

    private final List<String> processes;

    private Frozen(List<String> processes) {
        this.processes = processes;
    }

    static Frozen of(Database database) throws IOException, InterruptedException {
        ProcessHandle postmaster = database.process();
        // The one that makes new processes first.
        Frozen frozen = new Frozen(Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(process -> Long.toString(process.pid()))
                .toList());
        frozen.signal("STOP");
        return frozen;
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        for (String process : processes) {
            Process kill = new ProcessBuilder("kill", "-" + name, process).inheritIO().start();
            if (kill.waitFor() != 0) {
                throw new IOException("kill -" + name + " " + process + " failed");
            }
        }
    }
}
