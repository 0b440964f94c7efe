package dev.lifeguard.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Makes a directory once for all runs and all tests of this checkout: it is filled under another name and renamed when it is whole, so that
 * an interrupted unpacking is never taken for a finished one; a second process that wants the same waits for the first.
 */
final class Unpacking {

    private Unpacking() {
    }

    /** Fills the directory that it is given, which exists and is empty. */
    @FunctionalInterface
    interface Content {
        void fill(Path directory) throws IOException;
    }

    /** The directory {@code parent/name}, filled now or by somebody before. */
    static Path once(Path parent, String name, Content content) throws IOException {
        Path directory = parent.resolve(name);
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Files.createDirectories(parent);
        // A file lock keeps other processes out; within one process it would throw instead of waiting.
        synchronized (Unpacking.class) {
            try (FileChannel channel = FileChannel.open(parent.resolve(name + ".lock"), StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || Files.isDirectory(directory)) {
                    return directory;
                }
                Path partial = parent.resolve(name + ".partial");
                Directories.delete(partial);
                Files.createDirectory(partial);
                content.fill(partial);
                return Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
