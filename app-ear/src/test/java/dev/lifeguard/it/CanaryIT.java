package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.Database;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passwords of the pools and of the users, one of them wrong so that there are errors too, are nowhere in what Lifeguard tells. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class CanaryIT {

    private static final String GUEST = "guest";
    private static final String CANARY = "canary-7c1e55d0";
    private static final String POOLS = "/lifeguard/api/pools";

    @Deployment(testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguardAs("lifeguard-canary.ear");
    }

    @Deployment(name = GUEST, managed = false, testable = false)
    static Archive<?> guest() {
        Database.Access app = SharedServer.get().database().app();
        return GuestApplication.archive(new Database.Access(app.url() + "?password=" + CANARY, app.user(), CANARY));
    }

    @Test
    void noPasswordIsToldAnywhere(@ArquillianResource Deployer deployer) throws IOException, SQLException, InterruptedException {
        deployer.deploy(GUEST);
        Map<String, String> told;
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                // Fails, and makes the server build the pool.
                read(GuestApplication.PATH);
                assertThat(read(POOLS)).contains(GuestApplication.POOL).contains("password authentication failed");
            });
            told = everythingThatIsTold();
        } finally {
            deployer.undeploy(GUEST);
        }
        assertThat(told).as("what was searched").hasSizeGreaterThan(30);
        List<String> secrets = Stream.concat(
                        Stream.of(
                                CANARY,
                                SharedServer.get().database().app().password(),
                                SharedServer.get().database().lifeguard().password()),
                        Stream.of(TestUser.values()).map(TestUser::password))
                .toList();
        told.forEach((where, text) -> assertThat(text).as(where).isNotEmpty().doesNotContain(secrets));
    }

    private static Map<String, String> everythingThatIsTold() throws IOException, SQLException, InterruptedException {
        Map<String, String> told = new LinkedHashMap<>();
        List<String> paths = new ArrayList<>(List.of(
                "/health", "/health/live", "/health/ready", "/health/started", "/metrics", "/lifeguard/metrics", "/lifeguard/",
                "/lifeguard/login.html", POOLS, POOLS + "/none", POOLS + "/none/holders", "/lifeguard/api/nothing", "/lifeguard/nothing",
                "/lifeguard/api/operations", "/lifeguard/api/openapi.json", "/openapi"));
        // Not the server's own: others count on nobody having used them.
        for (String id : TestUser.OPERATOR.given().get(SharedServer.get().at(POOLS)).jsonPath()
                .getList("pools.findAll { it.source != 'built_in' }.id", String.class)) {
            String pool = POOLS + "/" + id;
            TestUser.OPERATOR.given().post(SharedServer.get().at(pool + "/snapshots"));
            // That of the guest fails.
            told.put("a ping of " + id, TestUser.OPERATOR.given().contentType(ContentType.JSON)
                    .post(SharedServer.get().at(pool + "/ping")).asString());
            paths.addAll(List.of(pool, pool + "/holders", pool + "/holders?limit=x", pool + "/sessions", pool + "/snapshots",
                    pool + "/settings", pool + "/history", pool + "/sizing", pool + "/lint", pool + "/drill"));
            TestUser.OPERATOR.given().get(SharedServer.get().at(pool + "/snapshots")).jsonPath().getList("snapshots.id", String.class)
                    .forEach(snapshot -> paths.add(pool + "/snapshots/" + snapshot));
        }
        assertThat(told.values()).anySatisfy(ping -> assertThat(ping).contains("\"failed\"", "password authentication failed"));
        paths.forEach(path -> told.put(path, read(path)));
        try (LiveEvents events = LiveEvents.open()) {
            told.put(LiveEvents.PATH, events.next().data());
        }
        Path journal = SharedServer.get().server().log().getParent().resolveSibling("lifeguard").resolve("operations.jsonl");
        told.put(journal.toString(), Files.readString(journal));
        told.put("a wrong login", given().auth().preemptive().basic("operator", "x" + TestUser.OPERATOR.password())
                .get(SharedServer.get().at(POOLS)).asString());
        logs(told);
        rows(told);
        return told;
    }

    /** With the headers. */
    private static String read(String path) {
        var response = TestUser.OPERATOR.given().get(SharedServer.get().at(path));
        return response.headers() + "\n" + response.asString();
    }

    private static void logs(Map<String, String> told) throws IOException {
        try (Stream<Path> files = Files.walk(SharedServer.get().server().log().getParent())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                told.put(file.toString(), file + "\n" + Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void rows(Map<String, String> told) throws SQLException {
        try (Connection connection = SharedServer.get().database().lifeguard().connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            String query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'lifeguard'";
            try (ResultSet names = statement.executeQuery(query)) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            assertThat(tables).contains("pool_event", "operation");
            Awaitility.await().until(() -> {
                try (ResultSet failed = statement.executeQuery("SELECT FROM lifeguard.operation WHERE state = 'failed'")) {
                    return failed.next();
                }
            });
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("SELECT string_agg(t::text, ' ') FROM lifeguard." + table + " t")) {
                    rows.next();
                    told.put("table " + table, table + " " + rows.getString(1));
                }
            }
        }
    }
}
