package dev.lifeguard.benchmarks.inside;

import dev.lifeguard.benchmarks.load.BorrowCosts;
import dev.lifeguard.benchmarks.load.Load;
import dev.lifeguard.benchmarks.load.LoadEngine;
import dev.lifeguard.benchmarks.load.Trace;
import jakarta.annotation.Resource;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import javax.sql.DataSource;

/** Puts the server's pools under load, as it is told, and answers with what came of it when it is over. */
@WebServlet("/*")
public class LoadServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** As an application has it: unshareable, so that each request borrows a connection of its own. */
    @Resource(name = "jdbc/load/app", lookup = "jdbc/app", shareable = false)
    private transient DataSource app;

    /** Validates nothing, and has 16 connections. */
    @Resource(name = "jdbc/load/bare", lookup = "jdbc/bare", shareable = false)
    private transient DataSource bare;

    /** Has one. */
    @Resource(name = "jdbc/load/single", lookup = "jdbc/single", shareable = false)
    private transient DataSource single;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        response.setContentType("application/octet-stream");
        DataOutputStream out = new DataOutputStream(response.getOutputStream());
        try {
            switch (request.getPathInfo()) {
                case "/play" ->
                    LoadEngine.play(app, Duration.ofSeconds(number(request, "waitSeconds")), load(request).schedule()).writeTo(out);
                case "/cycle" -> BorrowCosts.cycle(pool(request), seconds(request)).writeTo(out);
                case "/saturated" -> BorrowCosts.saturated(bare, seconds(request)).writeTo(out);
                case "/barrier" -> BorrowCosts.barrier(single, (int) number(request, "rounds")).writeTo(out);
                default -> throw new ServletException("Nothing is known of " + request.getPathInfo());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException(e);
        }
        out.flush();
    }

    private static Load load(HttpServletRequest request) {
        return new Load(Trace.of(request.getParameter("trace")), Double.parseDouble(request.getParameter("seconds")),
                number(request, "seed"), Boolean.parseBoolean(request.getParameter("beginning")));
    }

    private DataSource pool(HttpServletRequest request) throws ServletException {
        return switch (request.getParameter("pool")) {
            case "app" -> app;
            case "bare" -> bare;
            default -> throw new ServletException("There is no pool " + request.getParameter("pool"));
        };
    }

    private static Duration seconds(HttpServletRequest request) {
        return Duration.ofSeconds(number(request, "seconds"));
    }

    private static long number(HttpServletRequest request, String name) {
        return Long.parseLong(request.getParameter(name));
    }
}
