package dev.lifeguard.operations;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of lines that only grows, and that one alone may write. A line is there once its line break is: what follows the last one was cut
 * off by the end of the process, and is cut off when the file is opened. Not for several threads.
 *
 * <p>Not written through a channel, which an interrupt of the writing thread would close for good.
 */
final class JournalFile implements AutoCloseable {

    /** Somebody else has the file. */
    static final class HeldException extends IOException {
        private static final long serialVersionUID = 1L;

        HeldException(Path file) {
            super("Another Lifeguard of this server has " + file);
        }
    }

    private static final Logger LOG = System.getLogger(JournalFile.class.getName());
    private static final long MOST_ASIDE = 1 << 20;

    private final Path path;
    private final FileChannel lock;
    private RandomAccessFile file;
    private long size;

    private JournalFile(Path path, FileChannel lock) throws IOException {
        this.path = path;
        this.lock = lock;
        file = open(path);
        size = file.length();
    }

    /** @throws HeldException if somebody else has it open, in this JVM or in another */
    static JournalFile open(Path directory, String name) throws IOException {
        Files.createDirectories(directory);
        Path lockFile = directory.resolve(name + ".lock");
        // The lock has a file of its own, as the journal itself is replaced now and then.
        FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = lock.tryLock();
            if (held == null) {
                throw new HeldException(lockFile);
            }
            return new JournalFile(directory.resolve(name), lock);
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new HeldException(lockFile);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static RandomAccessFile open(Path path) throws IOException {
        return new RandomAccessFile(path.toFile(), "rw");
    }

    /** All whole lines. */
    List<String> lines() throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        if (end < bytes.length) {
            LOG.log(Level.WARNING,
                    "The last entry of {0} was not written to its end, {1} bytes of it; it is cut off", path, bytes.length - end);
            file.setLength(end);
            size = end;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }

    /**
     * Adds a line, or nothing.
     *
     * @param durable whether it is to be on the disk when this returns
     */
    void append(String line, boolean durable) throws IOException {
        byte[] bytes = (line + '\n').getBytes(StandardCharsets.UTF_8);
        try {
            file.seek(size);
            file.write(bytes);
            if (durable) {
                file.getFD().sync();
            }
            size += bytes.length;
        } catch (IOException e) {
            file.setLength(size);
            throw e;
        }
    }

    /** Has these lines and no others from now on; if that fails, those that it had. */
    void replace(List<String> lines) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        try {
            try (RandomAccessFile written = open(beside)) {
                written.setLength(0);
                written.write(String.join("", lines.stream().map(line -> line + '\n').toList()).getBytes(StandardCharsets.UTF_8));
                written.getFD().sync();
            }
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        file.close();
        file = open(path);
        size = file.length();
        syncDirectory();
    }

    /** Else a crash of the machine could bring back the file that was replaced, without what has been added to the new one since. */
    private void syncDirectory() throws IOException {
        // Elsewhere directories cannot be opened.
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        // A channel of an interrupted thread is closed at once.
        boolean interrupted = Thread.interrupted();
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Keeps what cannot be read in a file beside this one, up to a megabyte of it. */
    void setAside(List<String> unreadable) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".unreadable");
        if (!unreadable.isEmpty() && (Files.notExists(aside) || Files.size(aside) < MOST_ASIDE)) {
            Files.write(aside, unreadable, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            file.close();
        }
    }
}
