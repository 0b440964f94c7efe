package dev.lifeguard.it;

import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.Order;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.server.PoolControl;
import dev.lifeguard.server.PoolReader;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Lets a test outside the server give orders for the pool {@code jdbc/app}, and hold its connections. */
@WebServlet("/")
public class OrderServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    /** Counted down to give back what is held. */
    private static volatile CountDownLatch release = new CountDownLatch(0);

    @Resource(name = "jdbc/orders/app", lookup = "jdbc/app", shareable = false)
    private transient DataSource app;

    @Inject
    private transient OperationDesk desk;

    @Inject
    private transient PoolReader reader;

    @Inject
    private transient PoolControl control;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Pool pool = reader.pools().stream().filter(each -> each.goesBy("jdbc/app")).findFirst().orElseThrow();
        response.getWriter().print(control.inForce(pool).map(settings -> settings.max().orElse(0)).orElse(-1) + " "
                + reader.settings(pool).max().orElse(0));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Pool pool = reader.pools().stream().filter(each -> each.goesBy("jdbc/app")).findFirst().orElseThrow();
        String what = request.getServletPath().substring(1);
        try {
            if (what.equals("hold")) {
                hold();
            } else if (what.equals("release")) {
                release.countDown();
            } else {
                OperationRecord record = desk.execute(new Actor(Actor.Kind.OPERATOR, "tester"), order(pool.id(), what, request));
                response.getWriter().print(record.state() + " " + record.outcome());
            }
        } catch (RefusedException e) {
            response.getWriter().print(e.kind() + " " + e.getMessage());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** On a thread of its own, as Open Liberty takes a connection back at the request's end. */
    private void hold() throws InterruptedException {
        CountDownLatch until = new CountDownLatch(1);
        CountDownLatch had = new CountDownLatch(1);
        release = until;
        new Thread(() -> {
            try (Connection connection = app.getConnection(); Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
                had.countDown();
                until.await();
            } catch (SQLException | InterruptedException e) {
                getServletContext().log("The connection was not held to its end", e);
            }
        }).start();
        if (!had.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("No connection to hold");
        }
    }

    private static Order order(PoolId pool, String what, HttpServletRequest request) {
        Optional<String> reason = Optional.of("a test");
        return switch (what) {
            case "settings" -> new Order.Settings(
                    pool, SettingsChange.ofMax(Integer.parseInt(request.getParameter("max"))), Optional.empty(),
                    Optional.ofNullable(request.getParameter("revert")).map(Duration::parse),
                    request.getParameter("persist") != null, reason);
            case "recycle" -> new Order.Recycle(pool, TIMEOUT, reason);
            case "flush" -> new Order.Flush(pool, OptionalInt.of(100), reason);
            case "ping" -> new Order.Ping(pool, Duration.ofSeconds(10), reason);
            case "warm" -> new Order.Warm(pool, reason);
            case "drain" -> new Order.Drain(pool, TIMEOUT, reason);
            case "resume" -> new Order.Resume(pool, reason);
            default -> throw new IllegalArgumentException(what);
        };
    }
}
