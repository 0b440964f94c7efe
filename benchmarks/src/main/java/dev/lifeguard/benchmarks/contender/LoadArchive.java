package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.benchmarks.load.BorrowCosts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.HdrHistogram.Histogram;

/** The load as a WAR. */
final class LoadArchive {

    private static final List<String> PACKAGES = List.of("dev/lifeguard/benchmarks/load", "dev/lifeguard/benchmarks/inside");

    private LoadArchive() {}

    static Path write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            Path histograms = locationOf(Histogram.class);
            add(zip, "WEB-INF/lib/" + histograms.getFileName(), Files.readAllBytes(histograms));
            Path classes = locationOf(BorrowCosts.class);
            for (String directory : PACKAGES) {
                try (Stream<Path> files = Files.list(classes.resolve(directory))) {
                    for (Path each : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
                        add(zip, "WEB-INF/classes/" + classes.relativize(each).toString().replace('\\', '/'), Files.readAllBytes(each));
                    }
                }
            }
        }
        return file;
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    /** A directory for the classes of this module, a jar for those of a library. */
    private static Path locationOf(Class<?> member) {
        try {
            return Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
