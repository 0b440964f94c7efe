package dev.lifeguard.it;

import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.operations.Order;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
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
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Lets a test outside the server give orders for the pool {@code jdbc/app}, or for another one, and hold connections. */
@WebServlet("/")
public class OrderServlet extends HttpServlet {

    /** A pool of the application itself, of an XA data source. */
    static final String DEFINED = "java:app/jdbc/orders";

    private static final long serialVersionUID = 1L;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final SettingsInForce NONE = new SettingsInForce(0, OptionalInt.empty(), Optional.empty(), Optional.empty());
    /** Counted down to give back what is held. */
    private static volatile CountDownLatch release = new CountDownLatch(0);

    @Resource(name = "jdbc/orders/app", lookup = "jdbc/app", shareable = false)
    private transient DataSource app;

    @Resource(name = "jdbc/orders/defined", lookup = DEFINED, shareable = false)
    private transient DataSource defined;

    @Inject
    private transient OperationDesk desk;

    @Inject
    private transient PoolReader reader;

    @Inject
    private transient PoolControl control;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Pool pool = pool(request);
        SettingsInForce configured = configured(pool);
        SettingsInForce inForce = control.inForce(pool).orElse(NONE);
        response.getWriter().print(inForce.max().orElse(-1) + " " + configured.max().orElse(0) + " "
                + seconds(inForce) + " " + seconds(configured));
    }

    private SettingsInForce configured(Pool pool) {
        PoolSettings settings = reader.settings(pool);
        return new SettingsInForce(settings.min().orElse(0), settings.max(), settings.waitTimeout(), settings.idleTimeout());
    }

    private static long seconds(SettingsInForce settings) {
        return settings.idleTimeout().map(Duration::toSeconds).orElse(-1L);
    }

    private Pool pool(HttpServletRequest request) {
        String name = Optional.ofNullable(request.getParameter("pool")).orElse("jdbc/app");
        return reader.pools().stream().filter(each -> each.goesBy(name)).findFirst().orElseThrow();
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String what = request.getServletPath().substring(1);
        try {
            if (what.equals("hold")) {
                hold(DEFINED.equals(request.getParameter("pool")) ? defined : app);
            } else if (what.equals("release")) {
                release.countDown();
            } else {
                OperationRecord record = desk.execute(new Actor(Actor.Kind.OPERATOR, "tester"), order(pool(request).id(), what, request));
                response.getWriter().print(record.state() + " " + record.outcome());
            }
        } catch (RefusedException e) {
            response.getWriter().print(e.kind() + " " + e.getMessage());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** On a thread of its own, as Open Liberty takes a connection back at the request's end. */
    private void hold(DataSource source) throws InterruptedException {
        CountDownLatch until = new CountDownLatch(1);
        CountDownLatch had = new CountDownLatch(1);
        release = until;
        new Thread(() -> {
            try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
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
                    pool, change(request), Optional.empty(),
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

    private static SettingsChange change(HttpServletRequest request) {
        return new SettingsChange(
                OptionalInt.empty(),
                Stream.ofNullable(request.getParameter("max")).mapToInt(Integer::parseInt).findFirst(),
                Optional.empty(),
                Optional.ofNullable(request.getParameter("idle")).map(Long::valueOf).map(Duration::ofSeconds));
    }
}
