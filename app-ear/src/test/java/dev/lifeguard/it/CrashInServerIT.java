package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.request.BreakpointRequest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A server that is killed between named steps of operations on several pools at once, and is asked afterwards what became of them. */
@Tag("faults")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashInServerIT {

    private static final String APP = "jdbc/app";
    private static final String STORE = "jdbc/lifeguard";
    private static final String DEFINED = OrderServlet.DEFINED;
    private static final String OPERATIONS = "dev.lifeguard.operations.";

    private static RunningServer running;
    private static OrderApplication application;
    private static String storeBefore;

    @BeforeAll
    static void start() throws Exception {
        running = RunningServer.started("crashes", Debugger.letIn());
        application = new OrderApplication(running);
        application.deploy();
        // So that all classes are loaded, and all pools built.
        assertThat(application.order("settings?max=29")).startsWith("DONE");
        assertThat(application.order("settings?max=30")).startsWith("DONE");
        for (String pool : List.of(APP, STORE, DEFINED)) {
            assertThat(application.order("ping?pool=" + pool)).startsWith("DONE");
        }
        assertThat(application.order("flush?pool=" + DEFINED)).startsWith("DONE");
        storeBefore = application.settings(STORE);
    }

    @AfterAll
    static void stop() throws IOException {
        if (running != null) {
            running.close();
        }
    }

    @Test
    @Order(1)
    void betweenIntentAndChangeBetweenChangeAndOutcomeAndInARecycle() throws Exception {
        Debugger debugger = Debugger.of(running);
        BreakpointRequest outcome = debugger.stopAt(OPERATIONS + "Ledger", "settle");
        begin("settings?max=20");
        debugger.awaitStop(outcome);
        assertThat(application.settings(APP)).as("changed, and not settled").startsWith("20 30 ");
        BreakpointRequest change = debugger.stopAt(OPERATIONS + "SettingsWork", "perform");
        begin("settings?persist=true&idle=77&pool=" + STORE);
        debugger.awaitStop(change);
        application.order("hold?pool=" + DEFINED);
        assertThat(application.order("recycle?pool=" + DEFINED)).startsWith("RUNNING");

        application.crash();

        assertBecame(APP, "settings", "FAILED", "The server ended in the middle");
        assertBecame(STORE, "settings", "FAILED", "Lifeguard ended in the middle");
        // An application's pool is the server's again when it is first asked for.
        assertThat(application.order("ping?pool=" + DEFINED)).startsWith("DONE");
        assertBecame(DEFINED, "recycle", "PARTLY", "how far it came is not known");
        assertThat(application.order("ping")).startsWith("DONE");
        assertThat(application.settings(APP)).startsWith("30 30 ");
        OrderApplication.await().untilAsserted(() -> assertThat(application.settings(STORE)).isEqualTo(storeBefore));
        assertThat(application.order("settings?max=29")).as("nothing is in the way of the next").startsWith("DONE");
        assertThat(application.order("settings?max=30")).startsWith("DONE");
    }

    @Test
    @Order(2)
    void inARevertAfterAPersistedChangeAndInAFlush() throws Exception {
        assertThat(application.order("flush?pool=" + DEFINED)).as("so that its class is loaded").startsWith("DONE");
        assertThat(application.order("settings?persist=true&max=20&revert=PT8S")).startsWith("DONE");
        assertThat(application.settings(APP)).startsWith("20 20 ");
        Debugger debugger = Debugger.of(running);
        BreakpointRequest reverted = debugger.stopAt(OPERATIONS + "Ledger", "settle");
        debugger.awaitStop(reverted);
        assertThat(application.settings(APP)).as("back, and not settled").startsWith("30 30 ");
        BreakpointRequest persisted = debugger.stopAt(OPERATIONS + "Ledger", "settle");
        begin("settings?persist=true&idle=77&pool=" + STORE);
        debugger.awaitStop(persisted);
        BreakpointRequest flush = debugger.stopAt(OPERATIONS + "FlushWork", "perform");
        begin("flush?pool=" + DEFINED);
        debugger.awaitStop(flush);

        application.crash();

        assertThat(application.order("ping")).startsWith("DONE");
        assertBecame(APP, "settings", "DONE", "Lifeguard ended in the middle");
        assertThat(application.settings(APP)).startsWith("30 30 ");
        assertBecame(STORE, "settings", "DONE", "Lifeguard ended in the middle");
        OrderApplication.await().untilAsserted(() -> assertThat(application.settings(STORE)).endsWith(" 77 77"));
        assertThat(application.order("ping?pool=" + DEFINED)).startsWith("DONE");
        assertBecame(DEFINED, "flush", "PARTLY", "how far it came is not known");
    }

    /** Gives an order that will not be answered. */
    private static void begin(String order) {
        HttpClient.newHttpClient().sendAsync(
                HttpRequest.newBuilder(running.at("/orders/" + order)).POST(BodyPublishers.noBody()).build(), BodyHandlers.discarding());
    }

    private static void assertBecame(String pool, String operation, String state, String outcome) {
        OrderApplication.await().untilAsserted(() -> {
            List<JsonPath> entries = application.journal().stream().map(JsonPath::from)
                    .filter(line -> pool.equals(line.getString("record.poolName"))
                            && operation.toUpperCase(Locale.ROOT).equals(line.getString("record.operation")))
                    .toList();
            JsonPath last = entries.get(entries.size() - 1);
            assertThat(last.getString("record.state")).as(pool + " " + operation).isEqualTo(state);
            assertThat(last.getString("record.outcome")).contains(outcome);
        });
    }
}
