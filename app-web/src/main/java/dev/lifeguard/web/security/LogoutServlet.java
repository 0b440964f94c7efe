package dev.lifeguard.web.security;

import dev.lifeguard.web.problem.ProblemType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;

/** Ends a login of the page. */
final class LogoutServlet extends HttpServlet {

    static final String PATH = "/logout";

    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        Optional<String> foreign = Origin.of(request).objection();
        if (foreign.isPresent()) {
            Refusal.of(ProblemType.CROSS_SITE, foreign.get()).answer(response);
            return;
        }
        request.logout();
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        response.sendRedirect(request.getContextPath() + LoginServlet.PAGE);
    }
}
