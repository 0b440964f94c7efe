package dev.lifeguard.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console, as people use it in a browser. */
@Tag("tools")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class ConsoleIT {

    private static final String POOL = "jdbc/app";
    private static final int DESK = 1_440;
    private static final long MOST_BYTES = 150_000;
    private static final double MOST_PAINT_MILLIS = 1_000;
    private static final String REASON = "Reason, kept in the audit";
    private static final int TRIES = 3;
    private static final LocatorAssertions.ContainsTextOptions PATIENTLY = new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);
    private static final LocatorAssertions.HasAttributeOptions SEEN_FOR_LONG =
            new LocatorAssertions.HasAttributeOptions().setTimeout(120_000);
    private static final String NASTY = "<img src=x onerror=alert(1)>";

    private static Browser browser;

    @Deployment(name = "lifeguard", order = 1, testable = false)
    static Archive<?> lifeguard() {
        return Deployments.lifeguardAs("lifeguard-console.ear")
                .addAsLibrary(Deployments.settings("lifeguard.security.operations-per-minute=6000"));
    }

    @Deployment(name = LoadApplication.NAME, order = 2, testable = false)
    static Archive<?> load() {
        return LoadApplication.archive(SharedServer.get().database().app());
    }

    @BeforeAll
    static void openBrowser() throws IOException {
        browser = new Browser();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void awaitPool() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> maxInForce() != null);
    }

    @Test
    @Order(1)
    void theOverviewMovesByItself() {
        try (Browser.Window window = browser.open(TestUser.VIEWER, DESK, ColorScheme.LIGHT)) {
            LoadApplication.start(6, 3_000_000);
            try {
                assertThat(window.row(POOL)).containsText("6 in use");
                assertThat(window.row(POOL).locator("spark-line path")).hasAttribute("d", Pattern.compile("M.+L.+"));
            } finally {
                LoadApplication.stop();
            }
            assertThat(window.row(POOL)).containsText("0 in use");
            assertThat(window.transferred()).as("bytes").isBetween(1L, MOST_BYTES);
            // The machine may have other things to do.
            assertThat(DoubleStream.generate(window::firstPaint).limit(TRIES).min().getAsDouble())
                    .as("first paint, ms").isLessThan(MOST_PAINT_MILLIS);
            assertThat(window.troubles()).isEmpty();
        }
    }

    @Test
    @Order(2)
    void aViewerSeesNoControls() {
        try (Browser.Window window = browser.open(TestUser.VIEWER, DESK, ColorScheme.LIGHT)) {
            window.openPool(POOL);
            // Shown by the same answer that tells who may act.
            assertThat(window.page().getByText("Nobody now.")).isVisible();
            assertThat(window.page().locator(".orders button")).hasCount(0);
            assertThat(window.page().getByRole(AriaRole.BUTTON).filter(new Locator.FilterOptions().setHasText("…"))).hasCount(0);
        }
    }

    @Test
    @Order(2)
    void whoHasNoRoleIsToldSo() {
        try (Browser.Window window = browser.open(DESK)) {
            window.submit(TestUser.STRANGER);
            assertThat(window.page().locator(".failure:target")).containsText("takes the role lifeguard-viewer or lifeguard-operator");
            assertThat(window.obstacles()).isEmpty();
        }
    }

    @Test
    @Order(3)
    void aResizeIsLookedAtFirstAndReadBack() {
        String reason = "fewer are enough";
        LoadApplication.start(3, 50_000);
        try (Browser.Window window = browser.open(TestUser.OPERATOR, DESK, ColorScheme.LIGHT)) {
            window.openPool(POOL);
            assertThat(window.page().locator("pool-advice")).containsText("What another max would do");
            window.button("Resize …").click();
            Locator apply = window.button("Resize");
            assertThat(apply).isDisabled();
            window.page().getByLabel("Max, between floor and ceiling").fill("9");
            assertThat(max(window)).hasValue("9");
            assertThat(window.page().locator(".prediction .now")).containsText("Now, max 10: ");
            assertThat(window.page().locator(".prediction .at")).containsText(Pattern.compile("Predicted, max 9: \\d+ % .*99 % wait"));
            assertThat(apply).isEnabled();
            assertThat(window.page().locator(".effect")).containsText("9");
            apply.click();
            assertThat(maxInForce()).as("without a reason").isEqualTo(SharedServerNumbers.APP_MAX);
            field(window, REASON).fill(reason);
            apply.click();
            assertThat(window.page().locator(".result")).containsText("Done");
            assertThat(window.page().locator(".result dd").last()).containsText("max 9");
            assertThat(maxInForce()).isEqualTo(9);
            window.button("Close").click();
            assertThat(window.page().locator("pool-bar").first()).hasAttribute("aria-label", Pattern.compile(".*max 9;.*"));

            window.link("Audit").click();
            assertThat(window.page().locator("audit-view tbody tr").first()).containsText(reason);
            assertThat(window.page().locator("audit-view tbody tr").first()).containsText("operator");
            assertThat(window.troubles()).isEmpty();
        } finally {
            LoadApplication.stop();
        }
    }

    @Test
    @Order(4)
    void theKeyboardAloneSuffices() {
        try (Browser.Window window = browser.open(TestUser.OPERATOR, DESK, ColorScheme.LIGHT)) {
            tabTo(window.link(POOL));
            window.page().keyboard().press("Enter");
            assertThat(window.button("Resize …")).isVisible();
            tabTo(window.button("Resize …"));
            window.page().keyboard().press("Enter");
            Locator max = max(window);
            assertThat(max).isFocused();
            window.page().keyboard().press("Control+A");
            window.page().keyboard().type(Integer.toString(SharedServerNumbers.APP_MAX));
            tabTo(field(window, REASON));
            window.page().keyboard().type("as it was");
            assertThat(window.button("Resize")).isEnabled();
            tabTo(window.button("Resize"));
            window.page().keyboard().press("Enter");
            assertThat(window.page().locator(".result")).containsText("Done");
            assertThat(window.button("Close")).isFocused();
            window.page().keyboard().press("Enter");
            assertThat(window.page().locator("dialog")).hasCount(0);
            assertThat(maxInForce()).isEqualTo(SharedServerNumbers.APP_MAX);
        }
    }

    @Test
    @Order(5)
    void whatIsRefusedIsToldInTheServersWords() {
        try (Browser.Window window = browser.open(TestUser.OPERATOR, DESK, ColorScheme.LIGHT)) {
            window.openPool(POOL);
            window.button("Resize …").click();
            max(window).fill("5000");
            assertThat(window.page().locator("dialog [role=alert]")).containsText("max is 5000; at most");
            assertThat(window.button("Resize")).isDisabled();
        }
    }

    @Test
    @Order(6)
    void aPoolIsDrainedAndResumed() {
        try (Browser.Window window = browser.open(TestUser.OPERATOR, DESK, ColorScheme.LIGHT)) {
            window.openPool(POOL);
            operate(window, "Drain");
            assertThat(given().get(SharedServer.get().at("/health/ready")).statusCode()).isEqualTo(503);
            assertThat(window.button("Resume …")).isVisible();
            assertThat(window.button("Drain …")).hasCount(0);
            assertThat(window.page().locator(".tag")).hasText("Drained");
            operate(window, "Resume");
            assertThat(window.button("Drain …")).isVisible();
            assertThat(window.troubles()).isEmpty();
        }
    }

    @Test
    @Order(7)
    void aNameIsTextAndNothingElse() {
        try (Browser.Window window = browser.open(TestUser.VIEWER, DESK, ColorScheme.LIGHT)) {
            String pools = given().get(SharedServer.get().at("/lifeguard/api/pools")).asString();
            // No server takes such a name.
            window.page().route("**/api/live", route -> route.fulfill(new Route.FulfillOptions()
                    .setContentType("text/event-stream")
                    .setBody("event: snapshot\ndata: " + pools.replace('"' + POOL + '"', '"' + NASTY + '"') + "\n\n")));
            window.page().reload();
            assertThat(window.link(NASTY)).isVisible();
            window.openPool(NASTY);
            window.link("Audit").click();
            assertThat(window.page().locator("select[name=pool]")).containsText(NASTY);
            assertThat(window.page().locator("img")).hasCount(0);
            assertThat(window.troubles()).isEmpty();
        }
    }

    @Test
    @Order(8)
    void anOutageOfTheDatabaseIsToldAndItsEnd() throws Exception {
        try (Browser.Window overview = browser.open(TestUser.VIEWER, DESK, ColorScheme.LIGHT);
                Browser.Window window = browser.open(TestUser.VIEWER, DESK, ColorScheme.LIGHT)) {
            window.openPool(POOL);
            assertThat(window.page().locator(".title .verdict")).hasText(Pattern.compile("Healthy|Busy"));
            SharedServer.get().database().kill();
            try {
                assertThat(overview.row(POOL)).containsText("Database away");
                assertThat(window.page().locator(".title .verdict")).hasText("Database away");
                assertThat(window.page().locator(".notice")).containsText("The database behind this pool does not answer.");
                assertThat(window.page().locator(".happened")).containsText("then Database away");
                window.page().locator("pool-charts select").selectOption("last hour");
                assertThat(window.page().locator("pool-charts [role=status]"))
                        .containsText("What was before this page was opened cannot be shown: ");
                assertThat(window.obstacles()).isEmpty();
            } finally {
                SharedServer.get().database().start();
            }
            assertThat(overview.row(POOL)).containsText("Healthy", PATIENTLY);
            assertThat(window.page().locator(".notice")).isEmpty();
            assertThat(window.page().locator(".happened")).containsText(Pattern.compile("then (Recovering|Healthy)"));
            assertThat(window.troubles()).isEmpty();
        }
    }

    @Test
    @Order(9)
    void whatWasKeptIsZoomedInto() {
        try (Browser.Window window = browser.open(TestUser.VIEWER, DESK, ColorScheme.LIGHT)) {
            window.openPool(POOL);
            Locator chart = window.page().locator("pool-charts .u-over").first();
            chart.scrollIntoViewIfNeeded();
            BoundingBox box = chart.boundingBox();
            window.page().mouse().move(box.x + box.width / 4, box.y + box.height / 2);
            window.page().mouse().down();
            window.page().mouse().move(box.x + box.width / 2, box.y + box.height / 2);
            window.page().mouse().up();
            assertThat(window.page().locator("pool-charts select")).hasValue("chosen");
            Locator from = field(window, "From");
            assertThat(from).hasValue(Pattern.compile("\\d{4}-.+"));
            // What the keyboard has instead of the mouse.
            from.fill("2030-01-01T00:00");
            field(window, "To").fill("2029-01-01T00:00");
            window.page().keyboard().press("Tab");
            assertThat(window.page().locator("pool-charts [role=status]")).containsText("From has to be before To");
            window.button("Back to live").click();
            assertThat(window.page().locator("pool-charts select")).hasValue("600");
            assertThat(window.page().locator("pool-charts [role=status]")).isEmpty();
            assertThat(window.troubles()).isEmpty();
        }
    }

    @Test
    @Order(9)
    void theGovernorIsSetAndTold() {
        try (Browser.Window window = browser.open(TestUser.OPERATOR, DESK, ColorScheme.LIGHT)) {
            window.openPool(POOL);
            Locator governor = window.page().locator("pool-advice .governor");
            assertThat(governor).containsText("The governor: Advises");
            govern(window, "Off");
            assertThat(governor).containsText("The governor: Off");
            assertThat(governor).containsText("the configuration says: Advises");
            govern(window, "Advises");
            assertThat(governor).containsText("The governor: Advises");
            window.link("Audit").click();
            window.page().locator("select[name=operation]").selectOption("govern");
            // Others have had it set before.
            Locator ours = window.page().locator("audit-view tbody tr").filter(new Locator.FilterOptions().setHasText("a test"));
            assertThat(ours).hasCount(2);
            assertThat(window.troubles()).isEmpty();
        }
    }

    private static void govern(Browser.Window window, String mode) {
        window.button("Governor …").click();
        window.page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(Pattern.compile("^" + mode))).check();
        assertThat(window.button("Set")).isEnabled();
        field(window, REASON).fill("a test");
        assertThat(window.obstacles()).isEmpty();
        window.button("Set").click();
        assertThat(window.page().locator(".result")).containsText("Done: " + mode);
        window.button("Close").click();
    }

    @Test
    @Order(9)
    void aDrillIsWatchedAndStopped() {
        try (Browser.Window window = browser.open(TestUser.OPERATOR, DESK, ColorScheme.LIGHT);
                Browser.Window overview = browser.open(TestUser.VIEWER, DESK, ColorScheme.LIGHT)) {
            window.openPool(POOL);
            window.button("Drill …").click();
            field(window, "Requests a second").fill("50");
            field(window, "Held for, seconds in the mean").fill("0.1");
            // The text of a label around a choice has all the options in it.
            window.page().locator("select[name=hold]").selectOption("constant");
            assertThat(window.button("Drill")).isEnabled();
            assertThat(window.page().locator(".effect")).containsText("5.0 connections in use in the mean");
            field(window, REASON).fill("a test");
            look(window, "drill-dialog", DESK, ColorScheme.LIGHT);
            window.button("Drill").click();
            assertThat(window.page().locator(".result")).containsText("Started");
            window.button("Close").click();

            Locator drill = window.page().locator("pool-drill");
            assertThat(drill).containsText("Runs since");
            assertThat(overview.row(POOL)).containsText(Pattern.compile("[3-7] in use"));
            assertThat(drill.locator(".figures")).containsText(Pattern.compile("Completed[1-9]"));
            assertThat(window.page().locator("pool-advice")).containsText("What another max would do");
            look(window, "drill", DESK, ColorScheme.LIGHT);
            window.button("Stop the drill").click();
            assertThat(drill).containsText("was stopped");
            assertThat(window.button("Stop the drill")).isHidden();
            assertThat(overview.row(POOL)).containsText("0 in use");
            assertThat(window.troubles()).isEmpty();
        }
    }

    /** What is pictured is for people to look at; that it fits, and that axe finds nothing, is not. */
    @ParameterizedTest
    @CsvSource({"1440, LIGHT", "390, DARK"})
    @Order(10)
    void everyViewFitsAndKeepsNobodyOut(int width, ColorScheme scheme) {
        LoadApplication.start(7, 30_000);
        try (Browser.Window window = browser.open(TestUser.OPERATOR, width, scheme)) {
            assertThat(window.row(POOL).locator("spark-line path")).hasAttribute("d", Pattern.compile("M.+L.+L.+L.+"));
            look(window, "overview", width, scheme);
            window.openPool(POOL);
            assertThat(window.button("Resize …")).isVisible();
            assertThat(window.page().locator(".happened")).containsText("Resize by operator");
            window.page().getByText("The same as a table").click();
            assertThat(window.page().locator("pool-advice details tbody")).containsText("now");
            look(window, "pool", width, scheme);
            for (String operation : List.of("Resize", "Recycle", "Flush", "Drill")) {
                window.button(operation + " …").click();
                if (operation.equals("Resize")) {
                    max(window).fill("8");
                }
                assertThat(window.button(operation)).isEnabled();
                look(window, operation.toLowerCase(Locale.ROOT), width, scheme);
                window.button("Cancel").click();
            }
            window.link("Audit").click();
            assertThat(window.page().locator("audit-view tbody tr").first()).isVisible();
            look(window, "audit", width, scheme);
            assertThat(window.troubles()).isEmpty();
        } finally {
            LoadApplication.stop();
        }
    }

    /** Of a pool that has been under load for a minute, and of those that had nothing to do; for the documentation. */
    @Test
    @Order(11)
    void theOverviewIsPictured() {
        LoadApplication.start(8, 30_000);
        try (Browser.Window window = browser.open(TestUser.VIEWER, DESK, ColorScheme.LIGHT)) {
            assertThat(window.row(POOL).locator("spark-line path"))
                    .hasAttribute("d", Pattern.compile("^([ML][^ML]+){20,}$"), SEEN_FOR_LONG);
            picture(window, "console", true);
        } finally {
            LoadApplication.stop();
        }
    }

    private static void look(Browser.Window window, String view, int width, ColorScheme scheme) {
        String name = view + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        // A dialog is in front of what is seen of the page, and not of all of it.
        picture(window, name, window.page().locator("dialog").count() == 0);
        assertThat(window.excess()).as(name).isZero();
        assertThat(window.obstacles()).as(name).isEmpty();
    }

    private static void picture(Browser.Window window, String name, boolean whole) {
        window.page().evaluate("scrollTo(0, 0)");
        window.page().screenshot(new Page.ScreenshotOptions()
                .setPath(RunningServer.ROOT.resolve(Path.of("target/it", RunningServer.KIND.id(), "console", name + ".png")))
                .setFullPage(whole));
    }

    /** Has an operation done by its dialog. */
    private static void operate(Browser.Window window, String operation) {
        window.button(operation + " …").click();
        assertThat(window.button(operation)).isEnabled();
        field(window, REASON).fill("a test");
        window.button(operation).click();
        assertThat(window.page().locator(".result")).containsText("Done");
        window.button("Close").click();
    }

    private static void tabTo(Locator wanted) {
        for (int i = 0; i < 40 && !(boolean) wanted.evaluate("node => node === document.activeElement"); i++) {
            wanted.page().keyboard().press("Tab");
        }
        assertThat(wanted).isFocused();
    }

    private static Locator max(Browser.Window window) {
        return field(window, "Max");
    }

    private static Locator field(Browser.Window window, String label) {
        return window.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    /** Null before the pool's first use. */
    private static Integer maxInForce() {
        JsonPath pools = given().get(SharedServer.get().at("/lifeguard/api/pools")).jsonPath();
        return pools.get("pools.find { it.name == '" + POOL + "' }.inForce?.max");
    }
}
