package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.ServerKind;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A server of its own, whose database is reached by a detour: the hazards of its pools, and that they do no harm. */
@Tag("faults")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WardenIT {

    private static final String CONNECTORS = "javax.enterprise.resource.resourceadapter.com.sun.enterprise.connectors";
    private static final int MIN = 20;
    private static final int MAX = 30;
    private static final Duration IDLE = Duration.ofSeconds(8);
    private static final Duration CONNECT = Duration.ofMillis(150);
    private static final Duration LATEST = Duration.ofSeconds(60);
    /** What is aimed at holds on a machine of its own. */
    private static final int NOISE = 5;

    private static Detour detour;
    private static RunningServer running;
    private static WardedApplication application;

    @BeforeAll
    static void start() throws Exception {
        detour = new Detour();
        running = RunningServer.configured("warden", Map.of(
                "LIFEGUARD_APP_DB_URL", "jdbc:postgresql://127.0.0.1:" + detour.port() + "/app",
                "LIFEGUARD_APP_POOL_MIN", Integer.toString(MIN),
                "LIFEGUARD_APP_POOL_MAX", Integer.toString(MAX),
                "LIFEGUARD_APP_POOL_IDLE_SECONDS", Long.toString(IDLE.toSeconds())));
        String url = running.database().app().url();
        detour.to(Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1")));
        assertThat(url).endsWith("/app");
        detour.delay(CONNECT);
        running.server().start();
        application = new WardedApplication(running);
        application.deploy();
    }

    @AfterAll
    static void stop() throws IOException {
        if (running != null) {
            running.close();
        }
        detour.close();
    }

    @Test
    @Order(1)
    void onceStartedIsUpTheFirstBorrowFindsAWarmPool() throws Exception {
        running.server().deploy(RunningServer.EAR);
        Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(50)).ignoreException(ConnectException.class)
                .until(() -> get("/health/started").statusCode() == 200);
        long micros = application.borrowOnce("jdbc/app");
        assertThat(pool("jdbc/app").getInt("open")).isGreaterThanOrEqualTo(MIN);
        tell("first borrow after started: %.1f ms, %d of %d open", micros / 1e3, pool("jdbc/app").getInt("open"), MIN);
        assertThat(Duration.ofNanos(micros * 1000)).isLessThan(Duration.ofMillis(5).multipliedBy(NOISE));
    }

    @Test
    @Order(2)
    void whatIsShippedHasNoFindingThatIsNoDocumentedChoice() throws Exception {
        boolean payara = RunningServer.KIND == ServerKind.PAYARA;
        assertThat(rules("jdbc/lifeguard")).isEqualTo(payara ? List.of("validated-every-borrow") : List.of());
        assertThat(rules("jdbc/app")).as("whose idle timeout is short here")
                .isEqualTo(payara ? List.of("resizer-often", "validated-every-borrow") : List.of());
        if (payara) {
            Administrator administrator = new Administrator(running);
            administrator.asadmin("set-log-levels", CONNECTORS + "=INFO");
            Awaitility.await().atMost(LATEST).until(() -> rules("jdbc/lifeguard").contains("logger-at-info"));
            administrator.asadmin("set-log-levels", CONNECTORS + "=WARNING");
            Awaitility.await().atMost(LATEST).until(() -> !rules("jdbc/lifeguard").contains("logger-at-info"));
        }
    }

    @Test
    @Order(3)
    void nobodySleepsBesideAFreeConnection() {
        detour.delay(Duration.ZERO);
        application.borrowOnce(WardedApplication.SINGLE);
        Awaitility.await().atMost(LATEST).until(() -> pool(WardedApplication.SINGLE).get("timing"), "exact"::equals);
        // Liberty loses connections that nobody uses.
        boolean statement = RunningServer.KIND == ServerKind.LIBERTY;
        JsonPath rounds = application.rounds(WardedApplication.SINGLE, 3, Duration.ofSeconds(12), statement);
        assertThat(rules(WardedApplication.SINGLE)).contains("not-validated");
        tell("%d rounds of 3 threads on one connection: %d acquisitions over 50 ms, the slow ones took %s µs; woken: %.0f",
                rounds.getLong("rounds"), WardedApplication.above(rounds, Duration.ofMillis(50)), rounds.getList("slowMicros"),
                deeds("wake", WardedApplication.SINGLE));
        assertThat(rounds.getLong("rounds")).isGreaterThan(10_000);
        assertThat(WardedApplication.above(rounds, Duration.ofMillis(50).multipliedBy(NOISE))).isZero();
    }

    @Test
    @Order(4)
    void afterAnOutageTheQueueIsServedWithTheFirstGoodAnswer() throws Exception {
        application.hold("jdbc/app", MAX);
        application.queue("jdbc/app", 10);
        Awaitility.await().atMost(LATEST).until(() -> pool("jdbc/app").getInt("waiting") >= 10);
        detour.cut();
        Awaitility.await().atMost(LATEST).until(() -> !reachable("jdbc/app"));
        Instant mended = Instant.now().plusSeconds(1);
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> Instant.now().isAfter(mended));
        detour.mend();
        Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(5)).until(() -> reachable("jdbc/app"));
        long answered = System.currentTimeMillis();
        Awaitility.await().atMost(LATEST).until(() -> application.ends().stream().allMatch(end -> end > 0));
        List<Long> after = application.ends().stream().map(end -> end - answered).sorted().toList();
        tell("10 requests queued, of %d: the first good answer %d ms after the database was back, served or failed %s ms after it; woken: %.0f",
                MAX, answered - mended.toEpochMilli(), after, deeds("wake", "jdbc/app"));
        assertThat(after.get(after.size() - 1)).isLessThan(100 * NOISE);
        application.end();
    }

    @Test
    @Order(5)
    void minIsReachedAgainAfterThat() {
        // Whatever was broken goes at its next use.
        application.load("jdbc/app", MIN, Duration.ofMillis(5), Duration.ofMillis(300));
        Awaitility.await().atMost(LATEST).until(() -> pool("jdbc/app").getInt("open") >= MIN);
    }

    @Test
    @Order(6)
    void oneMoreIsOpenedBeforeSomebodyHasTo() {
        application.hold(WardedApplication.SPARE, 2);
        Awaitility.await().atMost(LATEST).until(() -> pool(WardedApplication.SPARE).getInt("idle") > 0);
        tell("opened ahead: %.0f", deeds("open-ahead", WardedApplication.SPARE));
        application.end();
    }

    @Test
    @Order(7)
    void whatIsIdleForTooLongGoesWithoutADipUnderLoad() throws Exception {
        application.load("jdbc/app", MAX, Duration.ofMillis(20), Duration.ofMillis(300));
        int grown = pool("jdbc/app").getInt("open");
        CompletableFuture<JsonPath> load = CompletableFuture.supplyAsync(() ->
                application.load("jdbc/app", 16, Duration.ofMillis(5), IDLE.multipliedBy(2).plusSeconds(2)));
        int[] least = {grown};
        Awaitility.await().atMost(LATEST).pollInterval(Duration.ofMillis(20)).until(() -> {
            least[0] = Math.min(least[0], pool("jdbc/app").getInt("open"));
            return load.isDone();
        });
        tell("open from %d to %d under 16 threads, the least %d; acquisitions over 50 ms: %d; closed by the warden: %.0f", grown,
                pool("jdbc/app").getInt("open"), least[0], WardedApplication.above(load.get(), Duration.ofMillis(50)),
                deeds("shrink", "jdbc/app"));
        assertThat(least[0]).isGreaterThanOrEqualTo(MIN);
        Awaitility.await().atMost(LATEST).until(() -> pool("jdbc/app").getInt("open") <= MIN + 1);
        if (RunningServer.KIND == ServerKind.PAYARA) {
            assertThat(deeds("shrink", "jdbc/app")).isPositive();
        }
    }

    @Test
    @Order(8)
    void whatTheServerLosesIsClosed() {
        if (RunningServer.KIND == ServerKind.PAYARA) {
            // Loses none.
            assertThat(pool(WardedApplication.SPARE).getMap("")).doesNotContainKey("lost");
            return;
        }
        Awaitility.await("a connection is lost and closed").atMost(LATEST).until(() -> {
            application.borrowUnused(WardedApplication.SPARE, 8, Duration.ofSeconds(2));
            return deeds("clear-lost", WardedApplication.SPARE) > 0;
        });
        Awaitility.await().atMost(LATEST).until(() -> pool(WardedApplication.SPARE).getInt("inUse") == 0);
        tell("lost connections closed: %.0f", deeds("clear-lost", WardedApplication.SPARE));
    }

    @Test
    @Order(9)
    void whatWasDoneIsAnEventOfTheHistory() {
        String rule = RunningServer.KIND == ServerKind.PAYARA ? "shrink" : "warm";
        String id = pool("jdbc/app").getString("id");
        Awaitility.await().atMost(LATEST).until(() -> get("/lifeguard/api/pools/" + id + "/history").jsonPath()
                .getList("events.findAll { it.kind == 'warden' }.before").contains(rule));
    }

    private static List<String> rules(String pool) {
        return get("/lifeguard/api/pools/" + pool(pool).getString("id") + "/lint").jsonPath().getList("findings.rule");
    }

    private static boolean reachable(String pool) {
        return "reachable".equals(pool(pool).getString("reachability.state"));
    }

    /** What a rule did to a pool, as the metrics tell it. */
    private static double deeds(String rule, String pool) {
        return get("/lifeguard/metrics").asString().lines()
                .filter(line -> line.startsWith("lifeguard_pool_warden_actions_total{") && line.contains("\"" + pool + "\"")
                        && line.contains("\"" + rule + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static void tell(String format, Object... values) {
        System.out.println(RunningServer.KIND.product() + ": " + String.format(format, values));
    }

    private static Response get(String path) {
        return TestUser.OPERATOR.given().get(running.at(path));
    }

    private static JsonPath pool(String name) {
        JsonPath json = get("/lifeguard/api/pools").jsonPath();
        json.setRootPath("pools.find { it.name == '" + name + "' }");
        return json;
    }
}
