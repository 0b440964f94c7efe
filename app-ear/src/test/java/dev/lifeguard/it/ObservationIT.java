package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is told of pools that another application uses, which knows nothing of Lifeguard. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObservationIT {

    /** A bucket's width, and how much longer the application's own clock runs: through the server's data source and this busy machine. */
    private static final double BUCKET = 1.06;
    private static final double OVERHEAD_SECONDS = 0.01;
    private static final Duration LATEST = Duration.ofSeconds(60);
    /** Limits in milliseconds have five times as much on these noisy machines, and those in seconds twice. */
    private static final int SLACK = 5;
    private static final int SLACK_OF_SECONDS = 2;
    private static final int BUSY_THREADS = SharedServerNumbers.APP_MAX + 6;
    private static final int HOLD_MICROS = 300_000;

    @Deployment(name = "observed", order = 1, testable = false)
    static Archive<?> load() {
        return LoadApplication.archive(SharedServer.get().database().app());
    }

    @Deployment(name = "lifeguard", order = 2, testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguardAs("lifeguard-that-observes.ear");
    }

    @BeforeEach
    void awaitHealthy() {
        Awaitility.await().atMost(LATEST).until(() -> appPool().getString("verdict"), "healthy"::equals);
        Awaitility.await().atMost(LATEST).until(() -> appPool().getString("timing"), "exact"::equals);
    }

    @AfterEach
    void endLoad() {
        LoadApplication.stop();
    }

    @Test
    @Order(1)
    void knownWaitsAndHoldsComeOutWithinOneBucket() {
        int waiting = 3;
        List<LoadThreads.Timed> timed = LoadApplication.borrowAtOnce(SharedServerNumbers.APP_MAX + waiting, 1_700);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> appPool().getLong("hold.count") == timed.size());

        JsonPath told = appPool();
        assertThat(told.getLong("acquisition.count")).isEqualTo(timed.size());
        assertThat(timed).filteredOn(each -> each.acquisitionNanos() > 1_000_000_000).as("waited").hasSize(waiting);
        assertSame(told.getDouble("acquisition.max"), seconds(timed.stream().mapToLong(LoadThreads.Timed::acquisitionNanos).max().orElseThrow()));
        assertSame(told.getDouble("hold.max"), seconds(timed.stream().mapToLong(LoadThreads.Timed::holdNanos).max().orElseThrow()));
        assertSame(told.getDouble("hold.p50"), seconds(median(timed.stream().map(LoadThreads.Timed::holdNanos).sorted().toList())));
        assertThat(told.getInt("inUsePeak")).isEqualTo(SharedServerNumbers.APP_MAX);
        assertThat(told.getInt("waitingPeak")).as("the probe may queue too").isBetween(waiting, waiting + 1);
        assertThat(told.getLong("acquisition.over10ms")).isGreaterThanOrEqualTo(waiting);

        JsonPath minute = window(Duration.ofMinutes(1));
        assertThat(minute.getLong("queueing.count")).isEqualTo(waiting);
        assertSame(minute.getDouble("queueing.max"), told.getDouble("acquisition.max"));
        double held = timed.stream().mapToDouble(each -> seconds(each.holdNanos())).sum();
        assertThat(told.getDouble("hold.mean") * told.getLong("hold.count")).as("the holds").isBetween(held * 0.98, held * 1.02);
    }

    @Test
    @Order(3)
    void aFullPoolIsSaturatedWhileItsDatabaseIsWell() {
        Instant start = Instant.now();
        LoadApplication.start(BUSY_THREADS, HOLD_MICROS);
        awaitVerdict("saturated", Duration.ofSeconds(10));
        long probes = appPool().getLong("ownBorrows.probe");
        Awaitility.await().atMost(LATEST).until(() -> appPool().getString("reachability.state"), "reachable"::equals);
        for (int call = 0; call < 30; call++) {
            Response live = get("/health/live");
            Response ready = get("/health/ready");
            assertThat(live.statusCode()).isEqualTo(200);
            assertThat(ready.statusCode()).as("saturation alone keeps nobody from being ready").isEqualTo(200);
            assertThat(live.time()).isLessThan(50L * SLACK);
            assertThat(ready.time()).isLessThan(50L * SLACK);
            assertThat(appPool().getString("verdict")).isEqualTo("saturated");
        }
        assertThat(appPool().getLong("ownBorrows.probe") - probes).as("borrowed from a full pool").isLessThanOrEqualTo(2);
        Awaitility.await().atMost(LATEST).until(() -> window(Duration.ofSeconds(10)).getDouble("utilization") > 0.8);
        LoadApplication.stop();
        awaitVerdict("healthy", LATEST);
        Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(verdictsKept(start)).contains("saturated", "healthy"));
    }

    @Test
    @Order(4)
    void anExhaustedPoolLeavesASnapshot() {
        long before = appPool().getLong("exhaustions");
        // Held for longer than anybody waits.
        LoadApplication.start(BUSY_THREADS, (int) SharedServerNumbers.APP_WAIT.plusSeconds(2).toMillis() * 1_000);
        Awaitility.await().atMost(LATEST).until(() -> appPool().getLong("exhaustions") > before);
        Awaitility.await().atMost(LATEST).until(() -> snapshots().getList("snapshots.cause").contains("exhausted"));
        String id = snapshots().getString("snapshots.find { it.cause == 'exhausted' }.id");
        JsonPath snapshot = get(path("/snapshots/" + id)).jsonPath();
        assertThat(snapshot.getInt("holdersInAll")).isPositive();
        assertThat(snapshot.getDouble("tookSeconds")).isLessThan(0.25 * SLACK);
        LoadApplication.stop();
        Awaitility.await().atMost(LATEST).untilAsserted(() -> assertThat(snapshotsKept(id)).isEqualTo(1));
    }

    @Test
    @Order(5)
    void behindAFullPoolADatabaseThatIsKilledIsUnreachableInTwoSeconds() throws Exception {
        LoadApplication.start(BUSY_THREADS, HOLD_MICROS);
        awaitVerdict("saturated", Duration.ofSeconds(10));
        Set<String> verdicts = new LinkedHashSet<>();
        long killed = System.nanoTime();
        SharedServer.get().database().kill();
        try {
            Duration told = awaitVerdict("unreachable", Duration.ofSeconds(2L * SLACK_OF_SECONDS), killed);
            tellMeasured("killed behind a full pool", told);
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/health/ready").statusCode()).isEqualTo(503);
            for (String endpoint : List.of("/health/live", "/health/ready", "/health/started")) {
                assertThat(get(endpoint).time()).as(endpoint).isLessThan(50L * SLACK);
            }
        } finally {
            SharedServer.get().database().start();
        }
        LoadApplication.stop();
        Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(50)).until(() -> {
            verdicts.add(appPool().getString("verdict"));
            return verdicts.contains("healthy");
        });
        assertThat(verdicts).as("on its way back").contains("recovering");
    }

    @Test
    @Order(6)
    void behindAFullPoolADatabaseThatIsFrozenIsUnreachableInFiveSeconds() throws Exception {
        LoadApplication.start(BUSY_THREADS, HOLD_MICROS);
        awaitVerdict("saturated", Duration.ofSeconds(10));
        long stopped = System.nanoTime();
        Frozen frozen = Frozen.of(SharedServer.get().database());
        try {
            Duration told = awaitVerdict("unreachable", Duration.ofSeconds(5L * SLACK_OF_SECONDS), stopped);
            tellMeasured("frozen behind a full pool", told);
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/health/live").time()).isLessThan(50L * SLACK);
        } finally {
            frozen.thaw();
        }
        LoadApplication.stop();
        awaitVerdict("healthy", LATEST);
    }

    @Test
    @Order(2)
    void aHolderIsToldWithItsApplicationAndSession() {
        Thread request = new Thread(() -> LoadApplication.borrowInRequest(8_000));
        request.start();
        Awaitility.await().atMost(LATEST).untilAsserted(() -> {
            JsonPath json = get(path("/holders")).jsonPath();
            json.setRootPath("holders.find { it.application == '" + LoadApplication.NAME + "' }");
            assertThat(json.getDouble("heldSeconds")).isPositive();
            assertThat(json.getString("thread")).isNotBlank();
            assertThat(json.getInt("pid")).isPositive();
            assertThat(json.getString("session.state")).isEqualTo("active");
            assertThat(json.getString("session.applicationName")).contains("jdbc/app");
            // For operators alone.
            assertThat(json.getString("stack")).isNull();
            assertThat(json.getString("session.statement")).isNull();
        });
        Awaitility.await().atMost(LATEST).until(() -> !request.isAlive());
    }

    /** Before the database is killed: Payara hands out dead connections of a pool that does not validate. */
    @Test
    @Order(2)
    void everyLeakIsSuspectedAndNobodyElse() {
        int each = 20;
        Map<Holding, Integer> held = new HashMap<>();
        for (Holding way : Holding.values()) {
            LoadApplication.hold(way, each);
            held.put(way, each);
        }
        int leaks = held.keySet().stream().filter(Holding::leaks).mapToInt(held::get).sum();
        Supplier<JsonPath> pool = () -> pool(LoadApplication.POOL);
        Awaitility.await().atMost(LATEST).until(() -> pool.get().getInt("inUse") == each * Holding.values().length);
        Awaitility.await().atMost(LATEST).until(() -> pool.get().getInt("suspectedLeaks") == leaks);
        String holders = "/lifeguard/api/pools/" + pool.get().getString("id") + "/holders";
        Awaitility.await().during(Duration.ofSeconds(6)).atMost(LATEST).untilAsserted(() -> {
            JsonPath json = get(holders).jsonPath();
            assertThat(json.getList("holders")).hasSize(each * Holding.values().length);
            assertThat(json.getList("holders.findAll { it.suspectedLeak != null }.thread", String.class))
                    .hasSize(leaks)
                    .allMatch(thread -> thread.equals("load-that-dies") || thread.equals("load-at-rest"));
            assertThat(json.getList("holders.findAll { it.session != null }")).hasSizeGreaterThan(leaks);
        });
        LoadApplication.stop();
        Awaitility.await().atMost(LATEST).until(() -> pool.get().getInt("suspectedLeaks") == 0 && pool.get().getInt("inUse") == 0);
    }

    private static long median(List<Long> sorted) {
        return sorted.get((sorted.size() - 1) / 2);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static void assertSame(double told, double measured) {
        assertThat(told).isBetween((measured - OVERHEAD_SECONDS) / BUCKET, measured * BUCKET + OVERHEAD_SECONDS);
    }

    private static void tellMeasured(String what, Duration duration) {
        System.out.printf("%s, %s: told after %d ms%n", RunningServer.KIND.product(), what, duration.toMillis());
    }

    private static void awaitVerdict(String verdict, Duration within) {
        awaitVerdict(verdict, within, System.nanoTime());
    }

    private static Duration awaitVerdict(String verdict, Duration within, long sinceNanos) {
        Awaitility.await()
                .atMost(within)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> appPool().getString("verdict"), verdict::equals);
        return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }

    private static Response get(String path) {
        return given().get(SharedServer.get().at(path));
    }

    private static JsonPath appPool() {
        return pool("jdbc/app");
    }

    private static JsonPath pool(String name) {
        JsonPath json = get("/lifeguard/api/pools").jsonPath();
        json.setRootPath("pools.find { it.name == '" + name + "' }");
        return json;
    }

    private static String path(String below) {
        return "/lifeguard/api/pools/" + appPool().getString("id") + below;
    }

    private static JsonPath window(Duration length) {
        JsonPath json = get(path("")).jsonPath();
        json.setRootPath("windows.find { it.lengthSeconds == " + length.toSeconds() + " }");
        return json;
    }

    private static JsonPath snapshots() {
        return get(path("/snapshots")).jsonPath();
    }

    private static int snapshotsKept(String id) throws SQLException {
        return kept("SELECT json FROM lifeguard.pool_snapshot WHERE id = ?", id).size();
    }

    private static List<String> verdictsKept(Instant since) throws SQLException {
        return kept("SELECT after FROM lifeguard.pool_event WHERE pool_name = 'jdbc/app' AND kind = 'verdict' AND at >= ?",
                Timestamp.from(since));
    }

    private static List<String> kept(String query, Object parameter) throws SQLException {
        List<String> kept = new ArrayList<>();
        try (Connection connection = SharedServer.get().database().lifeguard().connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setObject(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    kept.add(rows.getString(1));
                }
            }
        }
        return kept;
    }
}
