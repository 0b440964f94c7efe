package dev.lifeguard.launcher;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, out of the jar that carries them. */
final class PostgresBinaries {

    /** About 90 MB on Linux, more elsewhere. */
    private static final long UNPACKED_BYTES = 150L << 20;
    private static final int EXECUTABLE = 0100;
    /** Held, because the logging system forgets the level of a logger that nobody holds. */
    private static final Logger LIBRARY = Logger.getLogger("io.zonky");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    private PostgresBinaries() {
    }

    /** The directory that holds {@code bin}, {@code lib} and {@code share}; unpacked below {@code servers} unless it is there already. */
    static Path unpack(Path servers) throws IOException {
        byte[] archive = archive();
        return Unpacking.once(servers, "postgresql-" + digest(archive), target -> {
            DiskSpace.require(target, UNPACKED_BYTES, "Unpacking PostgreSQL");
            unpack(archive, target);
        });
    }

    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.startsWith("windows") ? "Windows" : system.startsWith("mac") ? "Darwin" : "Linux";
        String processor = System.getProperty("os.arch");
        String architecture = processor.equals("amd64") ? "x86_64" : ArchUtils.normalize(processor);
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(name, architecture)) {
            if (archive != null) {
                return archive.readAllBytes();
            }
        } catch (IllegalStateException noneForThisMachine) {
            throw none(name, processor, noneForThisMachine);
        }
        throw none(name, processor, null);
    }

    private static LaunchException none(String system, String processor, Throwable cause) {
        return new LaunchException("There is no embedded PostgreSQL for " + system + " on " + processor
                + ": start a PostgreSQL yourself and give it with -Ddb.url= -Ddb.user= -Ddb.password=.", cause);
    }

    private static String digest(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("PostgreSQL's archive holds " + entry.getName() + ", which leads out of it");
                }
                Files.createDirectories(entry.isDirectory() ? file : file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(file, target.resolve(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, file);
                    if ((entry.getMode() & EXECUTABLE) != 0 && !file.toFile().setExecutable(true, false)) {
                        throw new IOException(file + " cannot be made executable");
                    }
                }
            }
        }
    }
}
