package dev.lifeguard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {

    @TempDir
    Path directory;

    @Test
    void unpacksOnceAndKeepsWhatIsExecutable() throws IOException {
        Path archive = archive();
        Path server = Distribution.unpack(archive, directory.resolve("servers"));
        assertThat(server).isEqualTo(directory.resolve("servers/server-1/wlp"));
        assertThat(server.resolve("bin/server")).hasContent("#!/bin/sh").isExecutable();
        assertThat(Files.isExecutable(server.resolve("lib.txt"))).isFalse();

        Files.delete(archive);
        assertThat(Distribution.unpack(archive, directory.resolve("servers"))).isEqualTo(server);
    }

    @Test
    void anInterruptedUnpackingIsNotTakenForAWholeOne() throws IOException {
        Files.createDirectories(directory.resolve("servers/server-1.partial/wlp"));
        Files.writeString(directory.resolve("servers/server-1.partial/wlp/half"), "half");
        Path server = Distribution.unpack(archive(), directory.resolve("servers"));
        assertThat(server.resolve("half")).doesNotExist();
        assertThat(server.resolve("lib.txt")).exists();
        assertThat(directory.resolve("servers/server-1.partial")).doesNotExist();
    }

    @Test
    void aBrokenArchiveSaysWhatToDelete() throws IOException {
        Path archive = Files.writeString(directory.resolve("server-1.zip"), "not a zip file");
        assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> Distribution.unpack(archive, directory.resolve("servers")))
                .withMessageContaining("broken").withMessageContaining("delete " + directory);
        assertThat(Distribution.isUnpacked(archive, directory.resolve("servers"))).isFalse();
    }

    @Test
    void tooLittleRoomSaysHowMuchIsNeeded() {
        assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> DiskSpace.require(directory, Long.MAX_VALUE / 2, "Unpacking"))
                .withMessageMatching("Unpacking needs \\d+ MB in .*, and only \\d+ MB are free\\. Make room there.*");
    }

    private Path archive() throws IOException {
        Path archive = directory.resolve("server-1.zip");
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()),
                Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
            Files.createDirectories(zip.getPath("/wlp/bin"));
            Files.writeString(zip.getPath("/wlp/bin/server"), "#!/bin/sh");
            Files.setAttribute(zip.getPath("/wlp/bin/server"), "zip:permissions", PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(zip.getPath("/wlp/lib.txt"), "text");
            Files.setAttribute(zip.getPath("/wlp/lib.txt"), "zip:permissions", PosixFilePermissions.fromString("rw-r--r--"));
        }
        return archive;
    }
}
