package dev.lifeguard.it;

import jakarta.annotation.Resource;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;

/** Does what {@link LoadApplication} asks for. */
@WebServlet("/*")
public class LoadServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Resource(name = "jdbc/load/app", lookup = "jdbc/app", shareable = false)
    private transient DataSource pool;

    @Resource(lookup = "java:app/jdbc/load")
    private transient DataSource ownPool;

    private transient volatile LoadThreads threads;

    @Override
    public void init() throws ServletException {
        begin();
    }

    private void begin() throws ServletException {
        try {
            threads = new LoadThreads(pool, ownPool);
        } catch (IOException e) {
            throw new ServletException(e);
        }
    }

    /** Borrows in the request's own thread, and gives back after so long. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_sleep(" + number(request, "holdMillis") + " / 1000.0)");
        } catch (SQLException e) {
            throw new ServletException(e);
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    @Override
    public void destroy() {
        try {
            threads.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        try {
            switch (request.getPathInfo()) {
                case "/start" -> threads.start((int) number(request, "threads"), number(request, "holdMicros"));
                case "/hold" -> threads.hold(Holding.valueOf(request.getParameter("way")), (int) number(request, "connections"));
                case "/borrow" -> {
                    borrow(request, response);
                    return;
                }
                case "/cost" -> {
                    answer(response, Json.createObjectBuilder().add("nanos", threads.cost((int) number(request, "threads"))));
                    return;
                }
                case "/warm" -> threads.warm();
                case "/step" -> {
                    answer(response, Json.createObjectBuilder().add("nanos", threads.step(
                            (int) number(request, "threads"), number(request, "holdMicros"), (int) number(request, "atOnce"))));
                    return;
                }
                case "/stop" -> {
                    stop(response);
                    return;
                }
                default -> throw new ServletException("Nothing is known of " + request.getPathInfo());
            }
        } catch (InterruptedException | ExecutionException | SQLException e) {
            throw new ServletException(e);
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private void borrow(HttpServletRequest request, HttpServletResponse response)
            throws InterruptedException, ExecutionException, IOException {
        JsonArrayBuilder timed = Json.createArrayBuilder();
        for (LoadThreads.Timed each : threads.borrowAtOnce((int) number(request, "connections"), number(request, "holdMillis"))) {
            timed.add(Json.createObjectBuilder()
                    .add("acquisitionNanos", each.acquisitionNanos())
                    .add("holdNanos", each.holdNanos()));
        }
        answer(response, Json.createObjectBuilder().add("timed", timed));
    }

    private void stop(HttpServletResponse response) throws InterruptedException, IOException, SQLException, ServletException {
        LoadThreads ended = threads;
        ended.stop();
        JsonObjectBuilder outcome = Json.createObjectBuilder().add("borrows", ended.borrows()).add("failures", ended.failures());
        if (ended.failure() != null) {
            outcome.add("failure", ended.failure());
        }
        begin();
        answer(response, outcome);
    }

    private static void answer(HttpServletResponse response, JsonObjectBuilder json) throws IOException {
        response.setContentType("application/json");
        response.getWriter().print(json.build());
    }

    private static long number(HttpServletRequest request, String name) {
        return Long.parseLong(request.getParameter(name));
    }
}
