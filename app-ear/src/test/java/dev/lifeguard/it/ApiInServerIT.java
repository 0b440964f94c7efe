package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API as a program uses it, and as one misuses it. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Timeout(300)
class ApiInServerIT {

    private static final String API = "/lifeguard/api";
    private static final String PROBLEM = "application/problem+json";
    /** Any will do; the same each time. */
    private static final long SEED = 20_261_124L;
    private static final List<String> ACTIONS = List.of("recycle", "flush", "ping", "warm", "drain", "resume");

    private static final List<String> NAMES = List.of(
            "min", "max", "reason", "timeout", "deadline", "confirmCut", "persist", "revertAfter", "waitTimeoutSeconds",
            "idleTimeoutSeconds", "unknown", "__proto__", "MAX", "<script>", "a/b", "");
    private static final List<String> VALUES = List.of(
            "null", "true", "[]", "{}", "[[[[[[[[[[]]]]]]]]]]", "1e999", "-1", "0", "0.5", "5", "20", "1e2", "\"20\"", "\"../../x\"",
            "\"<script>\"", "99999999999", "\"PT1M\"", "\"PT-1S\"", "\"P99D\"", "\"\\u0000\"", "\"\\ud800\"",
            "\"'; drop table operation; --\"", "tru", "'", "\"" + "x".repeat(501) + "\"");
    private static final int WRONG = 10_000;
    private static final int SENDERS = 4;

    private static Contract contract;

    private String pool;

    @Deployment(testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguardAs("lifeguard-api.ear")
                .addAsLibrary(Deployments.settings("lifeguard.security.operations-per-minute=60000"));
    }

