package dev.lifeguard.benchmarks.report;

import dev.lifeguard.benchmarks.load.BorrowCosts.Times;
import dev.lifeguard.benchmarks.load.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** All that came of a run so far, and its document. */
public final class Results {

    private static final String REFERENCE = "hikaricp-30";

    private final Map<String, String> contenders = new LinkedHashMap<>();
    private final Map<String, String> notes = new TreeMap<>();
    private final Map<Trace, Map<String, List<Figures>>> figures = new TreeMap<>();
    private final Map<String, List<Costs>> costs = new TreeMap<>(Comparator.naturalOrder());
    private final List<String> troubles = new ArrayList<>();

    /**
     * What borrows cost in one round.
     *
     * @param time how long each was measured
     * @param cycle a borrow and its return in the pool of the traces
     * @param bareCycle in one that validates nothing
     * @param saturated the acquisition by 24 threads on 16 connections
     * @param barrier in rounds of two threads that want one connection; absent if there were none
     */
    public record Costs(Duration time, Times cycle, Times bareCycle, Times saturated, Optional<Times> barrier) {}

    /** @param contenders descriptions by their names, in the order in which they are told */
    public Results(Map<String, String> contenders) {
        this.contenders.putAll(contenders);
    }

    public void add(Trace trace, String contender, Figures figure) {
        figures.computeIfAbsent(trace, unseen -> new TreeMap<>()).computeIfAbsent(contender, unseen -> new ArrayList<>()).add(figure);
    }

    public void add(String contender, Costs cost) {
        costs.computeIfAbsent(contender, unseen -> new ArrayList<>()).add(cost);
    }

    /** Something that did not go as it should have, a sentence. */
    public void trouble(String what) {
        troubles.add(what);
    }

    /** What is to be said of a contender; a later one replaces it. */
    public void note(String contender, String note) {
        if (!note.isEmpty()) {
            notes.put(contender, note);
        }
    }

    /**
     * @param circumstances lines about machine, versions and date
     * @param plots the plots' files by trace, relative to the document
     */
    public String markdown(List<String> circumstances, Map<Trace, String> plots) {
        StringBuilder text = new StringBuilder("# Results of the benchmarks\n\n")
                .append("Written by `mvn -Pbenchmark`; what each figure means is in the [README](README.md).\n\n");
        circumstances.forEach(line -> text.append("- ").append(line).append('\n'));
        text.append("\n| contender | what it is |\n|---|---|\n");
        contenders.forEach((id, description) -> text.append("| ").append(id).append(" | ").append(description)
                .append(notes.containsKey(id) ? "; " + notes.get(id) : "").append(" |\n"));
        if (!troubles.isEmpty()) {
            text.append("\n## What did not go as it should have\n\n");
            troubles.forEach(trouble -> text.append("- ").append(trouble).append('\n'));
        }
        figures.forEach((trace, byContender) -> {
            text.append("\n## ").append(trace.id()).append("\n\n");
            text.append(table(byContender));
            if (plots.containsKey(trace)) {
                text.append("\n![Connections over time](").append(plots.get(trace)).append(")\n");
            }
        });
        if (!costs.isEmpty()) {
            text.append("\n## What a borrow costs\n\n").append(costTable());
        }
        return text.toString();
    }

