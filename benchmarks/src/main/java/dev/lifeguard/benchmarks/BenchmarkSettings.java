package dev.lifeguard.benchmarks;

import dev.lifeguard.benchmarks.contender.Contender;
import dev.lifeguard.benchmarks.contender.Contenders;
import dev.lifeguard.benchmarks.load.Trace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What is asked of a run.
 *
 * @param rounds how often each contender plays each trace, 1 to 100
 * @param traces that are played, in this order; may be none
 * @param contenders who take part, in the order of the first round; at least one
 * @param seconds how long each trace is played, 5 to 3600; absent for each trace's own length
 * @param warmUpSeconds what each trace begins with is played so long before it counts, 0 to 600
 * @param costSeconds how long each cost of a borrow is measured, 0 to 600; 0 leaves the costs out
 * @param barrierRounds how often two threads want the same connection at once, in each round, 0 to 10,000,000
 * @param results the directory that the results are written to
 */
record BenchmarkSettings(
        int rounds,
        List<Trace> traces,
        List<Contender> contenders,
        OptionalDouble seconds,
        double warmUpSeconds,
        int costSeconds,
        int barrierRounds,
        Path results) {

    private static final String PREFIX = "benchmark.";
    private static final int MOST_SECONDS = 3_600;

    BenchmarkSettings {
        traces = List.copyOf(traces);
        contenders = List.copyOf(contenders);
        if (contenders.isEmpty()) {
            throw new IllegalArgumentException("-D" + PREFIX + "contenders names none: nobody takes part");
        }
    }

    /**
     * @param property the value of a property, null or blank where the default is wanted
     * @param project the checkout
     * @throws IllegalArgumentException a value cannot be taken; names it and says what it may be
     */
    static BenchmarkSettings of(Function<String, String> property, Path project) {
        Function<String, Optional<String>> given =
                name -> Optional.ofNullable(property.apply(PREFIX + name)).filter(text -> !text.isBlank());
        return new BenchmarkSettings(
                number("rounds", given, 5, 1, 100),
                given.apply("traces").map(text -> names(text, Trace::of)).orElse(List.of(Trace.values())),
                given.apply("contenders").map(text -> names(text, Contenders::of)).orElseGet(Contenders::all),
                given.apply("seconds").isPresent()
                        ? OptionalDouble.of(number("seconds", given, 0, 5, MOST_SECONDS))
                        : OptionalDouble.empty(),
                number("warm-up", given, 5, 0, 600),
                number("cost-seconds", given, 5, 0, 600),
                number("barrier-rounds", given, 60_000, 0, 10_000_000),
                given.apply("results").map(project::resolve).orElse(project.resolve("benchmarks")));
    }

    private static int number(String name, Function<String, Optional<String>> given, int otherwise, int least, int most) {
        Optional<String> text = given.apply(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().matches("\\d{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                "-D" + PREFIX + name + "=" + text.get() + ": it must be a whole number from " + least + " to " + most);
    }

    /** {@code none} is for none of them. */
    private static <T> List<T> names(String text, Function<String, T> named) {
        return text.strip().equals("none") ? List.of() : Arrays.stream(text.split(",")).map(String::strip).map(named).toList();
    }
}
