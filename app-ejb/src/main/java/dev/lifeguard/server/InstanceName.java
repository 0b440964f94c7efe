package dev.lifeguard.server;

import dev.lifeguard.pool.Digest;
import java.util.Locale;

/** The form of {@link PoolReader#instance()}: what people call the server, and six hex digits of where it lives. */
public final class InstanceName {

    private static final int DIGITS = 6;
    private static final int LONGEST_NAME = 60;

    private InstanceName() {}

    /**
     * @param name what people call it, for example {@code domain1/server}
     * @param directory where it lives: differs from that of every other server of the host, which may well have the same name
     * @return {@code [a-z0-9._-]}, 67 characters at most
     */
    public static String of(String name, String directory) {
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]+", "-");
        return slug.substring(0, Math.min(slug.length(), LONGEST_NAME)) + "-" + Digest.of(directory, DIGITS);
    }
}
