package dev.lifeguard.it;

import static io.restassured.RestAssured.given;

import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may what, where that was configured otherwise. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class AccessAsConfiguredIT {

    @Deployment(testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguardAs("lifeguard-configured.ear")
                .addAsLibrary(Deployments.settings(
                        "lifeguard.security.metrics-login=true", "lifeguard.security.operations-per-minute=1"));
    }

    @Test
    void ourMetricsAreForViewers() {
        URI metrics = SharedServer.get().at("/lifeguard/metrics");
        given().auth().none().get(metrics).then().statusCode(401).header("WWW-Authenticate", "Basic realm=\"Lifeguard\", charset=\"UTF-8\"");
        TestUser.STRANGER.given().get(metrics).then().statusCode(403);
        TestUser.VIEWER.given().get(metrics).then().statusCode(200);
        given().auth().none().get(SharedServer.get().at("/metrics")).then().statusCode(200);
    }

    @Test
    void whoActsTwiceInAMinuteHasToWait() {
        URI nothing = SharedServer.get().at("/lifeguard/api/nothing");
        TestUser.OPERATOR.given().post(nothing).then().statusCode(404);
        TestUser.OPERATOR.given().post(nothing).then().statusCode(429);
    }
}
