package dev.lifeguard.it;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, in which somebody looks at the console. */
final class Browser implements AutoCloseable {

    private static final double PATIENCE_MILLIS = 30_000;
    private static final String HOME = SharedServer.get().at("/lifeguard/").toString();

    private static final int HEIGHT = 900;

    private final Playwright playwright = Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final com.microsoft.playwright.Browser chromium = playwright.chromium().launch(new BrowserType.LaunchOptions()
            .setExecutablePath(Path.of("/usr/bin/chromium"))
            // Root, as tests are run by, is let in no other way.
            .setArgs(List.of("--no-sandbox")));
    private final String axe;
    /** The cookies of who has logged in already. */
    private final Map<TestUser, List<Cookie>> logins = new EnumMap<>(TestUser.class);

    Browser() throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A window in which this user has logged in, once for all windows, and sees the overview. */
    Window open(TestUser user, int width, ColorScheme scheme) {
        Window window = new Window(width, scheme);
        enter(window, user);
        return window;
    }

    private void enter(Window window, TestUser user) {
        List<Cookie> login = logins.get(user);
        if (login == null) {
            window.logIn(user);
            logins.put(user, window.context.cookies());
        } else {
            window.context.addCookies(login);
            window.page.navigate(HOME);
            PlaywrightAssertions.assertThat(window.status()).hasText("Live");
        }
    }

    /**
     * The same, with what a server would have streamed; the stream stays open.
     *
     * @param script what it makes of the pools that the server tells now, {@code recorded}: calls {@code tell(event, data)}
     */
    Window replay(TestUser user, int width, String script) {
        Window window = new Window(width, ColorScheme.LIGHT);
        window.page.addInitScript("""
                {
                  const asked = window.fetch;
                  window.fetch = async (address, options) => {
                    if (address !== "api/live") {
                      return asked(address, options);
                    }
                    const recorded = await (await asked("api/pools")).json();
                    const bytes = new TextEncoder();
                    return new Response(new ReadableStream({
                      start(stream) {
                        const tell = (event, data) =>
                          stream.enqueue(bytes.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
                        %s
                      },
                    }));
                  };
                }
                """.formatted(script));
        enter(window, user);
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
                    new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(width, HEIGHT).setColorScheme(scheme));
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

        /** Back to the overview, on the same page; nothing has gone wrong yet. */
        Window home() {
            page.navigate(HOME + "#/");
            troubles.clear();
            return this;
        }

        /** As another window would be, or at another time of the day. */
        void become(int width, ColorScheme scheme) {
            page.setViewportSize(width, HEIGHT);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        }

        /** As when the server does not know the login any longer. */
        void forgetLogin() {
            context.clearCookies();
        }

        /** From each frame to the next while the page is scrolled from end to end and back, in milliseconds. */
        @SuppressWarnings("unchecked")
        List<Double> scroll(Duration time) {
            List<Number> frames = (List<Number>) page.evaluate("""
                    (time) => new Promise((done) => {
                      const frames = [];
                      const begun = performance.now();
                      let last = begun;
                      let step = 50;
                      const frame = (now) => {
                        frames.push(now - last);
                        last = now;
                        const before = scrollY;
                        scrollBy(0, step);
                        step = scrollY === before ? -step : step;
                        if (now - begun < time) {
                          requestAnimationFrame(frame);
                        } else {
                          done(frames.slice(1));
                        }
                      };
                      requestAnimationFrame(frame);
                    })""", (int) time.toMillis());
            return frames.stream().map(Number::doubleValue).toList();
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

        /** What axe finds that keeps somebody from using the page as it is now; of a dialog alone while there is one. */
        @SuppressWarnings("unchecked")
        List<String> obstacles() {
            if ((boolean) page.evaluate("!window.axe")) {
                page.evaluate(axe);
            }
            return (List<String>) page.evaluate("""
                    () => axe.run(document.querySelector("dialog") ?? document).then((found) => found.violations.map(
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
