package dev.lifeguard.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The machine that a request comes from, which may be a proxy.
 *
 * @param secure whether it comes by https
 */
record Peer(String address, boolean secure) {

    /** The part of an IPv6 address that is its network's: whoever has one such address has all of them. */
    private static final int NETWORK_BYTES = 8;

    static Peer of(HttpServletRequest request) {
        return new Peer(request.getRemoteAddr(), request.isSecure());
    }

    /** Whether nobody on the way can read along. */
    boolean isPrivate() {
        return secure || parsed().filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** What its attempts are counted under. */
    String key() {
        return parsed().map(InetAddress::getAddress)
                .filter(bytes -> bytes.length > NETWORK_BYTES)
                .map(bytes -> HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)))
                .orElse(address);
    }

    private Optional<InetAddress> parsed() {
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            // With the name of an interface that is gone: nothing is known of it but its text.
            return Optional.empty();
        }
    }
}
