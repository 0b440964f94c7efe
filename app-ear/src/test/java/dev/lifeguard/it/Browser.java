package dev.lifeguard.it;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, in which somebody looks at the console. */
final class Browser implements AutoCloseable {

    private static final double PATIENCE_MILLIS = 30_000;

    private final Playwright playwright = Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final com.microsoft.playwright.Browser chromium = playwright.chromium().launch(new BrowserType.LaunchOptions()
            .setExecutablePath(Path.of("/usr/bin/chromium"))
            // Root, as tests are run by, is let in no other way.
            .setArgs(List.of("--no-sandbox")));
    private final String axe;

    Browser() throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A window in which this user has logged in and sees the overview. */
    Window open(TestUser user, int width, ColorScheme scheme) {
        Window window = new Window(width, scheme);
        window.logIn(user);
        return window;
    }

    /** A window in which nobody has logged in. */
    Window open(int width) {
        return new Window(width, ColorScheme.LIGHT);
    }

    @Override
    public void close() {
        playwright.close();
    }

    /** One window, with cookies of its own. */
    final class Window implements AutoCloseable {

        private final BrowserContext context;
        private final Page page;
        /** What went wrong in the page's scripts, or was kept from it by its policy. */
        private final List<String> troubles = new ArrayList<>();

        private Window(int width, ColorScheme scheme) {
            context = chromium.newContext(
                    new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme));
            context.setDefaultTimeout(PATIENCE_MILLIS);
            page = context.newPage();
            page.onPageError(troubles::add);
            page.onDialog(dialog -> {
                troubles.add("A dialog: " + dialog.message());
                dialog.dismiss();
            });
            page.onConsoleMessage(message -> {
                // That a server which is being restarted does not answer is in the console of any browser.
                if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                    troubles.add(message.text());
                }
            });
        }

        /** Fills in the form and sends it. */
        void submit(TestUser user) {
            page.navigate(SharedServer.get().at("/lifeguard/login.html").toString());
            page.getByLabel("User name").fill(user.id());
            page.getByLabel("Password").fill(user.password());
            button("Log in").click();
        }

        void logIn(TestUser user) {
            submit(user);
            PlaywrightAssertions.assertThat(status()).hasText("Live");
        }

        Page page() {
            return page;
        }

        /** Whether what is shown is of now. */
        Locator status() {
            return page.locator("connection-state [role=status]");
        }

        /** The row of a pool in the overview. */
        Locator row(String pool) {
            return page.locator("tr").filter(new Locator.FilterOptions().setHas(link(pool)));
        }

        Locator link(String name) {
            return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
        }

        Locator button(String name) {
            return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
        }

        void openPool(String name) {
            link(name).click();
            PlaywrightAssertions.assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).hasText(name);
        }

        List<String> troubles() {
            return troubles;
        }

        /** What came over the wire for the page itself and what it is made of, in bytes. */
        long transferred() {
            return ((Number) page.evaluate("""
                    () => performance.getEntries()
                        .filter((entry) => ["navigation", "resource"].includes(entry.entryType) && !entry.name.includes("/api/"))
                        .reduce((sum, entry) => sum + entry.encodedBodySize, 0)""")).longValue();
        }

        /** What axe finds that keeps somebody from using the page as it is now. */
        @SuppressWarnings("unchecked")
        List<String> obstacles() {
            page.evaluate(axe);
            return (List<String>) page.evaluate("""
                    () => axe.run().then((found) => found.violations.map(
                        (violation) => violation.id + " at " + violation.nodes.map((node) => node.html).join(", ")))""");
        }

        /** How long it takes until something is seen of the page when it is loaded again, in milliseconds. */
        double firstPaint() {
            page.reload();
            PlaywrightAssertions.assertThat(status()).hasText("Live");
            return ((Number) page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")).doubleValue();
        }

        /** By how much the page is wider than the window, in pixels. */
        int excess() {
            return (int) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        }

        @Override
        public void close() {
            // Else a request that is answered by a test meanwhile finds no page.
            page.unrouteAll();
            context.close();
        }
    }
}
