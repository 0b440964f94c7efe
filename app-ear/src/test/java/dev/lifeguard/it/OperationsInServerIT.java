package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A server of its own, on which orders are given, and which loses Lifeguard and its life in the middle of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperationsInServerIT {

    private static final Duration EXTERNAL_WITHIN = Duration.ofSeconds(5);

    private static RunningServer running;
    private static OrderApplication application;

    @BeforeAll
    static void start() throws Exception {
        running = RunningServer.started("operations", Map.of());
        application = new OrderApplication(running);
        application.deploy();
    }

    @AfterAll
    static void stop() throws IOException {
        if (running != null) {
            running.close();
        }
    }

    @Test
    @Order(1)
    void whatIsOrderedIsInForceAndGoesBackByItself() throws IOException {
        assertThat(order("settings?max=20&revert=PT3S")).isEqualTo("DONE max from 30 to 20");
        assertThat(maxInForceAndConfigured()).isEqualTo("20 30");
        await().untilAsserted(() -> assertThat(maxInForceAndConfigured()).isEqualTo("30 30"));
        assertThat(journal()).anySatisfy(line -> assertThat(line).contains("\"actor\":\"revert\"", "\"state\":\"DONE\""));
    }

    @Test
    @Order(2)
    void moreThanTheDatabaseAllowsIsRefusedWithTheNumbers() {
        await().untilAsserted(() -> assertThat(order("settings?max=5000"))
                .matches("OUT_OF_BOUNDS max is 5000; at most \\d+: the database allows \\d+ connections, " + (5 + GuestApplication.MAX)
                        + " are other pools', 5 are kept free"));
        assertThat(maxInForceAndConfigured()).isEqualTo("30 30");
    }

    @Test
    @Order(3)
    void everyOperationIsDone() throws IOException {
        assertThat(order("ping")).startsWith("DONE had after");
        for (String what : List.of("warm", "recycle", "drain")) {
            order(what);
            await().untilAsserted(() -> assertThat(journal()).anySatisfy(line -> assertThat(line)
                    .contains("\"operation\":\"" + what.toUpperCase(Locale.ROOT) + "\"", "\"state\":\"DONE\"")));
        }
        assertThat(ready().statusCode()).isEqualTo(503);
        assertThat(ready().asString()).contains("jdbc/app.drained");
        assertThat(given().get(running.at("/health/live")).statusCode()).isEqualTo(200);
        assertThat(order("resume")).startsWith("DONE");
        assertThat(ready().statusCode()).isEqualTo(200);
        order("hold");
        assertThat(order("flush")).matches("DONE All connections were closed; [1-9]\\d* in use were cut");
        order("release");
    }

    @Test
    @Order(4)
    void aPoolOfAnXaDataSourceIsOperatedOnAsWell() throws IOException {
        String pool = "pool=" + OrderServlet.DEFINED;
        assertThat(order("ping?" + pool)).startsWith("DONE had after");
        assertThat(order("settings?max=3&" + pool)).isEqualTo("DONE max from 7 to 3");
        order("hold?" + pool);
        assertThat(order("recycle?" + pool)).startsWith("RUNNING");
        order("release");
        await().untilAsserted(() -> assertThat(journal()).anySatisfy(line -> assertThat(line)
                .contains("\"poolName\":\"" + OrderServlet.DEFINED + "\"", "\"operation\":\"RECYCLE\"", "\"state\":\"DONE\"")));
        order("hold?" + pool);
        assertThat(order("flush?" + pool)).matches("DONE All connections were closed; [12] in use were cut");
        order("release");
        assertThat(order("ping?" + pool)).startsWith("DONE had after");
        assertThat(order("settings?max=7&" + pool)).isEqualTo("DONE max from 3 to 7");
    }

    @Test
    @Order(4)
    void whatSomebodyElseConfiguresIsSeenAndStands() throws Exception {
        Administrator administrator = new Administrator(running);
        order("settings?max=20");
        administrator.setApplicationMax(26);
        Awaitility.await().atMost(EXTERNAL_WITHIN).untilAsserted(() -> assertThat(journal())
                .anySatisfy(line -> assertThat(line).contains("\"actor\":\"external\"", "\"max\":\"26\"")));
        assertThat(maxInForceAndConfigured()).isEqualTo("26 26");
        administrator.resetApplicationMax(26);
        await().untilAsserted(() -> assertThat(maxInForceAndConfigured()).isEqualTo("30 30"));
    }

    @Test
    @Order(5)
    void whatIsInMemoryAloneEndsWithLifeguard() throws Exception {
        assertThat(order("settings?max=22")).startsWith("DONE");

        application.undeploy();

        await().untilAsserted(() -> assertThat(journal()).anySatisfy(line -> assertThat(line)
                .contains("\"actor\":\"undeployment\"", "\"state\":\"DONE\"", "\"max\":\"30\"")));
        application.deploy();
        order("ping");
        assertThat(maxInForceAndConfigured()).isEqualTo("30 30");
    }

    @Test
    @Order(6)
    void aServerThatIsKilledInTheMiddleIsHealed() throws Exception {
        assertThat(order("settings?max=28&persist=true&revert=PT40S")).startsWith("DONE");
        assertThat(order("settings?max=24&revert=PT40S")).startsWith("DONE");
        order("hold");
        assertThat(order("drain")).startsWith("RUNNING");

        application.crash();
        await().untilAsserted(() -> assertThat(journal()).anySatisfy(line -> assertThat(line)
                .contains("\"operation\":\"DRAIN\"", "\"state\":\"PARTLY\"", "Lifeguard ended")));

        assertThat(ready().statusCode()).as("drained still").isEqualTo(503);
        assertThat(order("resume")).startsWith("DONE");
        order("ping");
        await().untilAsserted(() -> assertThat(maxInForceAndConfigured()).isEqualTo("30 30"));
        await().untilAsserted(() -> assertThat(ready().statusCode()).isEqualTo(200));
    }

    private static String order(String what) {
        return application.order(what);
    }

    private static String maxInForceAndConfigured() {
        String[] settings = application.settings("jdbc/app").split(" ");
        return settings[0] + " " + settings[1];
    }

    private static Response ready() {
        return application.ready();
    }

    private static List<String> journal() throws IOException {
        return application.journal();
    }

    private static ConditionFactory await() {
        return OrderApplication.await();
    }
}
