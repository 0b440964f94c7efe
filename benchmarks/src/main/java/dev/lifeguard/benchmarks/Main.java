package dev.lifeguard.benchmarks;

import dev.lifeguard.benchmarks.contender.Borrowing;
import dev.lifeguard.benchmarks.contender.Contender;
import dev.lifeguard.benchmarks.contender.Entrant;
import dev.lifeguard.benchmarks.contender.Ground;
import dev.lifeguard.benchmarks.load.Load;
import dev.lifeguard.benchmarks.load.Outcome;
import dev.lifeguard.benchmarks.load.Trace;
import dev.lifeguard.benchmarks.report.Figures;
import dev.lifeguard.benchmarks.report.Plot;
import dev.lifeguard.benchmarks.report.Results;
import dev.lifeguard.benchmarks.report.Series;
import dev.lifeguard.launcher.Database;
import dev.lifeguard.launcher.FreePorts;
import dev.lifeguard.launcher.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command: all rounds, one contender after the other, and the document, which is written anew after each contender. */
public final class Main {

    private static final String PLOTS = "plots";

    private final BenchmarkSettings settings;
    private final Ground ground;
    private final Circumstances circumstances;
    private final Results results;
    private final Map<Trace, Map<String, Plot.Panel>> panels = new EnumMap<>(Trace.class);

    /** Who is up; null in between. */
    private volatile Entrant current;
    private volatile boolean cutOff;

    private Main(BenchmarkSettings settings, Ground ground, Circumstances circumstances) {
        this.settings = settings;
        this.ground = ground;
        this.circumstances = circumstances;
        Map<String, String> contenders = new LinkedHashMap<>();
        settings.contenders().forEach(contender -> contenders.put(contender.id(), contender.description()));
        results = new Results(contenders);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path project = Path.of(required("benchmark.project"));
        BenchmarkSettings settings;
        try {
            settings = BenchmarkSettings.of(System::getProperty, project);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        Path work = project.resolve("target/benchmarks");
        Circumstances circumstances = Circumstances.now(settings);
        try (Database database = Database.start(project.resolve("target/servers"), work.resolve("postgres"), FreePorts.find(1).get(0))) {
            Ground ground = new Ground(database, project, work, file("benchmark.payara"), file("benchmark.liberty"),
                    file("benchmark.driver"), file("benchmark.validation"), file("benchmark.ear"));
            Main main = new Main(settings, ground, circumstances);
            // Payara's process outlives the one that started it.
            Runtime.getRuntime().addShutdownHook(new Thread(main::cutOff, "cut-off"));
            main.run();
        }
    }

    private static Path file(String name) {
        return Path.of(required(name));
    }

    private static String required(String name) {
        String value = System.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("The system property " + name + " is not set: run this by mvn -Pbenchmark");
        }
        return value;
    }

    /** On Ctrl-C: what runs is stopped. What is just being started is ended by the next run in its place. */
    private void cutOff() {
        cutOff = true;
        Entrant entrant = current;
        try {
            try {
                if (entrant != null) {
                    tell("Stopping; " + settings.results() + " has the results so far");
                    entrant.close();
                }
            } finally {
                ground.database().close();
            }
        } catch (IOException | LaunchException e) {
            System.err.println("Something may still be running: " + e.getMessage());
        }
    }

    private void run() throws IOException, InterruptedException {
        for (int round = 1; round <= settings.rounds(); round++) {
            List<Contender> order = new ArrayList<>(settings.contenders());
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (Contender contender : order) {
                if (cutOff) {
                    return;
                }
                tell("Round " + round + " of " + settings.rounds() + ": " + contender.description());
                try (Entrant entrant = contender.enter(ground)) {
                    current = entrant;
                    let(contender, entrant, round);
                } catch (IOException | LaunchException | IllegalStateException e) {
                    if (cutOff) {
                        return;
                    }
                    tell(contender.id() + " is out of round " + round + ": " + e);
                    results.trouble(contender.id() + " is out of round " + round + ": " + e.getMessage().lines().findFirst().orElse(""));
                } finally {
                    current = null;
                }
                write();
            }
        }
    }

    private void let(Contender contender, Entrant entrant, int round) throws IOException, InterruptedException {
        for (Trace trace : settings.traces()) {
            play(contender, entrant, trace, round);
        }
        Optional<Borrowing> borrowing = settings.costSeconds() == 0 ? Optional.empty() : entrant.borrowing();
        if (borrowing.isPresent()) {
            results.add(contender.id(), measured(borrowing.get()));
        }
        results.note(contender.id(), entrant.note());
    }

    private void play(Contender contender, Entrant entrant, Trace trace, int round) throws IOException, InterruptedException {
        double seconds = settings.seconds().orElse(trace.seconds());
        // The same for every contender of a round, another in each round.
        long seed = 1_000L * trace.ordinal() + round;
        Load load = new Load(trace, seconds, seed, false);
        List<Load> loads = settings.warmUpSeconds() == 0
                ? List.of(load)
                : List.of(new Load(trace, settings.warmUpSeconds(), -seed, true), load);
        Watch watch = Watch.begin(ground.database(), entrant);
        Outcome outcome;
        Series seen;
        try {
            outcome = entrant.play(loads);
        } finally {
            seen = watch.end();
        }
        watch.requireWhole();
        Figures figures = Figures.of(outcome, load.schedule().changes(), seen);
        results.add(trace, contender.id(), figures);
        outcome.failure().ifPresent(failure -> results.trouble("%s, %s, round %d: %d exhausted, %d failed, %d shed; one of them: %s"
                .formatted(contender.id(), trace.id(), round, outcome.exhausted(), outcome.failed(), outcome.shed(), failure)));
        panels.computeIfAbsent(trace, unseen -> new LinkedHashMap<>())
                .putIfAbsent(contender.id(), new Plot.Panel(contender.id(), outcome, seen));
        tell("  %s: p50 %.2f, p99 %.1f, max %.0f ms; %d of %d without a connection".formatted(trace.id(), figures.p50(), figures.p99(),
                figures.max(), figures.without(), outcome.waits().getTotalCount()));
    }

    private Results.Costs measured(Borrowing borrowing) throws IOException, InterruptedException {
        Duration time = Duration.ofSeconds(settings.costSeconds());
        Results.Costs costs = new Results.Costs(time, borrowing.cycle(time), borrowing.bareCycle(time), borrowing.saturated(time),
                settings.barrierRounds() == 0 ? Optional.empty() : Optional.of(borrowing.barrier(settings.barrierRounds())));
        tell("  borrow and return p50 %.2f µs, without validation %.2f µs".formatted(
                costs.cycle().times().getValueAtPercentile(50) / 1e3, costs.bareCycle().times().getValueAtPercentile(50) / 1e3));
        return costs;
    }

    private void write() throws IOException {
        Path plots = Files.createDirectories(settings.results().resolve(PLOTS));
        Map<Trace, String> files = new EnumMap<>(Trace.class);
        for (Map.Entry<Trace, Map<String, Plot.Panel>> each : panels.entrySet()) {
            String name = each.getKey().id() + ".svg";
            List<Plot.Panel> ordered = settings.contenders().stream()
                    .map(contender -> each.getValue().get(contender.id()))
                    .filter(panel -> panel != null)
                    .toList();
            Files.writeString(plots.resolve(name), Plot.svg(each.getKey().id(), ordered));
            files.put(each.getKey(), PLOTS + "/" + name);
        }
        Files.writeString(settings.results().resolve("RESULTS.md"), results.markdown(circumstances.lines(), files));
    }

    private static void tell(String what) {
        System.out.println(what);
    }
}
