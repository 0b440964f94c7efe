package dev.lifeguard.web.security;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How often somebody may be wrong about a password: {@value #PER_ADDRESS} times in five minutes from one address, {@value #PER_NAME} times
 * for one user name. A name that others have used up by guessing has {@value #PER_BOTH} more from each address, so that nobody is locked out by
 * somebody elsewhere.
 */
final class LoginLimit {

    static final int PER_ADDRESS = 20;
    static final int PER_NAME = 10;
    static final int PER_BOTH = 3;
    static final Duration PERIOD = Duration.ofMinutes(5);

    private final RateLimit addresses;
    private final RateLimit names;
    private final RateLimit both;

    LoginLimit(InstantSource clock) {
        addresses = new RateLimit(PER_ADDRESS, PERIOD, clock);
        names = new RateLimit(PER_NAME, PERIOD, clock);
        both = new RateLimit(PER_BOTH, PERIOD, clock);
    }

    /** How long a login has to wait before it is even looked at; empty if it need not. */
    Optional<Duration> waitFor(String address, String name) {
        Optional<Duration> ofName = names.waitFor(name).flatMap(
                own -> both.waitFor(pair(address, name)).map(pair -> Stream.of(own, pair).min(Duration::compareTo).orElseThrow()));
        return Stream.concat(addresses.waitFor(address).stream(), ofName.stream()).max(Duration::compareTo);
    }

    /** Several that are tried at once may each be looked at; each is counted, so that the next waits the longer. */
    void failed(String address, String name) {
        addresses.count(address);
        names.count(name);
        both.count(pair(address, name));
    }

    // No address has a space.
    private static String pair(String address, String name) {
        return address + " " + name;
    }
}
