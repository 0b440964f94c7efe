package dev.lifeguard.launcher;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;

/**
 * Behind {@code mvn -Prun}, in Maven's own process: what the terminal sends, Ctrl-C or SIGTERM, arrives here without anybody passing it on.
 *
 * <p>Ends the process itself with exit code 1 when the run has failed. An exception would let Maven print it twice with all its frames,
 * and what the person at the keyboard needs are the two lines that say what to do.
 */
public final class Main {

    /** Longer than everything that is stopped may take together; the terminal can still end us by force. */
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(120);

    private Main() {
    }

    /** @param arguments {@code name=value}, see {@link RunSettings} */
    public static void main(String[] arguments) {
        // Always, because Maven would go on and say that the build was a success. While the process ends already, this only waits.
        System.exit(run(List.of(arguments), ServerKind::create, System.out));
    }

    /**
     * @return the exit code: 0 it was asked to stop and has stopped, 1 something failed and has been told; after a signal the process ends
     *         with the signal's code (130, 143) whatever is returned here
     */
    static int run(List<String> arguments, Launcher.ServerFactory factory, PrintStream out) {
        CountDownLatch ended = new CountDownLatch(1);
        StopSignal stop = new StopSignal();
        try (Progress progress = new Progress(out)) {
            loadOwnClasses();
            RunSettings settings = RunSettings.of(arguments, System.getenv());
            Runtime.getRuntime().addShutdownHook(interruption(stop, ended));
            new Launcher(settings, factory, progress, stop).run();
            return 0;
        } catch (Exception e) {
            return tell(e, out);
        } finally {
            ended.countDown();
        }
    }

    /** Tells everything that failed, in closing too: only the interruption itself is none. */
    static int tell(Exception end, PrintStream out) {
        List<Throwable> failures = new ArrayList<>();
        if (!(end instanceof InterruptedException)) {
            failures.add(end);
        }
        collectSuppressed(end, failures);
        for (Throwable failure : failures) {
            if (failure instanceof LaunchException) {
                out.println("[ERROR] " + failure.getMessage());
            } else if (failure instanceof IOException && String.valueOf(failure.getMessage()).contains("No space left on device")) {
                out.println("[ERROR] The disk is full: " + failure.getMessage() + ". Make room and start again.");
            } else {
                out.println("[ERROR] Something that Lifeguard's launcher did not expect:");
                failure.printStackTrace(out);
            }
        }
        out.flush();
        return failures.isEmpty() ? 0 : 1;
    }

    /** What try-with-resources has put aside, wherever below the failure. */
    private static void collectSuppressed(Throwable failure, List<Throwable> failures) {
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!(suppressed instanceof InterruptedException)) {
                failures.add(suppressed);
            }
            collectSuppressed(suppressed, failures);
        }
        if (failure.getCause() != null) {
            collectSuppressed(failure.getCause(), failures);
        }
    }

    /** Ends the run in its own thread, where everything is closed in order, and keeps the process alive until that is done. */
    private static Thread interruption(StopSignal stop, CountDownLatch ended) {
        return new Thread(() -> {
            long start = System.nanoTime();
            try {
                while (ended.getCount() > 0) {
                    stop.ask();
                    if (!ended.await(1, TimeUnit.SECONDS) && System.nanoTime() - start > STOPPED_WITHIN.toNanos()) {
                        System.out.println("[ERROR] Not everything could be stopped within " + STOPPED_WITHIN.toSeconds() + " s");
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "lifeguard-interruption");
    }

    /**
     * Loads every class of the launcher now. The run may last for hours, and another build of the same checkout replaces the jar meanwhile:
     * what is needed for stopping must not have to be looked for then.
     */
    private static void loadOwnClasses() throws IOException, ClassNotFoundException {
        File source;
        try {
            source = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toFile();
        } catch (URISyntaxException e) {
            throw new IOException("no place from which the launcher was loaded", e);
        }
        if (!source.isFile()) {
            return;
        }
        List<String> names;
        try (JarFile jar = new JarFile(source)) {
            names = jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class") && !name.contains("-"))
                    .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.')).toList();
        }
        for (String name : names) {
            Class.forName(name, true, Main.class.getClassLoader());
        }
    }
}
