package dev.lifeguard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {

    @TempDir
    Path parent;

    @Test
    void aPrivateDirectoryIsItsOwnersOnly() throws IOException {
        Path directory = parent.resolve("run/server");
        Directories.createPrivate(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
        }
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> Directories.createPrivate(directory));
    }

    @Test
    void deletingFollowsNoLink() throws IOException {
        Path kept = Files.createDirectories(parent.resolve("kept"));
        Files.createFile(kept.resolve("file"));
        Path directory = Files.createDirectories(parent.resolve("directory/in/it"));
        Files.createSymbolicLink(directory.resolve("link"), kept);
        Directories.delete(parent.resolve("directory"));
        Directories.delete(parent.resolve("directory"));
        assertThat(parent.resolve("directory")).doesNotExist();
        assertThat(kept.resolve("file")).exists();
    }
}
