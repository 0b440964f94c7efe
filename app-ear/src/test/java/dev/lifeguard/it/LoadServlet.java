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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Does what {@link LoadApplication} asks for. */
@WebServlet("/*")
public class LoadServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Resource(name = "jdbc/load/app", lookup = "jdbc/app", shareable = false)
    private transient DataSource pool;

    @Resource(lookup = "java:app/jdbc/load")
    private transient DataSource ownPool;

    private transient LoadThreads threads;

    @Override
    public void init() throws ServletException {
        begin();
    }

    private synchronized void begin() throws ServletException {
        try {
            threads = new LoadThreads(pool, ownPool);
        } catch (IOException e) {
            throw new ServletException(e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        try {
            long asked = System.nanoTime();
            Connection connection = pool.getConnection();
            long acquired = System.nanoTime();
            try (connection; Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
                park(number(request, "holdMillis"));
            }
            answer(response, Json.createObjectBuilder()
                    .add("acquisitionNanos", acquired - asked)
                    .add("holdNanos", System.nanoTime() - acquired));
        } catch (SQLException e) {
            throw new ServletException(e);
        }
    }

    private static void park(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Override
    public synchronized void destroy() {
        try {
            threads.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected synchronized void doPost(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        try {
            switch (request.getPathInfo()) {
                case "/start" -> threads.start((int) number(request, "threads"), number(request, "holdMicros"));
                case "/hold" -> threads.hold(Holding.valueOf(request.getParameter("way")), (int) number(request, "connections"));
                case "/stop" -> {
                    stop(response);
                    return;
                }
                default -> throw new ServletException("Nothing is known of " + request.getPathInfo());
            }
        } catch (InterruptedException | SQLException e) {
            throw new ServletException(e);
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
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
