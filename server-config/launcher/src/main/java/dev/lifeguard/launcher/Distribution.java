package dev.lifeguard.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A server as its makers ship it: a zip file with one directory in it. */
public final class Distribution {

    private Distribution() {
    }

    /**
     * Unpacks a server's zip file, unless that has been done already, with the permissions that stand in it ({@code bin/asadmin} and
     * {@code bin/server} are executable).
     *
     * @param archive the zip file, from the local Maven repository
     * @param servers where all unpacked servers of this checkout are
     * @return the one directory that was in the zip file; shared, so nobody writes into it
     * @throws LaunchException there is too little room, or the zip file is broken
     */
    public static Path unpack(Path archive, Path servers) throws IOException {
        String name = archive.getFileName().toString().replaceFirst("\\.zip$", "");
        Path directory = Unpacking.once(servers, name, target -> {
            try {
                DiskSpace.require(target, unpackedBytes(archive), "Unpacking " + archive.getFileName());
                copy(archive, target);
            } catch (ZipException e) {
                throw new LaunchException("The server's archive is broken (" + e.getMessage() + "): delete " + archive.getParent()
                        + " and start again; Maven then downloads it afresh.", e);
            }
        });
        try (Stream<Path> content = Files.list(directory)) {
            List<Path> directories = content.filter(Files::isDirectory).toList();
            if (directories.size() != 1) {
                throw new LaunchException(directory + " should hold one directory, the server, and holds " + directories.size()
                        + ": delete it and start again.");
            }
            return directories.get(0);
        }
    }

    static boolean isUnpacked(Path archive, Path servers) {
        return Files.isDirectory(servers.resolve(archive.getFileName().toString().replaceFirst("\\.zip$", "")));
    }

    private static long unpackedBytes(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum();
        }
    }

    private static void copy(Path archive, Path target) throws IOException {
        boolean posix = Files.getFileAttributeView(target, PosixFileAttributeView.class) != null;
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()), Map.of("enablePosixFileAttributes", "true"));
                Stream<Path> entries = Files.walk(zip.getPath("/"))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Path file = target.resolve(entry.toString().substring(1)).normalize();
                if (!file.startsWith(target)) {
                    throw new LaunchException(archive + " holds " + entry + ", which leads out of the directory it is unpacked to.");
                }
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.copy(entry, file);
                if (posix && Files.getAttribute(entry, "zip:permissions") instanceof Set<?> permissions) {
                    Files.setPosixFilePermissions(file, permissions(permissions));
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(Set<?> stored) {
        return stored.stream().map(PosixFilePermission.class::cast).collect(Collectors.toSet());
    }
}
