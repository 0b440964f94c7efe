package dev.lifeguard.pool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** Tells texts apart by a few digits that may stand in a name. Hides nothing, and a short one may belong to two texts. */
public final class Digest {

    private static final int MOST_DIGITS = 64;

    private Digest() {}

    /**
     * The beginning of the text's SHA-256.
     *
     * @param digits how many hex digits, 1 to 64
     * @return {@code [0-9a-f]}, the same on every machine
     */
    public static String of(String text, int digits) {
        Objects.requireNonNull(text, "text");
        if (digits < 1 || digits > MOST_DIGITS) {
            throw new IllegalArgumentException("digits is " + digits + "; it must be from 1 to " + MOST_DIGITS);
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
