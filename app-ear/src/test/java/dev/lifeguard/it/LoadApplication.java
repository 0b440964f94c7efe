package dev.lifeguard.it;

import static io.restassured.RestAssured.given;

import dev.lifeguard.launcher.Database;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** An application that knows nothing of Lifeguard and puts the pools under load, as it is told over HTTP. */
final class LoadApplication {

    static final String NAME = "load";
    /** A pool of its own, which does not validate, for {@link #hold} and {@link #cost}. */
    static final String POOL = "java:app/jdbc/load";
    static final int MAX = 110;

    private LoadApplication() {}

    static Archive<?> archive(Database.Access access) {
        return ShrinkWrap.create(WebArchive.class, NAME + ".war")
                .addClasses(LoadServlet.class, LoadThreads.class, Holding.class)
                .addAsLibraries(Deployments.librariesOf("org.postgresql.Driver"))
                .setWebXML(GuestApplication.descriptor(POOL, MAX, access));
    }

    /** Borrows from {@code jdbc/app} in the request itself, and gives back after so long. */
    static void borrowInRequest(long holdMillis) {
        given().queryParam("holdMillis", holdMillis).get(at("")).then().statusCode(204);
    }

    /** Borrows so many from {@code jdbc/app} at once, and gives each back after so long; as the application itself timed it. */
    static List<LoadThreads.Timed> borrowAtOnce(int connections, long holdMillis) {
        JsonPath json = given().queryParam("connections", connections)
                .queryParam("holdMillis", holdMillis)
                .post(at("borrow"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        List<Long> acquisitions = json.getList("timed.acquisitionNanos", Long.class);
        List<Long> holds = json.getList("timed.holdNanos", Long.class);
        return IntStream.range(0, acquisitions.size())
                .mapToObj(number -> new LoadThreads.Timed(acquisitions.get(number), holds.get(number)))
                .toList();
    }

    /** What a borrow of its own pool, and the return, cost on the processor by so many threads at once: nanoseconds, at the median. */
    static double cost(int threads) {
        return given().queryParam("threads", threads).post(at("cost")).then().statusCode(200).extract().jsonPath().getDouble("nanos");
    }

    /** Borrows from its own pool until that is compiled. */
    static void warm() {
        given().post(at("warm")).then().statusCode(204);
    }

    /** Borrows from {@code jdbc/app} all the time from now on, in threads of its own. */
    static void start(int threads, long holdMicros) {
        given().queryParam("threads", threads).queryParam("holdMicros", holdMicros).post(at("start")).then().statusCode(204);
    }

    /** Borrows from its own pool all the time from now on, in more threads; tells how long it took until so many had one at once. */
    static Duration step(int threads, long holdMicros, int atOnce) {
        return Duration.ofNanos(given().queryParam("threads", threads)
                .queryParam("holdMicros", holdMicros)
                .queryParam("atOnce", atOnce)
                .post(at("step"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("nanos"));
    }

    /** Ends that and everything else; tells what came of it. */
    static Outcome stop() {
        JsonPath json = given().post(at("stop")).then().statusCode(200).extract().jsonPath();
        return new Outcome(json.getLong("borrows"), json.getLong("failures"), json.getString("failure"));
    }

    /** @param failure one of the failures, in the application's words; null if there was none */
    record Outcome(long borrows, long failures, String failure) {}

    /** Has so many connections of its own pool held, each in the way that is named. */
    static void hold(Holding way, int connections) {
        given().queryParam("way", way.name()).queryParam("connections", connections).post(at("hold")).then().statusCode(204);
    }

    private static URI at(String what) {
        return SharedServer.get().at("/" + NAME + "/" + what);
    }
}
