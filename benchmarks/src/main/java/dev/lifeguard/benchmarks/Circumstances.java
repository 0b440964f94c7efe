package dev.lifeguard.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where and when a run was, and how it was asked for: what a reader has to know before the figures.
 *
 * @param loadBefore processes that wanted a processor in the minute before it began; negative where the system does not tell
 */
record Circumstances(BenchmarkSettings settings, LocalDate date, double loadBefore) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final double IDLE = 0.3;

    static Circumstances now(BenchmarkSettings settings) {
        return new Circumstances(settings, LocalDate.now(ZoneOffset.UTC), load());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        int processors = Runtime.getRuntime().availableProcessors();
        lines.add("Date: " + date + " (UTC)");
        lines.add("Machine: " + processors + " processors" + model() + ", " + property("os.name") + " " + property("os.version") + " "
                + property("os.arch") + "; database, load and pools all on it");
        lines.add("Versions: Java " + property("java.version") + " (" + property("java.vendor") + "), " + property("benchmark.versions"));
        lines.add("%s; %s; warm-up %.0f s".formatted(
                settings.rounds() == 1
                        ? "**one round**"
                        : settings.rounds() + " rounds, order reversed each other one; medians, with least and most where they differ",
                settings.seconds().isPresent()
                        ? "**each trace played in %.0f s instead of its own length**".formatted(settings.seconds().getAsDouble())
                        : "each trace at its own length",
                settings.warmUpSeconds()));
        if (loadBefore >= 0) {
            String busy = loadBefore > IDLE * processors
                    ? ": **the machine was not quiet, and what waits for a processor is in these figures**"
                    : "";
            lines.add(String.format(Locale.ROOT, "Load of the machine in the minute before: %.2f%s", loadBefore, busy));
        }
        return lines;
    }

    private static String model() throws IOException {
        if (!Files.exists(PROCESSORS)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> " (" + line.replaceFirst(".*:\\s*", "") + ")")
                    .orElse("");
        }
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }
}
