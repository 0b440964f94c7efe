package dev.lifeguard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("messages.log");
    }

    @Test
    void aFileThatIsNotThereYetHasNoLines() throws IOException {
        assertThat(new LogFile(file, 0).readLines()).isEmpty();
    }

    @Test
    void aLineIsReadOnceAndOnlyWhenItIsFinished() throws IOException {
        LogFile log = new LogFile(file, 0);

        append("one\r\ntw");
        assertThat(log.readLines()).containsExactly("one");
        append("o\nthree ä\n");
        assertThat(log.readLines()).containsExactly("two", "three ä");
        assertThat(log.readLines()).isEmpty();
    }

    @Test
    void whatStandsBeforeTheBeginningIsNotRead() throws IOException {
        append("old\n");
        LogFile log = new LogFile(file, Files.size(file));
        append("new\n");

        assertThat(log.readLines()).containsExactly("new");
    }

    @Test
    void aFileThatWasReplacedIsReadFromItsBeginning() throws IOException {
        append("a long line of the old file\n");
        LogFile log = new LogFile(file, 0);
        log.readLines();
        Files.delete(file);
        append("new\n");

        assertThat(log.readLines()).containsExactly("new");
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
