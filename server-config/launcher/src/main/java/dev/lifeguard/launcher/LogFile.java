package dev.lifeguard.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Follows a growing text file, which need not be there yet. A file that was cut short or replaced is read again from its beginning. */
final class LogFile {

    private final Path file;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private long position;

    /** @param position where to begin, in bytes from the file's beginning */
    LogFile(Path file, long position) {
        this.file = file;
        this.position = position;
    }

    /** The lines that were finished since the last call. */
    List<String> readLines() throws IOException {
        List<String> lines = new ArrayList<>();
        if (!Files.exists(file)) {
            return lines;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() < position) {
                position = 0;
                unfinished.reset();
            }
            channel.position(position);
            ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
            for (int read = channel.read(buffer); read > 0; read = channel.read(buffer.clear())) {
                position += read;
                collect(buffer.flip(), lines);
            }
        }
        return lines;
    }

    private void collect(ByteBuffer bytes, List<String> lines) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                lines.add(unfinished.toString(StandardCharsets.UTF_8).stripTrailing());
                unfinished.reset();
            } else {
                unfinished.write(next);
            }
        }
    }
}
