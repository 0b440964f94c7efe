package dev.lifeguard.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The rows of the documents' tables whose columns are name, default, range and meaning. */
final class MarkdownTable {

    /** One row; quotes of code are gone from it. */
    record Row(String standard, String range, String meaning) {}

    private static final int COLUMNS = 4;

    private MarkdownTable() {}

    /** The rows by their names, in their order. The file is named from the project's root. */
    static Map<String, Row> of(String file) {
        Map<String, Row> rows = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(Path.of("..").resolve(file))) {
            lines.filter(line -> line.startsWith("| `")).forEach(line -> {
                String[] columns = line.substring(1).replace("`", "").split("\\|");
                if (columns.length == COLUMNS) {
                    rows.put(columns[0].strip(), new Row(columns[1].strip(), columns[2].strip(), columns[3].strip()));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
