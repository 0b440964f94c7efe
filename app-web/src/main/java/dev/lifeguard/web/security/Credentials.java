package dev.lifeguard.web.security;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A user name and a password, as somebody claims them. */
record Credentials(String name, String password) {

    private static final String BASIC = "basic ";

    /** Those of an {@code Authorization} header; empty if it is not Basic (RFC 7617, UTF-8) or cannot be read. */
    static Optional<Credentials> basic(String header) {
        if (!isBasic(header)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            int colon = text.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static boolean isBasic(String header) {
        return header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length());
    }

    /** Keeps the password out of every message. */
    @Override
    public String toString() {
        return name;
    }
}
