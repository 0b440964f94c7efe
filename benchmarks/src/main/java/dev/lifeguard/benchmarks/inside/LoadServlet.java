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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** Puts the server's pools under load, as it is told, one thing after the other, and tells what came of it when it is over. */
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

    private final transient ExecutorService worker = Executors.newSingleThreadExecutor();
    private transient Future<Result> running;

    /** What came of it. */
    @FunctionalInterface
    private interface Result {
        void writeTo(DataOutputStream out) throws IOException;
    }

    /** Begins it: Payara cuts off a request that is not answered for long. */
    @Override
    protected synchronized void doPost(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        if (running != null) {
            throw new ServletException("The outcome of what was asked for last has not been fetched");
        }
        running = worker.submit(work(request));
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
    }

    private Callable<Result> work(HttpServletRequest request) throws ServletException {
        switch (request.getPathInfo()) {
            case "/play" -> {
                Duration wait = Duration.ofSeconds(number(request, "waitSeconds"));
                Load load = load(request);
                return () -> LoadEngine.play(app, wait, load.schedule())::writeTo;
            }
            case "/cycle" -> {
                DataSource pool = pool(request);
                Duration time = seconds(request);
                return () -> BorrowCosts.cycle(pool, time)::writeTo;
            }
            case "/saturated" -> {
                Duration time = seconds(request);
                return () -> BorrowCosts.saturated(bare, time)::writeTo;
            }
            case "/barrier" -> {
                int rounds = (int) number(request, "rounds");
                return () -> BorrowCosts.barrier(single, rounds)::writeTo;
            }
            default -> throw new ServletException("Nothing is known of " + request.getPathInfo());
        }
    }

    /** No content until it is over; then what came of it, once. */
    @Override
    protected synchronized void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        if (running == null) {
            throw new ServletException("Nothing was asked for");
        }
        if (!running.isDone()) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        Future<Result> over = running;
        running = null;
        try {
            response.setContentType("application/octet-stream");
            DataOutputStream out = new DataOutputStream(response.getOutputStream());
            over.get().writeTo(out);
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException(e);
        } catch (ExecutionException e) {
            throw new ServletException(e.getCause());
        }
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
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
