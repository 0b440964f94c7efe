package dev.lifeguard.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The directory of a run, held by one launcher at a time. The lock is the operating system's, so that it goes with the launcher's process
 * however that ends; what a launcher that is gone has left running is ended when the directory is claimed.
 */
final class RunDirectory implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private final OrphanedProcesses processes;

    private RunDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
        this.processes = new OrphanedProcesses(path);
    }

    /**
     * Claims {@code runs/name} and ends what earlier runs have left behind in it or beside it.
     *
     * @throws LaunchException another launcher holds it
     */
    static RunDirectory claim(Path runs, String name, List<String> allNames, Progress progress) throws IOException {
        Files.createDirectories(runs.resolve(name));
        RunDirectory claimed = lock(runs, name);
        if (claimed == null) {
            Path holder = runs.resolve(name + ".pid");
            throw new LaunchException("Lifeguard already runs from " + runs.resolve(name) + ", started by process "
                    + (Files.exists(holder) ? Files.readString(holder) : "unknown")
                    + ". Stop that one first (Ctrl-C in its terminal), or start this one from another checkout and on other ports.");
        }
        try {
            Files.writeString(runs.resolve(name + ".pid"), Long.toString(ProcessHandle.current().pid()));
            claimed.endOrphans(progress);
            for (String other : allNames) {
                if (!other.equals(name) && Files.isDirectory(runs.resolve(other))) {
                    try (RunDirectory abandoned = lock(runs, other)) {
                        if (abandoned != null) {
                            abandoned.endOrphans(progress);
                        }
                    }
                }
            }
            return claimed;
        } catch (IOException | RuntimeException e) {
            claimed.channel.close();
            throw e;
        }
    }

    /** Null if somebody else holds it. */
    private static RunDirectory lock(Path runs, String name) throws IOException {
        FileChannel channel = FileChannel.open(runs.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new RunDirectory(runs.resolve(name).toAbsolutePath().normalize(), channel);
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // The same as held by another one: fall through to the answer for that.
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    private void endOrphans(Progress progress) throws IOException {
        int ended = processes.end();
        if (ended > 0) {
            progress.say("Ended " + ended + (ended == 1 ? " process" : " processes") + " that an earlier run had left behind in " + path);
        }
    }

    Path path() {
        return path;
    }

    /** Ends whatever still runs in the directory, and gives it free. */
    @Override
    public void close() throws IOException {
        try {
            processes.end();
        } finally {
            channel.close();
        }
    }
}
