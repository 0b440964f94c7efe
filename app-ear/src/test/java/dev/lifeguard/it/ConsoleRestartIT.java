package dev.lifeguard.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console over a restart of Lifeguard. */
@Tag("tools")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Timeout(300)
class ConsoleRestartIT {

    private static final String LIFEGUARD = "lifeguard";
    private static final String POOL = "jdbc/lifeguard";

    @Deployment(name = LIFEGUARD, managed = false, testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguardAs("lifeguard-console-restarts.ear");
    }

    @Test
    void aRestartIsToldAndOver(@ArquillianResource Deployer deployer) throws IOException {
        deployer.deploy(LIFEGUARD);
        try (Browser browser = new Browser(); Browser.Window window = browser.open(TestUser.VIEWER, 1_440, ColorScheme.LIGHT)) {
            assertThat(window.row(POOL)).isVisible();
            deployer.undeploy(LIFEGUARD);
            assertThat(window.status()).containsText("The server does not answer");
            // What was known.
            assertThat(window.row(POOL)).isVisible();

            deployer.deploy(LIFEGUARD);
            // Where the login does not outlive the session, another is asked for.
            assertThat(window.status()).hasText(Pattern.compile("Live|Your login has ended\\."));
            if (!window.status().textContent().equals("Live")) {
                window.link("Log in again").click();
                window.logIn(TestUser.VIEWER);
            }
            assertThat(window.row(POOL)).isVisible();
        } finally {
            deployer.undeploy(LIFEGUARD);
        }
    }
}
