package dev.lifeguard.web.live;

import dev.lifeguard.web.problem.Problem;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Semaphore;

/** Opens streams, so many at once and no more. */
public final class LiveServlet extends HttpServlet {

    /** Beside the JSON interface. */
    public static final String ADDRESS = "/api/live";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(LiveServlet.class.getName());
    private static final int MOST_READERS = 50;

    private final transient LiveFeed feed;
    private final transient Semaphore places = new Semaphore(MOST_READERS);

    public LiveServlet(LiveFeed feed) {
        this.feed = feed;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!"GET".equals(request.getMethod())) {
            response.setHeader("Allow", "GET");
            new Problem(ProblemType.METHOD_NOT_ALLOWED, "The live stream is had by GET").send(response);
        } else if (!places.tryAcquire()) {
            new Problem(ProblemType.TOO_MANY_READERS, "There are " + MOST_READERS + " readers already").send(response);
        } else {
            open(request, response);
        }
    }

    private void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // For the proxies that would collect events before they pass them on.
        response.setHeader("X-Accel-Buffering", "no");
        ServletOutputStream out = response.getOutputStream();
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        LiveStream stream = new LiveStream(out, () -> close(context));
        context.addListener(stream);
        out.setWriteListener(stream);
        feed.join(stream);
    }

    private void close(AsyncContext context) {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "The container has ended it already", e);
        } finally {
            places.release();
        }
    }
}
