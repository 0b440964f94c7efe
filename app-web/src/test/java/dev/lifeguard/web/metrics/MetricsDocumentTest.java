package dev.lifeguard.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation says of the metrics is what there is, and all of it. */
class MetricsDocumentTest {

    private static final int COLUMNS = 5;

    private final String document = read();

    @Test
    void itsTableIsThatOfTheMetrics() {
        List<String> documented = document.lines()
                .filter(line -> line.startsWith("| `lifeguard_"))
                .map(line -> line.substring(2).split(" \\| "))
                .filter(columns -> columns.length == COLUMNS)
                .map(columns -> String.join(" | ", columns[0].replace("`", ""), columns[1], columns[2], columns[3]))
                .toList();
        List<String> made = new ArrayList<>();
        MetricSet.LIFEGUARD.metrics().forEach(metric -> made.add(String.join(
                " | ", labelled(metric), metric.type().name().toLowerCase(Locale.ROOT), metric.unit(), metric.help())));
        MetricSet.LIFEGUARD.distributions().forEach(
                each -> made.add(String.join(" | ", each.name(), "histogram", "seconds", each.help())));
        made.add(String.join(" | ", MetricsText.DROPPED_ROWS, "counter", "rows", MetricsText.DROPPED_ROWS_HELP));
        assertThat(documented).containsExactlyElementsOf(made);
    }

    @Test
    void itHasTheNamesOfOthers() {
        String names = document.lines()
                .filter(line -> line.startsWith("| `hikaricp_") || line.startsWith("| `db_client_"))
                .map(line -> line.split(" \\| ")[0])
                .collect(Collectors.joining());
        TreeSet<String> documented = Pattern.compile("`([^`]+)`").matcher(names).results().map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> made = Stream.of(MetricSet.HIKARICP, MetricSet.OPENTELEMETRY)
                .flatMap(set -> Stream.concat(
                        set.metrics().stream().map(MetricsDocumentTest::labelled), set.distributions().stream().map(Distribution::name)))
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void itHasTheBounds() {
        String bounds = Bound.ALL.stream().map(Bound::seconds).collect(Collectors.joining(", "));
        assertThat(document.replace('\n', ' ')).contains(bounds + ".");
    }

    @Test
    void noHelpNeedsEscaping() {
        assertThat(Stream.of(MetricSet.LIFEGUARD, MetricSet.HIKARICP, MetricSet.OPENTELEMETRY).flatMap(set -> Stream.concat(
                        set.metrics().stream().map(Metric::help), set.distributions().stream().map(Distribution::help))))
                .noneMatch(help -> help.matches("(?s).*[\"\\\\\n].*"));
    }

    private static String labelled(Metric metric) {
        return metric.name() + (metric.labels().isEmpty() ? "" : "{" + String.join(",", metric.labels()) + "}");
    }

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "metrics.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
