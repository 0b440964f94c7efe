package dev.lifeguard.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Several rounds' figures as one text: the median, and where there was more than one round, the least and the most. */
final class Median {

    private Median() {}

    /** @param format of one number */
    static String of(List<Double> numbers, String format) {
        if (numbers.isEmpty()) {
            return "–";
        }
        List<Double> sorted = numbers.stream().sorted().toList();
        String median = String.format(Locale.ROOT, format, median(sorted));
        String least = String.format(Locale.ROOT, format, sorted.get(0));
        String most = String.format(Locale.ROOT, format, sorted.get(sorted.size() - 1));
        return least.equals(most) ? median : median + " (" + least + "–" + most + ")";
    }

    static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