    @BeforeEach
    void findPool() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            pool = get("/pools").jsonPath().getString("pools.find { it.name == 'jdbc/app' }.id");
            assertThat(get("/pools/" + pool + "/settings").jsonPath().getString("inForce.max")).isNotNull();
        });
    }

    @Test
    void settingsAreChangedOnTheVersionThatWasRead() {
        Response read = get("/pools/" + pool + "/settings");
        String version = read.header("ETag");
        assertThat(get("/pools/" + pool).header("ETag")).isEqualTo(version);
        int max = read.jsonPath().getInt("inForce.max");
        assertThat(read.jsonPath().getInt("origin.max")).isEqualTo(max);

        String body = "{\"max\": " + (max + 1) + ", \"reason\": \"a test\", \"revertAfter\": \"PT10M\"}";
        assertProblem(change(null, body), 428, "precondition-required");
        assertProblem(change("*", body), 400, "invalid");
        assertProblem(change("W/" + version, body), 400, "invalid");
        assertProblem(change("\"0123\"", body), 412, "stale").header("ETag", version);
        change(version, "{\"max\": " + (max + 1) + ", \"dryRun\": true}").then().statusCode(200).body("dryRun", equalTo(true));
        assertThat(get("/pools/" + pool + "/settings").header("ETag")).as("a dry run changes nothing").isEqualTo(version);

        Response changed = change(version, body);
        changed.then().statusCode(200)
                .body("state", equalTo("done"))
                .body("operation", equalTo("settings"))
                .body("after.max", equalTo(String.valueOf(max + 1)))
                .body("actor.name", equalTo(TestUser.OPERATOR.id()))
                .body("reason", equalTo("a test"));
        String next = changed.header("ETag");
        assertThat(next).isNotEqualTo(version).isEqualTo(get("/pools/" + pool + "/settings").header("ETag"));
        JsonPath told = get("/pools/" + pool).jsonPath();
        assertThat(told.getInt("inForce.max")).isEqualTo(max + 1);
        assertThat(told.getInt("origin.max")).isEqualTo(max);
        assertThat(Instant.parse(told.getString("revertAt"))).isAfter(Instant.now());
        assertProblem(change(version, body), 412, "stale").header("ETag", next);
        change(next, "{\"max\": " + max + "}").then().statusCode(200).body("state", equalTo("done"));
    }

    @Test
    void operationsAreDoneToldAndKept() throws IOException {
        ordered("ping", "").then().statusCode(200).body("state", equalTo("done"));
        // As curl sends it: without a body, and without saying of what type it is.
        assertThat(raw("POST " + API + "/pools/" + pool + "/ping HTTP/1.1")).startsWith("HTTP/1.1 200 ").contains("\"state\":\"done\"");
        Response recycled = ordered("recycle", "{\"reason\": \"new certificates\"}");
        String id = recycled.path("id");
        if (recycled.statusCode() == 202) {
            assertThat(URI.create(recycled.header("Location")).getPath()).isEqualTo(API + "/operations/" + id);
        } else {
            assertThat(recycled.statusCode()).isEqualTo(200);
        }
        Awaitility.await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(get("/operations/" + id).jsonPath().getString("state")).isEqualTo("done"));
        assertProblem(ordered("resume", ""), 409, "wrong-state");

        Response page = get("/operations?pool=" + pool + "&limit=1");
        page.then().statusCode(200).body("operations.size()", equalTo(1)).body("next", startsWith(API + "/operations?"));
        String second = operator().get(SharedServer.get().at(page.path("next"))).path("operations[0].id");
        assertThat(second).isNotEqualTo(page.path("operations[0].id"));
        get("/operations?operation=recycle&state=done&actor=" + TestUser.OPERATOR.id()).then().body("operations.id", hasItem(id));
        get("/operations?actor=nobody-of-that-name").then().body("operations.size()", equalTo(0));
    }

    @Test
    void theHistoryIsToldWithItsMarks() {
        String id = ordered("ping", "").then().statusCode(200).extract().path("id");
        // A minute is kept when it is over.
        Awaitility.await().atMost(Duration.ofSeconds(150)).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            JsonPath history = get("/pools/" + pool + "/history").then().statusCode(200).extract().jsonPath();
            assertThat(history.getInt("stepSeconds")).isEqualTo(60);
            assertThat(history.getList("steps.samples", Integer.class)).isNotEmpty().allMatch(samples -> samples > 0);
            assertThat(history.getList("operations.id", String.class)).contains(id);
        });
        assertThat(get("/pools/" + pool + "/history?step=PT1H").jsonPath().getList("steps")).hasSizeBetween(1, 2);
        assertProblem(get("/pools/" + pool + "/history?step=PT1S"), 400, "invalid");
        assertProblem(get("/pools/" + pool + "/history?from=tomorrow"), 400, "invalid");
    }

    @Test
    void everythingThatIsDocumentedAnswersAsItSays() {
        for (String path : List.of("/pools", "/pools/" + pool, "/pools/" + pool + "/holders", "/pools/" + pool + "/sessions",
                "/pools/" + pool + "/snapshots", "/pools/" + pool + "/settings", "/pools/" + pool + "/history", "/pools/" + pool + "/sizing",
                "/pools/" + pool + "/lint", "/operations")) {
            get(path).then().statusCode(200);
        }
        Response taken = operator().post(at("/pools/" + pool + "/snapshots"));
        taken.then().statusCode(201);
        get("/pools/" + pool + "/snapshots/" + taken.path("id")).then().statusCode(200);
        for (String action : ACTIONS) {
            ordered(action, "{\"dryRun\": true}");
        }
        String version = get("/pools/" + pool + "/settings").header("ETag");
        change(version, "{\"min\": 1, \"dryRun\": true}").then().statusCode(200);
        operator().contentType(ContentType.JSON).body("{\"mode\": \"off\", \"dryRun\": true}").patch(at("/pools/" + pool + "/sizing"))
                .then().statusCode(200).body("after.mode", equalTo("off"));
        assertProblem(operator().contentType(ContentType.JSON).body("{\"mode\": \"OFF\"}").patch(at("/pools/" + pool + "/sizing")), 400, "invalid");
        String done = ordered("ping", "").then().statusCode(200).extract().path("id");
        get("/operations/" + done).then().statusCode(200);
        // Told of elsewhere: a drill, what is read before the contract is known or has no end, and what needs a drained pool.
        assertThat(contract.seen()).containsAll(contract.documented().stream()
                .filter(each -> !each.matches("\\w+ (/pools/\\{id}/(drill|resume)|/live|/openapi.json) .*"))
                .toList());
    }

    @Test
    void everyErrorIsAProblemDocument() {
        assertProblem(get("/pools/no-such-pool-000000"), 404, "unknown-pool");
        assertProblem(get("/pools/no-such-pool-000000/settings"), 404, "unknown-pool");
        assertProblem(operator().contentType(ContentType.JSON).post(at("/pools/no-such-pool-000000/ping")), 404, "unknown-pool");
        assertProblem(get("/nothing"), 404, "not-found");
        assertProblem(get("/operations/7d444840-9dc0-11d1-b245-5ffdce74fad2"), 404, "not-found");
        assertProblem(get("/operations/7"), 400, "invalid");
        assertProblem(get("/operations?limit=0"), 400, "invalid");
        assertProblem(get("/pools/" + pool + "/holders?limit=x"), 400, "invalid");
        assertProblem(operator().delete(at("/pools/" + pool)), 405, "method-not-allowed").header("Allow", containsString("GET"));
        assertProblem(get("/pools/" + pool + "/ping"), 405, "method-not-allowed");
        assertProblem(operator().accept("text/html").get(at("/pools")), 406, "not-acceptable");
        assertProblem(operator().contentType("text/plain").body("{}").post(at("/pools/" + pool + "/ping")), 415, "unsupported-media-type");
        assertProblem(ordered("ping", "{\"deadline\": \"PT1S\""), 400, "invalid");
        assertProblem(ordered("ping", "{\"reason\": \"" + "x".repeat(1 << 20) + "\"}"), 413, "too-large");
        assertProblem(ordered("ping", "[".repeat(10_000)), 400, "invalid");
    }

    @Test
    void whateverIsSentNothingChanges() throws Exception {
        String version = get("/pools/" + pool + "/settings").header("ETag");
        int operations = get("/operations?limit=999").jsonPath().getList("operations").size();
        long begun = System.nanoTime();
        misuse(version);
        System.out.println(WRONG + " wrong orders were refused in " + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
        for (String id : List.of("..%2f..%2fpools", "%3Cscript%3E", "a%22b", "a%27b", "a%0d%0ab", "a%00b", "%2e%2e", "a;b=c", "%c3%28", "x".repeat(3_000))) {
            for (String action : ACTIONS) {
                Response answer = TestUser.OPERATOR.given().urlEncodingEnabled(false).contentType(ContentType.JSON).post(at("/pools/" + id + "/" + action));
                assertThat(answer.statusCode()).as(id).isBetween(400, 499);
                // What the server itself refuses, it answers with a page of its own.
                if (answer.contentType().startsWith(PROBLEM)) {
                    assertThat(answer.asString()).as(id).doesNotContain("<script>", "Exception");
                }
            }
        }
        assertThat(get("/pools/" + pool + "/settings").header("ETag")).isEqualTo(version);
        assertThat(get("/operations?limit=999").jsonPath().getList("operations")).hasSizeLessThanOrEqualTo(operations + 60);
        assertThat(get("/pools/" + pool).jsonPath().getBoolean("drained")).isFalse();
    }

    private void misuse(String version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        // Logged in once: whether each password is right takes longer than what comes after it.
        String session = session();
        AtomicInteger next = new AtomicInteger();
        Callable<Void> sender = () -> {
            for (int number = next.getAndIncrement(); number < WRONG; number = next.getAndIncrement()) {
                Random random = new Random(SEED + number);
                String body = wrongBody(random);
                boolean patches = random.nextBoolean();
                String path = "/pools/" + pool + "/" + (patches ? "settings" : ACTIONS.get(random.nextInt(ACTIONS.size())));
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(at(path))
                                .header("Cookie", session)
                                .header("X-Lifeguard", "1")
                                .header("Content-Type", "application/json")
                                .header("If-Match", version)
                                .method(patches ? "PATCH" : "POST", BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(answer.statusCode()).as("%s: %s", path, body).isEqualTo(400);
                assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith(PROBLEM));
                Map<String, Object> problem = JsonPath.from(answer.body()).getMap("");
                assertThat(problem).as(body).containsEntry("type", "urn:lifeguard:problem:invalid").containsEntry("status", 400);
                assertThat(problem.get("detail").toString()).as(body).isNotBlank().doesNotContain("Exception");
            }
            return null;
        };
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            for (Future<Void> each : senders.invokeAll(Collections.nCopies(SENDERS, sender))) {
                each.get();
            }
        } finally {
            senders.shutdownNow();
        }
    }

    /** As a value of the header Cookie. */
    private static String session() {
        Response login = RestAssured.given().redirects().follow(false)
                .formParam("name", TestUser.OPERATOR.id())
                .formParam("password", TestUser.OPERATOR.password())
                .post(SharedServer.get().at("/lifeguard/login"));
        assertThat(login.header("Location")).endsWith("/lifeguard/");
        return login.cookies().entrySet().stream().map(cookie -> cookie.getKey() + "=" + cookie.getValue()).collect(Collectors.joining("; "));
    }

    /** Fields that some orders have or none, right or wrong; one is wrong whatever the order, or the end is missing. */
    private static String wrongBody(Random random) {
        List<String> fields = new ArrayList<>(List.of("\"dryRun\": 1"));
        for (int field = random.nextInt(4); field > 0; field--) {
            fields.add(random.nextInt(fields.size() + 1),
                    "\"" + NAMES.get(random.nextInt(NAMES.size())) + "\": " + VALUES.get(random.nextInt(VALUES.size())));
        }
        String body = "{" + String.join(", ", fields) + "}";
        return random.nextInt(4) > 0 ? body : body.substring(0, 1 + random.nextInt(body.length() - 1));
    }

    @Test
    void namesOutsideOfTheGrammarOfAddressesChangeNothing() throws IOException {
        for (String path : List.of("/pools/../../../etc/passwd", "/pools/<script>/drain", "/pools/a\"b/drain", "/pools//drain")) {
            String answer = raw("POST " + API + path + " HTTP/1.1");
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("<script>");
        }
    }

    @Test
    void theLiveStreamTellsOperations() throws Exception {
        try (LiveEvents events = LiveEvents.open()) {
            assertThat(events.next().name()).isEqualTo("snapshot");
            String id = ordered("ping", "").then().statusCode(200).extract().path("id");
            LiveEvents.Event event = events.next();
            while (!event.name().equals("operation")) {
                event = events.next();
            }
            assertThat(JsonPath.from(event.data()).getString("id")).isEqualTo(id);
        }
    }

    private static String raw(String request) throws IOException {
        URI server = SharedServer.get().at("/");
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((request + "\r\nHost: localhost\r\nAuthorization: " + authorization()
                    + "\r\nX-Lifeguard: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String authorization() {
        return "Basic " + Base64.getEncoder()
                .encodeToString((TestUser.OPERATOR.id() + ":" + TestUser.OPERATOR.password()).getBytes(StandardCharsets.UTF_8));
    }

    private Response change(String version, String body) {
        RequestSpecification request = operator().contentType(ContentType.JSON).body(body);
        return (version == null ? request : request.header("If-Match", version)).patch(at("/pools/" + pool + "/settings"));
    }

    private Response ordered(String action, String body) {
        return operator().contentType(ContentType.JSON).body(body).post(at("/pools/" + pool + "/" + action));
    }

    private static ValidatableResponse assertProblem(Response answer, int status, String word) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith(PROBLEM);
        Map<String, Object> problem = answer.jsonPath().getMap("");
        assertThat(problem).containsEntry("type", "urn:lifeguard:problem:" + word).containsEntry("status", status).containsKeys("title", "detail");
        return answer.then();
    }

    private static Response get(String path) {
        return operator().get(at(path));
    }

    /** An operator, whose every answer is as the API says of itself. */
    private static RequestSpecification operator() {
        if (contract == null) {
            contract = new Contract(API, TestUser.OPERATOR.given().get(at("/openapi.json")).asString());
        }
        return TestUser.OPERATOR.given().filter(contract);
    }

    private static URI at(String path) {
        return SharedServer.get().at(API + path);
    }
}
