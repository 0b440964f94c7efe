package dev.lifeguard.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a request comes from, as far as its headers say; each is null if it has none.
 *
 * @param site {@code Sec-Fetch-Site}
 * @param origin {@code Origin}
 * @param host {@code Host}
 */
record Origin(String site, String origin, String host) {

    static Origin of(HttpServletRequest request) {
        return new Origin(request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"), request.getHeader("Host"));
    }

    /** Why the request may come from a page of another site; empty if nothing speaks for it. */
    Optional<String> objection() {
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return Optional.of("Sec-Fetch-Site says that it comes from elsewhere");
        }
        return origin == null || isHost() ? Optional.empty() : Optional.of("Origin is not the host that is asked");
    }

    // Without the scheme: a proxy in front may speak https where this server does not.
    private boolean isHost() {
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
