package dev.lifeguard.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Finds and ends the processes that a run in a directory has left behind, after {@code kill -9} for example. A process counts as ours only
 * if one of these is sure:
 * <ul>
 *   <li>it was remembered here, and the process of that number still has the same start;
 *   <li>its environment names the directory or something in it in {@link #MARKER} (where the system lets us read it: Linux);
 *   <li>it is a Java or PostgreSQL program, and one of its arguments names the directory or something in it.
 * </ul>
 * Somebody who reads a log in the directory with {@code tail -f} is none of these. This process and its parents never count.
 */
public final class OrphanedProcesses {

    /** Where the number of threads stands, counted from the state: see proc(5). */
    private static final int THREADS_AFTER_PROGRAM = 17;

    /** The environment variable by which processes started for a directory can be recognised; its value is the absolute path. */
    static final String MARKER = "LIFEGUARD_RUN_DIRECTORY";

    private static final Set<String> PROGRAMS = Set.of("java", "postgres", "initdb", "pg_ctl", "unshare");
    private static final Duration END_WITHIN = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int ROUNDS = 5;

    private final Path directory;
    private final Path record;

    /** @param directory may not exist yet: then nothing was left behind in it */
    public OrphanedProcesses(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        this.record = this.directory.resolve("processes");
    }

    /** Lays the mark into the environment of a process that is to be started for the directory. */
    void mark(Map<String, String> environment) {
        environment.put(MARKER, directory.toString());
    }

    /** Writes down that the process belongs to the directory. */
    public void remember(ProcessHandle process) throws IOException {
        Optional<Instant> start = process.info().startInstant();
        if (start.isPresent()) {
            Files.createDirectories(directory);
            Files.writeString(record, process.pid() + " " + start.get().toEpochMilli() + "\n", StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    /** The processes that belong to the directory and still run. */
    public List<ProcessHandle> find() throws IOException {
        Set<Long> spared = new HashSet<>();
        for (Optional<ProcessHandle> self = Optional.of(ProcessHandle.current()); self.isPresent(); self = self.get().parent()) {
            spared.add(self.get().pid());
        }
        Set<String> remembered = remembered();
        return ProcessHandle.allProcesses()
                .filter(process -> !spared.contains(process.pid()))
                .filter(process -> isRemembered(process, remembered) || isMarked(process) || namesDirectory(process))
                .filter(OrphanedProcesses::isRunning)
                .toList();
    }

    /**
     * Ends them by force, and what they have started, and forgets them.
     *
     * @return how many there were
     * @throws LaunchException some do not end
     */
    public int end() throws IOException {
        Set<Long> ended = new HashSet<>();
        List<ProcessHandle> found = find();
        // Again and again, because a process that is ending may just have started another.
        for (int round = 0; !found.isEmpty() && round < ROUNDS; round++) {
            List<ProcessHandle> all = found.stream().flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                    .distinct().toList();
            all.forEach(ProcessHandle::destroyForcibly);
            awaitEnd(all, END_WITHIN);
            found.forEach(process -> ended.add(process.pid()));
            found = find();
        }
        if (!found.isEmpty()) {
            throw new LaunchException("These processes of an earlier run in " + directory + " do not end: "
                    + found.stream().map(ProcessHandle::pid).toList() + ". End them by hand and start again.");
        }
        Files.deleteIfExists(record);
        return ended.size();
    }

    /** {@link #end()} for where no IOException can be thrown. */
    void endOrFail() {
        try {
            end();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell which processes still run in " + directory, e);
        }
    }

    /**
     * Ends one process in order, and by force if it does not end in time.
     *
     * @throws LaunchException it does not end by force either
     */
    static void stop(ProcessHandle process, Duration inOrderWithin) {
        if (!isRunning(process)) {
            return;
        }
        process.destroy();
        if (awaitEnd(List.of(process), inOrderWithin)) {
            return;
        }
        process.destroyForcibly();
        if (!awaitEnd(List.of(process), END_WITHIN)) {
            throw new LaunchException("Process " + process.pid() + " does not end, not even by force. End it by hand.");
        }
    }

    /** Waits until all have ended or the time is over, interrupted or not: nothing sensible could be done before. */
    static boolean awaitEnd(List<ProcessHandle> processes, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        try {
            for (ProcessHandle process : processes) {
                while (isRunning(process)) {
                    if (System.nanoTime() - deadline > 0) {
                        return false;
                    }
                    try {
                        process.onExit().get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (TimeoutException lookAgain) {
                        // A process whose parent never asks for its exit code stays in the table, ended: isRunning tells.
                        continue;
                    } catch (InterruptedException e) {
                        interrupted = true;
                    } catch (ExecutionException e) {
                        throw new IllegalStateException("cannot tell whether process " + process.pid() + " still runs", e);
                    }
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** False also for a process that has ended and stays in the table only because its parent has not asked for its exit code. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && !proc(process, "stat").map(OrphanedProcesses::isZombie).orElse(false);
    }

    /**
     * Whether nothing of a process is left but its entry. Its first thread may have ended before the others, which then still hold the
     * process's ports.
     *
     * @param stat {@code pid (program) state ...}, where the program may itself hold brackets
     */
    static boolean isZombie(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields[0].equals("Z") && Integer.parseInt(fields[THREADS_AFTER_PROGRAM]) <= 1;
    }

    private Set<String> remembered() throws IOException {
        try {
            return new HashSet<>(Files.readAllLines(record));
        } catch (NoSuchFileException nothingRemembered) {
            return Set.of();
        }
    }

    private static boolean isRemembered(ProcessHandle process, Set<String> remembered) {
        return process.info().startInstant().map(start -> remembered.contains(process.pid() + " " + start.toEpochMilli())).orElse(false);
    }

    private boolean isMarked(ProcessHandle process) {
        return proc(process, "environ").map(environment -> Arrays.stream(environment.split("\0"))
                .anyMatch(variable -> variable.startsWith(MARKER + "=") && names(variable, directory.toString()))).orElse(false);
    }

    private boolean namesDirectory(ProcessHandle process) {
        // Java cuts long command lines short, and Payara's is long: on Linux the system itself is asked.
        List<String> command = proc(process, "cmdline").map(line -> List.of(line.split("\0")))
                .orElseGet(() -> Stream.concat(process.info().command().stream(),
                        Arrays.stream(process.info().arguments().orElse(new String[0]))).toList());
        if (command.isEmpty() || command.get(0).isEmpty()) {
            return false;
        }
        String program = command.get(0).substring(Math.max(command.get(0).lastIndexOf('/'), command.get(0).lastIndexOf('\\')) + 1);
        return PROGRAMS.contains(program.replaceFirst("\\.exe$", ""))
                && command.stream().skip(1).anyMatch(argument -> names(argument, directory.toString()));
    }

    /** Whether the directory or something in it is named, and not only another one whose name begins like it. */
    static boolean names(String argument, String directory) {
        for (int at = argument.indexOf(directory); at >= 0; at = argument.indexOf(directory, at + 1)) {
            int next = at + directory.length();
            if (next == argument.length() || !Character.isLetterOrDigit(argument.charAt(next))
                    && "._-".indexOf(argument.charAt(next)) < 0) {
                return true;
            }
        }
        return false;
    }

    /** A file of Linux's about the process; empty on other systems, for other people's processes and for those that have just ended. */
    private static Optional<String> proc(ProcessHandle process, String file) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1));
        } catch (IOException notToBeRead) {
            return Optional.empty();
        }
    }
}
