package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.lifeguard.operations.Roles;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may what, by the server's own realm. What uses up a limit comes last. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessIT {

    private static final String CALLER = "/lifeguard/caller";
    private static final String API = "/lifeguard/api";
    private static final String POOLS = API + "/pools";
    /** Changes nothing, as there is no such thing; but nobody is told so who may not ask. */
    private static final String NOTHING = "/lifeguard/api/nothing";
    /** Whatever became of it then; that there is no such thing, or that it lacks the version, is said to those only who may ask. */
    private static final Predicate<Integer> LET_IN = status -> status != 401 && status != 403 && status != 429 && status < 500;
    private static final String PROBLEM = "urn:lifeguard:problem:";

    /** The EAR that ships, and a servlet that asks the bean behind it: in Lifeguard's web module, and in one that nobody guards. */
    @Deployment(testable = false)
    static Archive<?> lifeguard() {
        EnterpriseArchive lifeguard = Deployments.lifeguardAs("lifeguard-access.ear");
        return lifeguard.addAsModule(lifeguard.getAsType(WebArchive.class, "lifeguard.war").addClass(CallerServlet.class))
                .addAsModule(ShrinkWrap.create(WebArchive.class, "unguarded.war").addClass(CallerServlet.class));
    }

    @BeforeEach
    void awaitPools() {
        Awaitility.await().until(() -> TestUser.VIEWER.given().get(at(POOLS)).jsonPath().getList("pools.name").contains("jdbc/app"));
    }

    @Test
    @Order(1)
    void whoTriesAndMayNotIsInTheAudit() {
        TestUser.VIEWER.given().post(at(POOLS + "/" + appPool() + "/flush")).then().statusCode(403);
        TestUser.VIEWER.given().get(at(API + "/operations?state=refused&actor=" + TestUser.VIEWER.id()))
                .then()
                .statusCode(200)
                .body("operations[0].operation", equalTo("flush"))
                .body("operations[0].outcome", containsString(Roles.OPERATOR));
    }

    @Test
    @Order(1)
    void theBeanBehindSeesWhoCalls() {
        assertThat(TestUser.OPERATOR.given().get(at(CALLER)).asString()).isEqualTo("operator reads true acts true session false");
        assertThat(TestUser.VIEWER.given().get(at(CALLER)).asString()).isEqualTo("viewer reads true acts false session false");
    }

    @Test
    @Order(1)
    void theBeanBehindDoesNotRelyOnTheFilter() {
        // By more requests than the server has threads: none of them may still be the operator's.
        for (int request = 0; request < 30; request++) {
            assertThat(TestUser.OPERATOR.given().get(at(CALLER)).asString()).startsWith("operator reads true acts true");
            assertThat(nobody().get(at("/unguarded/caller")).asString()).isEqualTo("nobody reads false acts false session false");
        }
    }

    @Test
    @Order(1)
    void readingIsForViewersAndOperators() {
        String pool = POOLS + "/" + appPool();
        for (String path : List.of(POOLS, pool, pool + "/holders", pool + "/sessions", pool + "/snapshots", CALLER, "/lifeguard/")) {
            assertThat(statuses(user -> user.get(at(path)))).as(path).isEqualTo(Map.of("viewer", 200, "operator", 200, "stranger", 403));
        }
        for (String path : List.of(NOTHING, "/lifeguard/api", "/lifeguard/api/", POOLS + "/none", "/lifeguard/nothing")) {
            assertThat(statuses(user -> user.get(at(path)))).as(path).isEqualTo(Map.of("viewer", 404, "operator", 404, "stranger", 403));
        }
        assertThat(TestUser.VIEWER.given().get(at(pool + "/holders")).jsonPath().getBoolean("restricted")).isTrue();
        assertThat(TestUser.OPERATOR.given().get(at(pool + "/holders")).jsonPath().getBoolean("restricted")).isFalse();
    }

    @Test
    @Order(1)
    void actingIsForOperators() {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "PROPFIND")) {
            Map<String, Integer> statuses = statuses(user -> user.request(method, at(NOTHING)));
            assertThat(statuses).as(method).containsEntry("viewer", 403).containsEntry("stranger", 403);
            assertThat(statuses.get("operator")).as(method).isIn(404, 405, 501);
        }
    }

    /** Each that the API names, and each that comes to it. */
    @Test
    @Order(1)
    void everyAddressOfTheInterfaceIsForWhomItIsFor() throws IOException, InterruptedException {
        Map<String, Map<String, Object>> addresses = TestUser.VIEWER.given().get(at(API + "/openapi.json")).jsonPath().getMap("paths");
        assertThat(addresses).hasSizeGreaterThan(15);
        for (Map.Entry<String, Map<String, Object>> address : addresses.entrySet()) {
            String path = API + address.getKey().replace("{id}", appPool()).replaceAll("\\{\\w+}", "7d444840-9dc0-11d1-b245-5ffdce74fad2");
            for (String method : address.getValue().keySet()) {
                if (method.equals("parameters")) {
                    continue;
                }
                boolean reads = method.equals("get");
                String what = method + " " + path;
                assertThat(status(method, path, null)).as(what).isEqualTo(401);
                assertThat(status(method, path, TestUser.STRANGER)).as(what).isEqualTo(403);
                assertThat(status(method, path, TestUser.VIEWER)).as(what).matches(status -> reads ? LET_IN.test(status) : status == 403);
                assertThat(status(method, path, TestUser.OPERATOR)).as(what).matches(LET_IN);
            }
        }
    }

    @Test
    @Order(1)
    void nobodyIsToldAnythingOfTheInterface() {
        String pool = POOLS + "/" + appPool();
        for (String path : List.of(POOLS, pool, pool + "/holders", NOTHING, "/lifeguard/api", "/lifeguard/api/")) {
            for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "PATCH")) {
                nobody().request(method, at(path))
                        .then()
                        .statusCode(401)
                        .contentType("application/problem+json")
                        .header("WWW-Authenticate", "Basic realm=\"Lifeguard\", charset=\"UTF-8\"");
            }
        }
        nobody().get(at(POOLS)).then().body("type", equalTo(PROBLEM + "unauthenticated")).body("status", equalTo(401));
        nobody().header("X-Lifeguard", "1").get(at(POOLS)).then().statusCode(401).header("WWW-Authenticate", nullValue());
        wrong("operator").get(at(POOLS)).then().statusCode(401).body("type", equalTo(PROBLEM + "unauthenticated"));
    }

    @Test
    @Order(1)
    void whatIsOpenStaysOpen() {
        for (String path : List.of(
                "/health", "/health/ready", "/health/live", "/metrics",
                "/lifeguard/metrics", "/lifeguard/login.html", "/lifeguard/lifeguard.css")) {
            assertThat(nobody().get(at(path)).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    @Order(1)
    void everyAnswerSaysWhatABrowserMayDoWithIt() {
        Stream<Response> answers = Stream.of(
                nobody().get(at(POOLS)),
                TestUser.VIEWER.given().get(at(POOLS)),
                TestUser.VIEWER.given().get(at(NOTHING)),
                nobody().get(at("/lifeguard/metrics")),
                nobody().get(at("/lifeguard/login.html")));
        assertThat(answers).allSatisfy(answer -> answer.then()
                .header("Content-Security-Policy", containsString("default-src 'none'; script-src 'self'"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", startsWith("no-store")));
    }

    @Test
    @Order(2)
    void peopleComeInByTheForm() {
        Response asked = nobody().redirects().follow(false).get(at("/lifeguard/"));
        asked.then().statusCode(302).header("Location", containsString("/lifeguard/login.html"));
        Response login = login("operator", TestUser.OPERATOR.password());
        login.then().statusCode(302);
        assertThat(login.header("Location")).endsWith("/lifeguard/");
        assertThat(login.headers().getValues("Set-Cookie"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).containsIgnoringCase("HttpOnly").containsIgnoringCase("SameSite=Strict"));
        Map<String, String> cookies = login.cookies();

        assertThat(nobody().cookies(cookies).get(at(CALLER)).asString()).startsWith("operator reads true acts true");
        nobody().cookies(cookies).get(at("/lifeguard/")).then().statusCode(200).body(containsString("Log out"));
        // What another site can make a browser send.
        nobody().cookies(cookies).post(at(NOTHING)).then().statusCode(403).body("type", equalTo(PROBLEM + "cross-site"));

        nobody().cookies(cookies).redirects().follow(false).post(at("/lifeguard/logout")).then().statusCode(302);
        nobody().cookies(cookies).get(at(POOLS)).then().statusCode(401);
    }

    @Test
    @Order(2)
    void aFormThatIsWrongOrOfAnotherSiteLetsNobodyIn() {
        Response wrong = login("operator", "wrong");
        assertThat(wrong.header("Location")).endsWith("/lifeguard/login.html#unauthenticated");
        nobody().cookies(wrong.cookies()).get(at(POOLS)).then().statusCode(401);
        nobody().header("Origin", "http://elsewhere.example")
                .formParam("name", "operator")
                .formParam("password", TestUser.OPERATOR.password())
                .post(at("/lifeguard/login"))
                .then()
                .statusCode(403)
                .body("type", equalTo(PROBLEM + "cross-site"));
        nobody().redirects().follow(false)
                .formParam("j_username", "operator")
                .formParam("j_password", TestUser.OPERATOR.password())
                .post(at("/lifeguard/j_security_check"))
                .then()
                .statusCode(401);
    }

    @Test
    @Order(3)
    void whatChangesSomethingComesFromHere() {
        String here = "http://" + at("").getAuthority();
        TestUser.OPERATOR.given().header("Origin", here).header("Sec-Fetch-Site", "same-origin").post(at(NOTHING)).then().statusCode(404);
        for (RequestSpecification foreign : List.of(
                given().auth().preemptive().basic("operator", TestUser.OPERATOR.password()),
                TestUser.OPERATOR.given().header("Origin", "http://elsewhere.example"),
                TestUser.OPERATOR.given().header("Origin", "null"),
                TestUser.OPERATOR.given().header("Sec-Fetch-Site", "cross-site"))) {
            foreign.post(at(NOTHING)).then().statusCode(403).body("type", equalTo(PROBLEM + "cross-site"));
        }
    }

    @Test
    @Order(4)
    void whoActsTooOftenHasToWait() {
        int let = 0;
        Response last;
        do {
            last = TestUser.OPERATOR.given().post(at(NOTHING));
            let++;
        } while (last.statusCode() == 404 && let < 1_000);
        last.then().statusCode(429).header("Retry-After", "1").body("type", equalTo(PROBLEM + "rate-limited"));
        TestUser.OPERATOR.given().get(at(POOLS)).then().statusCode(200);
    }

    @Test
    @Order(5)
    void whoGuessesHasToWaitAndIsInTheLog() {
        String name = "o\r\nper\u001bator";
        assertThat(login(name, "wrong").header("Location")).endsWith("/lifeguard/login.html#unauthenticated");
        int guesses = 0;
        Response last;
        do {
            last = wrong("operator").get(at(POOLS));
            guesses++;
        } while (last.statusCode() == 401 && guesses < 100);
        assertThat(guesses).isLessThanOrEqualTo(10);
        last.then().statusCode(429).body("type", equalTo(PROBLEM + "rate-limited"));
        assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 60);
        // The right one too: else one could go on guessing, by whatever is told of it.
        TestUser.OPERATOR.given().get(at(POOLS)).then().statusCode(429);
        for (String path : List.of(POOLS, "/lifeguard/metrics", "/lifeguard/login.html", "/lifeguard/lifeguard.css")) {
            assertThat(TestUser.OPERATOR.given().get(at(path)).headers().getValues("Set-Cookie")).as(path).isEmpty();
        }
        Response form = login("operator", TestUser.OPERATOR.password());
        assertThat(form.header("Location")).endsWith("/lifeguard/login.html#rate-limited");
        // A session for each that is not even looked at would fill the memory.
        assertThat(form.headers().getValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
        TestUser.VIEWER.given().get(at(POOLS)).then().statusCode(200);
        Awaitility.await().untilAsserted(() -> assertThat(SharedServer.get().server().log())
                .content(StandardCharsets.UTF_8)
                .contains("Failed login from 127.0.0.1 as 'o??per?ator'", "Failed login from 127.0.0.1 as 'operator'")
                .doesNotContain(name));
    }

    @Test
    @Order(6)
    void noSpellingOfAnAddressIsAWayIn() throws IOException {
        for (String path : List.of(
                "/lifeguard//api/pools", "//lifeguard/api/pools", "/lifeguard/api;x=y/pools", "/lifeguard/api/pools;jsessionid=1",
                "/lifeguard/%61pi/pools", "/lifeguard/api%2fpools", "/lifeguard/./api/pools", "/lifeguard/login.html/../api/pools",
                "/lifeguard/metrics/..;/api/pools", "/lifeguard/login.html/%2e%2e/api/pools", "/lifeguard/login.html;/../api/pools",
                "/lifeguard/API/pools", "/lifeguard/login/../caller", "/lifeguard/caller;a=b", "/lifeguard/caller/")) {
            assertThat(statusOfRaw("GET " + path + " HTTP/1.1")).as(path).isNotIn(200, 500);
        }
        assertThat(statusOfRaw("GET /lifeguard/metrics;/../caller HTTP/1.1")).isNotIn(200, 500);
        // What the server may have remembered of such a spelling changes nothing for the plain one.
        whatIsOpenStaysOpen();
        assertThat(nobody().get(at("/lifeguard/metrics")).asString()).contains("lifeguard_pool_connections");
        TestUser.VIEWER.given().get(at(POOLS)).then().body("pools.name", hasItem("jdbc/app"));
    }

    private static Map<String, Integer> statuses(Function<RequestSpecification, Response> request) {
        return Stream.of(TestUser.values())
                .collect(Collectors.toMap(TestUser::id, user -> request.apply(user.given()).statusCode()));
    }

    /** Of a request that no client would send. */
    private static int statusOfRaw(String line) throws IOException {
        URI server = at("");
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            String request = line + "\r\nHost: " + server.getAuthority() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    /** Without what comes after it, which of the live stream has no end; an order is a dry run. */
    private static int status(String method, String path, TestUser user) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .header("X-Lifeguard", "1")
                .header("Content-Type", "application/json")
                .method(method.toUpperCase(Locale.ROOT),
                        // Payara answers 400 to the body of a DELETE, before anybody is asked.
                        List.of("get", "delete").contains(method) ? BodyPublishers.noBody() : BodyPublishers.ofString("{\"dryRun\": true}"));
        if (user != null) {
            String credentials = user.id() + ":" + user.password();
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        HttpResponse<InputStream> response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    private static Response login(String name, String password) {
        return nobody().redirects().follow(false).formParam("name", name).formParam("password", password).post(at("/lifeguard/login"));
    }

    private static RequestSpecification wrong(String name) {
        return given().auth().preemptive().basic(name, "wrong");
    }

    private static RequestSpecification nobody() {
        return given().auth().none();
    }

    private static String appPool() {
        return TestUser.VIEWER.given().get(at(POOLS)).jsonPath().getString("pools.find { it.name == 'jdbc/app' }.id");
    }

    private static URI at(String path) {
        return SharedServer.get().at(path);
    }
}
