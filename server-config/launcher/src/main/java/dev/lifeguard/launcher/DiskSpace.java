package dev.lifeguard.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks for room before a long step fills the disk half-way. */
final class DiskSpace {

    private static final long MEBIBYTE = 1L << 20;

    private DiskSpace() {
    }

    /** @param directory exists */
    static void require(Path directory, long bytes, String what) throws IOException {
        long usableBytes = Files.getFileStore(directory).getUsableSpace();
        if (usableBytes < bytes) {
            throw new LaunchException(what + " needs " + mebibytes(bytes) + " MB in " + directory + ", and only "
                    + usableBytes / MEBIBYTE + " MB are free. Make room there, or work in a directory on another disk.");
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes + MEBIBYTE - 1) / MEBIBYTE;
    }
}
