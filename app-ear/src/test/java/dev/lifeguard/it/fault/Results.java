package dev.lifeguard.it.fault;

import dev.lifeguard.it.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table of what came of each fault: always below {@code target/}, and in {@code docs/faults.md} between the marks of this server with
 * {@code -Dfaults.write=true}. Rows of faults that were not made in this run stay there.
 */
final class Results {

    private static final Path DOCUMENT = RunningServer.ROOT.resolve("docs/faults.md");
    private static final String BEGIN = "<!-- " + RunningServer.KIND.id() + ": written by the tests -->\n";
    private static final String END = "<!-- " + RunningServer.KIND.id() + ": end -->";
    private static final String HEAD = """
            | fault | verdicts of the pool | failed | longest acquire | first good | failed, HikariCP | longest acquire, HikariCP | first good, HikariCP |
            |---|---|---|---|---|---|---|---|
            """;

    /** By the number that begins a fault's name. */
    private static final Comparator<String> ORDER =
            Comparator.comparingInt((String fault) -> Integer.parseInt(fault.replaceAll("\\D.*", ""))).thenComparing(Comparator.naturalOrder());
    private static final Map<String, String> ROWS = new TreeMap<>(ORDER);

    private Results() {}

    static synchronized void add(String fault, String verdicts, Recovery server, Recovery yardstick) {
        String row = "| %s | %s | %s | %s |".formatted(fault, verdicts, server.columns(), yardstick.columns());
        ROWS.put(fault, row);
        System.out.printf("%s, %s%n", RunningServer.KIND.product(), row);
    }

    static synchronized void write() throws IOException {
        Path file = RunningServer.ROOT.resolve("target/faults").resolve(RunningServer.KIND.id() + ".md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, table(ROWS));
        if (Boolean.getBoolean("faults.write")) {
            String document = Files.readString(DOCUMENT);
            int begin = document.indexOf(BEGIN);
            int end = document.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new IOException(DOCUMENT + " has no " + BEGIN.strip() + " before " + END);
            }
            Map<String, String> rows = rows(document.substring(begin, end));
            rows.putAll(ROWS);
            Files.writeString(DOCUMENT, document.substring(0, begin) + BEGIN + "\n" + table(rows) + "\n" + document.substring(end));
        }
    }

    private static Map<String, String> rows(String table) {
        Map<String, String> rows = new TreeMap<>(ORDER);
        table.lines()
                .filter(line -> line.startsWith("| ") && !HEAD.startsWith(line))
                .forEach(line -> rows.put(line.substring(2, line.indexOf(" |", 2)), line));
        return rows;
    }

    private static String table(Map<String, String> rows) {
        return HEAD + String.join("\n", rows.values()) + "\n";
    }
}
