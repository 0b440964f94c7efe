package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.Database;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** An application that does to its pools what brings out their hazards. */
final class WardedApplication {

    static final String NAME = "warded";
    /** Of one connection. */
    static final String SINGLE = "java:app/jdbc/single";
    /** With more than it needs. */
    static final String SPARE = "java:app/jdbc/spare";

    private final RunningServer running;

    WardedApplication(RunningServer running) {
        this.running = running;
    }

    void deploy() throws Exception {
        Database.Access access = running.database().app();
        Path file = running.home().getParent().resolve(NAME + ".war");
        ShrinkWrap.create(WebArchive.class, NAME + ".war")
                .addClasses(WardedServlet.class, WardedThreads.class)
                .addAsLibraries(Deployments.librariesOf("org.postgresql.Driver"))
                .setWebXML(new StringAsset("<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">"
                        + pool(SINGLE, 1, access)
                        + pool(SPARE, 4, access)
                        + "</web-app>"))
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        running.server().deploy(file);
    }

    private static String pool(String name, int max, Database.Access access) {
        return """
                <data-source>
                  <name>%s</name>
                  <class-name>org.postgresql.ds.PGSimpleDataSource</class-name>
                  <url>%s</url>
                  <user>%s</user>
                  <password>%s</password>
                  <max-pool-size>%d</max-pool-size>
                  <min-pool-size>1</min-pool-size>
                </data-source>
                """.formatted(name, access.url(), access.user(), access.password(), max);
    }

    /** How long a borrow took, in microseconds. */
    long borrowOnce(String pool) {
        return ask("once?pool=" + pool).getLong("micros");
    }

    /** Has so many threads borrow and give back together, again and again; how long each acquisition took that was not quick. */
    JsonPath rounds(String pool, int threads, Duration length, boolean statement) {
        return ask("rounds?pool=" + pool + "&threads=" + threads + "&millis=" + length.toMillis() + "&statement=" + statement);
    }

    /** Has so many threads work all the time, each with a connection for so long, until so much time is over. */
    JsonPath load(String pool, int threads, Duration hold, Duration length) {
        return ask("load?pool=" + pool + "&threads=" + threads + "&hold=" + hold.toMillis() + "&millis=" + length.toMillis());
    }

    /** Has connections held until {@link #end}, each by a statement after the other. */
    void hold(String pool, int connections) {
        ask("hold?pool=" + pool + "&connections=" + connections);
    }

    /** Has requests come that wait. */
    void queue(String pool, int requests) {
        ask("queue?pool=" + pool + "&requests=" + requests);
    }

    /** When each of those was served or failed, in milliseconds since 1970; 0 for one that still waits. */
    List<Long> ends() {
        return ask("ends").getList("ends", Long.class);
    }

    void end() {
        ask("end");
    }

    /** Has so many threads borrow and give back without ever using a connection. */
    void borrowUnused(String pool, int threads, Duration length) {
        ask("unused?pool=" + pool + "&threads=" + threads + "&millis=" + length.toMillis());
    }

    private JsonPath ask(String what) {
        var response = TestUser.OPERATOR.given().get(running.at("/" + NAME + "/" + what));
        assertThat(response.statusCode()).as(what + " " + response.asString()).isEqualTo(200);
        return response.jsonPath();
    }

    static long above(JsonPath rounds, Duration limit) {
        List<Long> slow = rounds.getList("slowMicros", Long.class);
        return IntStream.range(0, slow.size()).filter(each -> slow.get(each) > limit.toNanos() / 1000).count();
    }
}
