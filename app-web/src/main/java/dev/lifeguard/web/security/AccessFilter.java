package dev.lifeguard.web.security;

import dev.lifeguard.operations.Roles;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets in whoever may. All that is not named here needs a role: a viewer may read, only an operator may do more.
 *
 * <p>Not by constraints of the descriptor: a container that asks for a password itself does so without a limit, and answers what no program
 * can read.
 */
final class AccessFilter extends HttpFilter {

    /** Any value: that a page of another site cannot send it without being asked first is what counts. */
    static final String OWN_HEADER = "X-Lifeguard";
    static final String METRICS = "/metrics";

    private static final long serialVersionUID = 1L;

    private static final Set<String> OPEN =
            Set.of(LoginServlet.PAGE, LoginServlet.PATH, LogoutServlet.PATH, "/lifeguard.css");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options", "nosniff",
            // Not no-referrer: with that, browsers send Origin: null with a form.
            "Referrer-Policy", "same-origin",
            "Cache-Control", "no-store");

    private final transient Login login;
    private final boolean metricsLogin;
    private final transient RateLimit operations;
    private final transient Attempts attempts;

    /**
     * @param metricsLogin whether the metrics are not for everybody
     * @param operationsPerMinute requests that do more than read, of one user
     * @param attempts is told of those that are refused to somebody who is known
     */
    AccessFilter(Login login, boolean metricsLogin, int operationsPerMinute, Attempts attempts, InstantSource clock) {
        this.login = login;
        this.metricsLogin = metricsLogin;
        this.attempts = attempts;
        this.operations = new RateLimit(operationsPerMinute, Duration.ofMinutes(1), clock);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getHeader("Authorization") != null) {
            // Open Liberty has looked at it before anybody could count that, and has put its cookie for a right one into the answer already.
            response.reset();
        }
        HEADERS.forEach(response::setHeader);
        String path = path(request);
        Optional<Refusal> refusal = isOpen(request, path) ? Optional.empty() : refusal(request, path);
        if (refusal.isEmpty()) {
            chain.doFilter(request, response);
        } else if (refusal.get().type() == ProblemType.UNAUTHENTICATED) {
            askWho(request, response, path, refusal.get());
        } else {
            refusal.get().answer(response);
        }
    }

    private Optional<Refusal> refusal(HttpServletRequest request, String path) {
        String authorization = request.getHeader("Authorization");
        if (Credentials.isBasic(authorization)) {
            Optional<Refusal> refusal = login.insecure(Peer.of(request));
            if (refusal.isEmpty()) {
                refusal = Credentials.basic(authorization).map(credentials -> login.attempt(Peer.of(request), credentials, realm(request)))
                        .orElseGet(() -> Optional.of(Refusal.of(ProblemType.UNAUTHENTICATED, "The header Authorization cannot be read")));
            }
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        if (request.getUserPrincipal() == null) {
            return Optional.of(Refusal.of(ProblemType.UNAUTHENTICATED, "Log in as somebody with the role " + Roles.VIEWER + " or " + Roles.OPERATOR));
        }
        boolean reads = READING.contains(request.getMethod());
        if (!request.isUserInRole(Roles.OPERATOR) && !(reads && request.isUserInRole(Roles.VIEWER))) {
            String needed = "This needs the role " + (reads ? Roles.VIEWER + " or " + Roles.OPERATOR : Roles.OPERATOR);
            if (!reads && operations.take(request.getUserPrincipal().getName()).isEmpty()) {
                attempts.refused(request.getUserPrincipal().getName(), path, needed);
            }
            return Optional.of(Refusal.of(ProblemType.FORBIDDEN, needed));
        }
        return reads ? Optional.empty() : objectionToActing(request);
    }

    /**
     * Open Liberty has looked at the password by itself and has told nobody what came of it: it is asked for all the same, so that guesses are
     * counted. Whom else a cookie says that it is, is not who the password is for.
     */
    private static Login.Realm realm(HttpServletRequest request) {
        return (name, password) -> {
            Principal caller = request.getUserPrincipal();
            if (caller != null && !caller.getName().equals(name)) {
                request.logout();
            }
            if (request.getUserPrincipal() == null) {
                request.login(name, password);
            }
        };
    }

    private Optional<Refusal> objectionToActing(HttpServletRequest request) {
        Optional<String> foreign = request.getHeader(OWN_HEADER) == null
                ? Optional.of("The header " + OWN_HEADER + " is missing")
                : Origin.of(request).objection();
        return foreign.map(objection -> Refusal.of(ProblemType.CROSS_SITE, objection))
                .or(() -> operations.take(request.getUserPrincipal().getName())
                        .map(wait -> Refusal.tooOften("Too many requests that change something", wait)));
    }

    /** People are led to the form, programs are told; a browser is not told in a way that makes it ask by itself where our page has asked. */
    private static void askWho(HttpServletRequest request, HttpServletResponse response, String path, Refusal refusal) throws IOException {
        boolean page = request.getMethod().equals("GET") && !path.equals(METRICS) && !path.matches("/api(/.*)?");
        if (page && request.getHeader("Authorization") == null) {
            response.sendRedirect(request.getContextPath() + LoginServlet.PAGE);
            return;
        }
        if (request.getHeader(OWN_HEADER) == null) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Lifeguard\", charset=\"UTF-8\"");
        }
        refusal.answer(response);
    }

    /**
     * Whether it is for everybody: only if the container, too, has made of the path what was sent. Of {@code /metrics;/../api/live} Open Liberty
     * remembers that the servlet behind {@code /api/live} is that of {@code /metrics}.
     */
    private boolean isOpen(HttpServletRequest request, String path) {
        String below = request.getPathInfo();
        String understood = below == null ? request.getServletPath() : request.getServletPath() + below;
        return understood.equals(path) && (OPEN.contains(path) || path.equals(METRICS) && !metricsLogin);
    }

    /** As it was sent. */
    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
