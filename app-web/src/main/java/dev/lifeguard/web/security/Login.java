package dev.lifeguard.web.security;

import dev.lifeguard.web.problem.ProblemType;
import jakarta.servlet.ServletException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks the server's own realm who somebody is. Everybody who brings a password passes here, by whichever way. */
final class Login {

    private static final Logger LOG = System.getLogger(Login.class.getName());
    private static final int LINES_PER_MINUTE = 60;
    private static final int LONGEST_NAME = 64;
    private static final Pattern PLAIN = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,256}");

    /** Who knows the users. */
    @FunctionalInterface
    interface Realm {

        /** @throws ServletException if it does not know this user by this password */
        void login(String name, String password) throws ServletException;
    }

    private final boolean overHttp;
    private final LoginLimit limit;
    private final RateLimit lines;

    /** @param overHttp whether passwords are taken over plain http from other machines */
    Login(boolean overHttp, InstantSource clock) {
        this.overHttp = overHttp;
        this.limit = new LoginLimit(clock);
        this.lines = new RateLimit(LINES_PER_MINUTE, Duration.ofMinutes(1), clock);
    }

    /** Why no password from there is looked at, right or wrong; empty if it is. */
    Optional<Refusal> insecure(Peer peer) {
        return overHttp || peer.isPrivate()
                ? Optional.empty()
                : Optional.of(Refusal.of(ProblemType.INSECURE, "From another machine, a password is taken over https only"));
    }

    /** The caller is somebody afterwards, or it is said why not. */
    Optional<Refusal> attempt(Peer peer, Credentials credentials, Realm realm) {
        Optional<Refusal> insecure = insecure(peer);
        if (insecure.isPresent()) {
            return insecure;
        }
        Optional<Duration> wait = limit.waitFor(peer.key(), credentials.name());
        if (wait.isPresent()) {
            return wait.map(time -> Refusal.tooOften("Too many failed logins", time));
        }
        if (knows(realm, credentials)) {
            return Optional.empty();
        }
        limit.failed(peer.key(), credentials.name());
        if (lines.take("").isEmpty()) {
            LOG.log(Level.WARNING, "Failed login from {0} as {1}", peer.address(), printable(credentials.name()));
        }
        return Optional.of(Refusal.of(ProblemType.UNAUTHENTICATED, "User name or password is wrong"));
    }

    private static boolean knows(Realm realm, Credentials credentials) {
        // Payara writes the name that it does not know to its log as it is, and to more than one line if it has more.
        if (!PLAIN.matcher(credentials.name()).matches()) {
            return false;
        }
        try {
            realm.login(credentials.name(), credentials.password());
            return true;
        } catch (ServletException e) {
            // Which is what login throws for a wrong password. Why else it may have failed, the server has said in its log.
            return false;
        }
    }

    /** Of one line, and in plain letters: what somebody sends must not look like another line of the log, or steer a terminal. */
    static String printable(String name) {
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        return "'" + cut.replaceAll("[^\\p{L}\\p{N} .@_…-]", "?") + "'";
    }
}
