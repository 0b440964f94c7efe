package dev.lifeguard.it;

import jakarta.annotation.Resource;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;

/** Does what {@link WardedApplication} asks for. */
@WebServlet("/*")
public class WardedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Resource(name = "jdbc/warded/app", lookup = "jdbc/app", shareable = false)
    private transient DataSource app;

    @Resource(name = "jdbc/warded/single", lookup = "java:app/jdbc/single", shareable = false)
    private transient DataSource single;

    @Resource(name = "jdbc/warded/spare", lookup = "java:app/jdbc/spare", shareable = false)
    private transient DataSource spare;

    private final transient WardedThreads threads = new WardedThreads();

    @Override
    public void destroy() {
        threads.end();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        JsonObjectBuilder json = Json.createObjectBuilder();
        try {
            switch (request.getPathInfo()) {
                case "/once" -> json.add("micros", WardedThreads.once(pool(request)));
                case "/rounds" -> json.addAll(threads.rounds(pool(request), number(request, "threads"), number(request, "millis"),
                        Boolean.parseBoolean(request.getParameter("statement"))));
                case "/load" -> json.addAll(threads.load(
                        pool(request), number(request, "threads"), number(request, "hold"), number(request, "millis")));
                case "/hold" -> threads.hold(pool(request), number(request, "connections"));
                case "/queue" -> threads.queue(pool(request), number(request, "requests"));
                case "/ends" -> json.add("ends", Json.createArrayBuilder(threads.ends()));
                case "/end" -> threads.end();
                case "/unused" -> threads.unused(pool(request), number(request, "threads"), number(request, "millis"));
                default -> throw new ServletException("Nothing is known of " + request.getPathInfo());
            }
        } catch (InterruptedException | ExecutionException | SQLException e) {
            throw new ServletException(e);
        }
        response.setContentType("application/json");
        response.getWriter().print(json.build());
    }

    private DataSource pool(HttpServletRequest request) throws ServletException {
        return switch (request.getParameter("pool")) {
            case "jdbc/app" -> app;
            case "java:app/jdbc/single" -> single;
            case "java:app/jdbc/spare" -> spare;
            default -> throw new ServletException("No pool " + request.getParameter("pool"));
        };
    }

    private static int number(HttpServletRequest request, String name) {
        return Integer.parseInt(request.getParameter(name));
    }
}
