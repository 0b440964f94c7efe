package dev.lifeguard.it;

import io.restassured.RestAssured;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Starts one server for the whole run, before the first test class and before Arquillian looks for it, and stops it after the last.
 */
public final class SharedServer implements BeforeAllCallback {

    private static RunningServer shared;

    static RunningServer get() {
        return shared;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (context.getRequiredTestClass().getPackage() != SharedServer.class.getPackage()) {
            // The tests of faults have a server of their own.
            return;
        }
        context.getRoot().getStore(Namespace.create(SharedServer.class))
                .getOrComputeIfAbsent(Started.class, key -> new Started(), Started.class);
    }

    private static final class Started implements CloseableResource {

        Started() {
            try {
                shared = RunningServer.started("shared", Map.of(
                        "LIFEGUARD_APP_POOL_MIN", Integer.toString(SharedServerNumbers.APP_MIN),
                        "LIFEGUARD_APP_POOL_MAX", Integer.toString(SharedServerNumbers.APP_MAX),
                        "LIFEGUARD_APP_POOL_WAIT_SECONDS", seconds(SharedServerNumbers.APP_WAIT),
                        "LIFEGUARD_APP_POOL_IDLE_SECONDS", seconds(SharedServerNumbers.APP_IDLE),
                        "LIFEGUARD_STORE_POOL_MAX_AGE_SECONDS", seconds(SharedServerNumbers.STORE_MAX_AGE),
                        "LIFEGUARD_SESSIONS_INTERVAL", "PT1S",
                        "LIFEGUARD_LEAKS_AFTER", "PT3S",
                        "LIFEGUARD_DRILL", "true",
                        // For Open Liberty, whose log keeps softly what was last written: such things go with the next collection.
                        "JVM_ARGS", "-XX:SoftRefLRUPolicyMSPerMB=0"));
            } catch (Exception e) {
                throw new IllegalStateException("The server under test did not start", e);
            }
            // Who asks for what is not for everybody, unless a test says otherwise.
            RestAssured.authentication = RestAssured.preemptive().basic(TestUser.VIEWER.id(), TestUser.VIEWER.password());
            // What arquillian.xml refers to.
            System.setProperty("lifeguard.it.installation", shared.installation().toString());
            System.setProperty("lifeguard.it.home", shared.home().toString());
            System.setProperty("lifeguard.it.admin-port", Integer.toString(shared.adminPort()));
        }

        private static String seconds(Duration duration) {
            return Long.toString(duration.toSeconds());
        }

        @Override
        public void close() throws Exception {
            shared.close();
        }
    }
}
