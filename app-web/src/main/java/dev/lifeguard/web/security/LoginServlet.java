package dev.lifeguard.web.security;

import dev.lifeguard.operations.Roles;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;

/** Takes what {@code login.html} sends. Not the container's own form: that one lets anybody guess without a limit. */
final class LoginServlet extends HttpServlet {

    static final String PATH = "/login";
    static final String PAGE = "/login.html";

    private static final long serialVersionUID = 1L;

    private final transient Login login;

    LoginServlet(Login login) {
        this.login = login;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        Optional<String> foreign = Origin.of(request).objection();
        if (foreign.isPresent()) {
            Refusal.of(ProblemType.CROSS_SITE, foreign.get()).answer(response);
            return;
        }
        String name = request.getParameter("name");
        String password = request.getParameter("password");
        request.logout();
        Optional<Refusal> refusal = login.attempt(
                Peer.of(request), new Credentials(name == null ? "" : name, password == null ? "" : password), (user, secret) -> {
                    // Before the login: it is the session that keeps it on Payara.
                    request.getSession();
                    request.login(user, secret);
                });
        if (refusal.isEmpty() && !request.isUserInRole(Roles.VIEWER) && !request.isUserInRole(Roles.OPERATOR)) {
            request.logout();
            refusal = Optional.of(Refusal.of(ProblemType.FORBIDDEN, "This needs the role " + Roles.VIEWER + " or " + Roles.OPERATOR));
        }
        HttpSession session = request.getSession(false);
        if (refusal.isEmpty()) {
            // Whoever knew the number of the session so far shall not share the login.
            request.changeSessionId();
        } else if (session != null) {
            // As many as anybody sends would fill the memory.
            session.invalidate();
        }
        response.sendRedirect(
                request.getContextPath() + refusal.map(why -> PAGE + "#" + why.type().word()).orElse("/"));
    }
}