    private String table(Map<String, List<Figures>> byContender) {
        StringBuilder text = new StringBuilder("| contender | p50 ms | p99 ms | p99.9 ms | max ms | p99 but for the second after a change "
                + "| over 10 ms % | without | in band | connection-seconds | ÷ " + REFERENCE
                + " | served/s | resizes | load late p99 ms |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        Optional<Double> reference = Optional.ofNullable(byContender.get(REFERENCE)).flatMap(Results::connectionSeconds);
        for (String contender : contenders.keySet()) {
            List<Figures> rounds = byContender.get(contender);
            if (rounds == null) {
                continue;
            }
            Optional<Double> seconds = connectionSeconds(rounds);
            text.append("| ").append(contender)
                    .append(" | ").append(median(rounds, Figures::p50, "%.2f"))
                    .append(" | ").append(median(rounds, Figures::p99, "%.1f"))
                    .append(" | ").append(median(rounds, Figures::p999, "%.1f"))
                    .append(" | ").append(median(rounds, Figures::max, "%.0f"))
                    .append(" | ").append(present(rounds, figure -> figure.settledP99().isPresent(),
                            figure -> figure.settledP99().getAsDouble(), "%.1f"))
                    .append(" | ").append(median(rounds, figure -> 100 * figure.over10ms(), "%.2f"))
                    .append(" | ").append(median(rounds, figure -> (double) figure.without(), "%.0f"))
                    .append(" | ").append(inBand(rounds))
                    .append(" | ").append(present(rounds, figure -> figure.connectionSeconds().isPresent(),
                            figure -> figure.connectionSeconds().getAsDouble(), "%.0f"))
                    .append(" | ").append(reference.isPresent() && seconds.isPresent()
                            ? Median.of(List.of(seconds.get() / reference.get()), "%.2f") : "–")
                    .append(" | ").append(median(rounds, Figures::throughput, "%.0f"))
                    .append(" | ").append(median(rounds, figure -> (double) figure.resizes(), "%.0f"))
                    .append(" | ").append(median(rounds, Figures::latenessP99, "%.2f"))
                    .append(" |\n");
        }
        return text.toString();
    }

    /** All rounds' windows together: in the band of those feasible, and of how many settled ones these are. */
    private static String inBand(List<Figures> rounds) {
        int windows = rounds.stream().mapToInt(Figures::windows).sum();
        int feasible = rounds.stream().mapToInt(Figures::feasible).sum();
        if (feasible == 0 || rounds.stream().anyMatch(figure -> figure.inBand().isEmpty())) {
            return "– of " + feasible + ", settled " + windows;
        }
        return rounds.stream().mapToInt(figure -> figure.inBand().getAsInt()).sum() + " of " + feasible + ", settled " + windows;
    }

    private static Optional<Double> connectionSeconds(List<Figures> rounds) {
        List<Double> known = rounds.stream()
                .filter(figure -> figure.connectionSeconds().isPresent())
                .map(figure -> figure.connectionSeconds().getAsDouble())
                .sorted()
                .toList();
        return known.isEmpty() ? Optional.empty() : Optional.of(Median.median(known));
    }

    private String costTable() {
        StringBuilder text = new StringBuilder("| contender | cycle p50 µs | ÷ " + REFERENCE + " | cycle p99 µs | bare cycle p50 µs | ÷ "
                + REFERENCE + " | bare cycle p99 µs | saturated p99 ms "
                + "| p99.9 ms | borrows/s | slept over 50 ms in barrier rounds | failed |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        Optional<List<Costs>> reference = Optional.ofNullable(costs.get(REFERENCE));
        for (String contender : contenders.keySet()) {
            List<Costs> rounds = costs.get(contender);
            if (rounds == null) {
                continue;
            }
            text.append("| ").append(contender);
            for (Function<Costs, Times> kind : List.<Function<Costs, Times>>of(Costs::cycle, Costs::bareCycle)) {
                text.append(" | ").append(percentile(rounds, kind, 50, 1e3, "%.2f"))
                        .append(" | ").append(reference.map(each -> Median.of(
                                List.of(medianNanos(rounds, kind) / medianNanos(each, kind)), "%.1f")).orElse("–"))
                        .append(" | ").append(percentile(rounds, kind, 99, 1e3, "%.1f"));
            }
            text.append(" | ").append(percentile(rounds, Costs::saturated, 99, 1e6, "%.2f"))
                    .append(" | ").append(percentile(rounds, Costs::saturated, 99.9, 1e6, "%.2f"))
                    .append(" | ").append(median(rounds,
                            round -> round.saturated().times().getTotalCount() / (double) round.time().toSeconds(), "%.0f"))
                    .append(" | ").append(slept(rounds))
                    .append(" | ").append(rounds.stream().mapToLong(Results::failures).sum())
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String slept(List<Costs> rounds) {
        List<Times> barriers = rounds.stream().flatMap(round -> round.barrier().stream()).toList();
        return barriers.isEmpty() ? "–" : barriers.stream().mapToLong(Times::slept).sum() + " of "
                + barriers.stream().mapToLong(times -> times.times().getTotalCount()).sum() + " acquisitions";
    }

    private static long failures(Costs costs) {
        return costs.cycle().failures() + costs.bareCycle().failures() + costs.saturated().failures()
                + costs.barrier().map(Times::failures).orElse(0L);
    }

    private static String percentile(List<Costs> rounds, Function<Costs, Times> kind, double percentile, double unit, String format) {
        return median(rounds, round -> histogram(round, kind).getValueAtPercentile(percentile) / unit, format);
    }

    private static double medianNanos(List<Costs> rounds, Function<Costs, Times> kind) {
        return Median.median(rounds.stream().map(round -> (double) histogram(round, kind).getValueAtPercentile(50)).sorted().toList());
    }

    private static Histogram histogram(Costs costs, Function<Costs, Times> kind) {
        return kind.apply(costs).times();
    }

    private static <T> String median(List<T> rounds, Function<T, Double> number, String format) {
        return Median.of(rounds.stream().map(number).toList(), format);
    }

    private static String present(List<Figures> rounds, Function<Figures, Boolean> there, Function<Figures, Double> number, String format) {
        return Median.of(rounds.stream().filter(there::apply).map(number).toList(), format);
    }
}
