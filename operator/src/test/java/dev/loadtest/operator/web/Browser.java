package dev.loadtest.operator.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.loadtest.testkit.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Chromium as the machine has it, on a wide screen, on a dark one and on that of a phone. What it says on its console is a fault, and so is what
 * axe-core finds. Without a Chromium the tests are skipped, except in CI.
 *
 * <p>Pictures go to {@code target/pictures}; with {@code -Dpictures=true} those that documents show go to {@code docs/images}.
 */
public final class Browser implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    private static final List<String> PROGRAMS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    /** What somebody looks at a page with. */
    public enum Screen {
        WIDE(1200, 800, ColorScheme.LIGHT),
        DARK(1200, 800, ColorScheme.DARK),
        PHONE(390, 780, ColorScheme.LIGHT);

        private final int width;
        private final int height;
        private final ColorScheme scheme;

        Screen(int width, int height, ColorScheme scheme) {
            this.width = width;
            this.height = height;
            this.scheme = scheme;
        }
    }

    /** One template makes all rows of a table, and all groups of checks, and what is odd stands first: hundreds of them would take minutes. */
    private static final List<String> LIKE_THOSE_BEFORE =
            List.of("tbody tr:nth-child(n + 21)", "details > details:nth-of-type(n + 11)");

    private static final double PATIENCE_MILLIS = 180_000;

    private static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");

    private Playwright playwright;
    private com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new ArrayList<>();

    /** For one test alone; whoever asks closes it. */
    public static Browser start() {
        var browser = new Browser();
        browser.open();
        return browser;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        open();
    }

    private void open() {
        var program = Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), PROGRAMS.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (System.getenv("CI") == null) {
            assumeTrue(program.isPresent(), "no Chromium: install one, or name it in CHROMIUM");
        }
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program.orElseThrow())
                        .setTimeout(PATIENCE_MILLIS));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    /** A page of its own that sends this with every request; whoever asks closes its context. */
    public Page open(Screen screen, Map<String, String> headers) {
        var context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setColorScheme(screen.scheme)
                .setExtraHTTPHeaders(headers));
        return watched(context);
    }

    /** A page whose user answers when the browser asks for a name and a password. */
    public Page openWithPassword(Screen screen, String user, String password) {
        var context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setColorScheme(screen.scheme)
                .setHttpCredentials(user, password));
        return watched(context);
    }

    /** A page that cannot reach anything. */
    public Page offline(Screen screen) {
        var context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setColorScheme(screen.scheme)
                .setOffline(true));
        return watched(context);
    }

    /** A page where scripts do not run. */
    public Page withoutScripts(Map<String, String> headers) {
        var context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setJavaScriptEnabled(false)
                .setExtraHTTPHeaders(headers));
        return watched(context);
    }

    /** The same page on another screen: as if somebody turned the phone, or it grew dark. */
    public static void turn(Page page, Screen screen) {
        page.setViewportSize(screen.width, screen.height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(screen.scheme));
    }

    /** Nothing was refused by the policy, nothing failed, and axe-core finds nothing, also in what is folded up. */
    public void findsNoFault(Page page, String name) {
        findsNoFault(page, name, axe(page));
    }

    /** The same of a page that was looked at in another light: nothing but its colours can have a fault that it had not there. */
    public void findsNoFaultOfColours(Page page, String name) {
        findsNoFault(page, name, axe(page).withRules(OF_COLOURS));
    }

    /** In the page itself, which has no frames, instead of in a further one; and told of nothing that is as it should be. */
    private static AxeBuilder axe(Page page) {
        var options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        var axe = new AxeBuilder(page).setLegacyMode(true).options(options);
        for (var part : LIKE_THOSE_BEFORE) {
            axe.exclude(part);
        }
        return axe;
    }

    private void findsNoFault(Page page, String name, AxeBuilder axe) {
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })");
        var violations = axe.analyze().getViolations();
        assertThat(violations)
                .as(() -> name + ": "
                        + violations.stream()
                                .map(one -> one.getId() + " "
                                        + one.getNodes().stream()
                                                .map(node -> node.getTarget() + " " + node.getHtml())
                                                .toList())
                                .toList())
                .isEmpty();
        var heard = List.copyOf(complaints);
        complaints.clear();
        assertThat(heard).as(name).isEmpty();
        assertThat(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s: how far it is wider than the screen", name)
                .isEqualTo(0);
    }

    /** A picture of the whole page; one for documents, which is to stay small, of what the screen shows of it. */
    public static void picture(Page page, String name, boolean ofDocuments) {
        page.screenshot(
                new Page.ScreenshotOptions().setPath(file(name, ofDocuments)).setFullPage(!isShipped(ofDocuments)));
    }

    /** A picture of one part of a page, for documents. */
    public static void picture(Locator part, String name) {
        part.screenshot(new Locator.ScreenshotOptions().setPath(file(name, true)));
    }

    private static boolean isShipped(boolean ofDocuments) {
        return ofDocuments && Boolean.getBoolean("pictures");
    }

    private static Path file(String name, boolean ofDocuments) {
        var folder =
                TestCluster.projectRoot().resolve(isShipped(ofDocuments) ? "docs/images" : "operator/target/pictures");
        try {
            return Files.createDirectories(folder).resolve(name + ".png");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Page watched(BrowserContext context) {
        context.setDefaultTimeout(PATIENCE_MILLIS);
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())
                    && !message.text().contains("status of 4")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("a dialog: " + dialog.message());
            dialog.dismiss();
        });
        return page;
    }
}
