package dev.lifeguard.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.ServerKind;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The EAR that ships with an {@link OrderServlet} in it, on a server that may lose it or end at any time. */
final class OrderApplication {

    private static final String NAME = "lifeguard-orders";
    private static final Duration LATEST = Duration.ofSeconds(120);

    private final RunningServer running;
    private final Path ear;

    OrderApplication(RunningServer running) {
        this.running = running;
        WebArchive orders = ShrinkWrap.create(WebArchive.class, "orders.war")
                .addClasses(OrderServlet.class)
                .addAsLibraries(Deployments.librariesOf("org.postgresql.Driver"))
                .setWebXML(GuestApplication.descriptor(
                        OrderServlet.DEFINED, "org.postgresql.xa.PGXADataSource", GuestApplication.MAX, running.database().app()))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        ear = running.home().resolveSibling(NAME + ".ear");
        Deployments.lifeguardAs(NAME + ".ear").addAsModule(orders).as(ZipExporter.class).exportTo(ear.toFile(), true);
    }

    void deploy() throws IOException, InterruptedException {
        running.server().deploy(ear);
        await().untilAsserted(() -> assertThat(ready().statusCode()).isEqualTo(200));
    }

    void undeploy() throws IOException, InterruptedException {
        if (RunningServer.KIND == ServerKind.PAYARA) {
            new Administrator(running).asadmin("undeploy", NAME);
        } else {
            Files.delete(running.home().resolve("servers/lifeguard/dropins").resolve(ear.getFileName()));
        }
        await().until(() -> given().get(running.at("/orders/")).statusCode() == 404);
    }

    /** Ends the server's process as a crash does, and starts the server again. */
    void crash() throws IOException, InterruptedException {
        running.server().process().destroyForcibly();
        await().until(() -> !running.server().process().isAlive());
        running.server().close();
        running.server().start();
        await().untilAsserted(() -> {
            assertThat(given().get(running.at("/health/live")).statusCode()).isEqualTo(200);
            assertThat(given().get(running.at("/orders/")).statusCode()).isEqualTo(200);
        });
    }

    /** @param what for example {@code settings?max=20} */
    String order(String what) {
        return given().post(running.at("/orders/" + what)).then().statusCode(200).extract().asString();
    }

    /** Of the pool, max and idle timeout in seconds: as in force, as configured. */
    String settings(String pool) {
        return given().queryParam("pool", pool).get(running.at("/orders/")).then().statusCode(200).extract().asString();
    }

    Response ready() {
        return given().get(running.at("/health/ready"));
    }

    /** The lines of Lifeguard's journal. */
    List<String> journal() throws IOException {
        try (Stream<Path> files = Files.walk(running.home())) {
            Path journal = files.filter(file -> file.getFileName().toString().equals("operations.jsonl")).findFirst().orElseThrow();
            return Files.readAllLines(journal);
        }
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(LATEST).ignoreException(ConnectException.class);
    }
}
