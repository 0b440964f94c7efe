package dev.lifeguard.it;

import dev.lifeguard.operations.Operations;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.UUID;

/** Put into Lifeguard's web module: says who its caller is, and what the EJB behind it makes of that. */
@WebServlet("/caller")
public class CallerServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @EJB
    private transient Operations operations;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Principal caller = request.getUserPrincipal();
        response.getWriter().printf("%s reads %s acts %s session %s",
                caller == null ? "nobody" : caller.getName(),
                isLetIn(() -> operations.find(new UUID(0, 0))),
                isLetIn(() -> operations.execute(null)),
                request.getSession(false) != null);
    }

    private static boolean isLetIn(Runnable call) {
        try {
            call.run();
            return true;
        } catch (EJBAccessException e) {
            return false;
        } catch (RuntimeException e) {
            // Let in, to find what the method makes of such arguments.
            return true;
        }
    }
}
