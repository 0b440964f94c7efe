package dev.lifeguard.launcher;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords for what lives no longer than a run. */
final class Passwords {

    private static final int BYTES = 16;

    private Passwords() {
    }

    /** 32 digits and letters from a to f, so that no file or command line has to quote them. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
