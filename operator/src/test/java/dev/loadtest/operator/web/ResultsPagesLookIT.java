package dev.loadtest.operator.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page in a real browser, over fixed data: it can be used by everybody, and its pictures are those of the documents. */
@QuarkusTest
@TestProfile(ResultsPagesTest.WithoutACluster.class)
@Isolated("takes more of a small machine than others leave")
class ResultsPagesLookIT {
    private static final Map<String, String> TOKEN = Map.of("Authorization", "Bearer all");

    private static final Set<String> IN_DOCUMENTS =
            Set.of("list-wide", "loadtest-wide", "run-live-dark", "run-phone", "compare-wide", "report-wide");

    @RegisterExtension
    static final Browser BROWSER = new Browser();

    @TestHTTPResource
    URI server;

    @ParameterizedTest
    @CsvSource({
        "list, /loadtests",
        "list-filtered, /loadtests?namespace=shop&verdict=Failed",
        "loadtest, /namespaces/shop/loadtests/items",
        "loadtest-without-runs, /namespaces/billing/loadtests/new",
        "run, /namespaces/shop/runs/items-12",
        "run-hostile, /namespaces/billing/runs/invoices-1",
        "run-live, /namespaces/shop/runs/checkout-1",
        "compare, /namespaces/shop/compare?a=items-4&b=items-5",
        "run-expired, /namespaces/shop/runs/gone-1"
    })
    void onEveryScreen(String name, String path) {
        var page = BROWSER.open(Browser.Screen.WIDE, TOKEN);
        page.navigate(server.resolve(path).toString());
        looksGoodOnEveryScreen(page, name);
        page.context().close();
    }

    /** Somebody was sent the file, and looks at it in the train. */
    @ParameterizedTest
    @CsvSource({
        "/namespaces/shop/runs/items-12/report.html, report",
        "/namespaces/billing/runs/invoices-1/report.html, report-hostile",
        "/namespaces/shop/runs/search-2/report.html, report-largest"
    })
    void theReportFromAFileWithoutANetwork(String path, String name, @TempDir Path folder) throws IOException {
        var asked = BROWSER.open(Browser.Screen.WIDE, TOKEN);
        var served = asked.navigate(server.resolve(path).toString());
        assertThat(asked.textContent("h1")).isNotBlank();
        var file = Files.write(folder.resolve("report.html"), served.body());
        asked.context().close();

        var page = BROWSER.offline(Browser.Screen.WIDE);
        page.navigate(file.toUri().toString());
        looksGoodOnEveryScreen(page, name);
        page.context().close();
    }

    @Test
    void theChartsOfTheReport() {
        var page = BROWSER.open(Browser.Screen.WIDE, TOKEN);
        page.navigate(
                server.resolve("/namespaces/shop/runs/items-12/report.html").toString());

        assertThat(page.locator("#time figure").count()).isEqualTo(4);
        Browser.picture(page.locator("#time"), "report-charts");
        page.context().close();
    }

    /** On paper is what counts; what is folded up is not, and it is said that it is not. */
    @Test
    void theReportOnPaper() {
        var page = BROWSER.open(Browser.Screen.WIDE, TOKEN);
        page.navigate(
                server.resolve("/namespaces/shop/runs/items-12/report.html").toString());
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

        for (var part :
                List.of("h1", ".why", "#numbers dl.cards", "#thresholds table", "#time svg", "#environment pre")) {
            assertThat(page.locator(part).first().isVisible()).as(part).isTrue();
        }
        assertThat(page.locator("nav").isVisible()).isFalse();
        assertThat(page.locator("#numbers details table").isVisible()).isFalse();
        assertThat(page.evaluate(
                        "() => getComputedStyle(document.querySelector('#numbers summary'), '::after').content"))
                .asString()
                .contains("closed, so not printed");
        page.locator("#numbers summary").click();
        assertThat(page.locator("#numbers details table").isVisible()).isTrue();
        Browser.picture(page, "report-paper", false);
        page.context().close();
    }

    @Test
    void anEmptyClusterSaysWhatToDo() {
        var page = BROWSER.open(Browser.Screen.WIDE, Map.of("Authorization", "Bearer nothing"));
        page.navigate(server.resolve("/").toString());
        assertThat(page.textContent("main")).contains("There is no LoadTest yet", "kubectl apply");
        looksGoodOnEveryScreen(page, "empty");
        page.context().close();
    }

    /** As whoever opens the address meets it: no header, a challenge, a name and a password. */
    @Test
    void theBrowserAsksForTheToken() {
        var page = BROWSER.openWithPassword(Browser.Screen.PHONE, "anybody", "shop");

        page.navigate(server.resolve("/loadtests").toString());

        assertThat(page.textContent("table")).contains("items").doesNotContain("invoices");
        BROWSER.findsNoFault(page, "with a password");
        page.context().close();
    }

    @Test
    void fromPageToPage() {
        var page = BROWSER.open(Browser.Screen.WIDE, TOKEN);
        page.navigate(server.toString());

        page.selectOption("select[name=namespace]", "shop");
        page.click("button:has-text('Show')");
        page.waitForLoadState();
        assertThat(page.textContent("table")).contains("items").doesNotContain("invoices");
        page.click("th a:has-text('items')");
        page.waitForLoadState(); // a click waits for the beginning of a page, not for all of it
        assertThat(page.locator("figure.chart").count()).isEqualTo(3);
        page.click("button:has-text('Side by side')");
        page.waitForLoadState();
        assertThat(page.textContent("h1")).isEqualTo("items-11 and items-12");
        page.click("thead a:has-text('items-12')");
        page.waitForLoadState();
        assertThat(page.textContent("h1")).contains("items-12", "Passed");

        BROWSER.findsNoFault(page, "items-12");
        page.context().close();
    }

    @Test
    void aRunThatGoesIsFollowedWithAScriptAndReloadedWithout() {
        var followed = BROWSER.open(Browser.Screen.WIDE, TOKEN);
        followed.navigate(server.resolve("/namespaces/shop/runs/checkout-1").toString());
        followed.waitForFunction("() => document.getElementById('how').textContent.includes('follows')");
        assertThat(followed.textContent("[data-live=vus]")).isEqualTo("20");
        followed.evaluate("() => { for (const one of [null, 100, 200]) draw('p95Millis', one); }");
        assertThat(followed.getAttribute("[data-line=p95Millis] polyline", "points"))
                .as("what is not known is not 0")
                .doesNotContain(",142.0");
        followed.context().close();

        var plain = BROWSER.withoutScripts(TOKEN);
        plain.navigate(server.resolve("/namespaces/shop/runs/checkout-1").toString());
        assertThat(plain.content()).contains("http-equiv=\"refresh\"");
        assertThat(plain.textContent("[data-live=vus]")).isEqualTo("20");
        plain.context().close();
    }

    @Test
    void allOfItByKeyboard() {
        var page = BROWSER.open(Browser.Screen.WIDE, TOKEN);
        page.navigate(server.resolve("/loadtests").toString());

        page.keyboard().press("Tab");
        assertThat(focused(page)).isEqualTo("Skip to the content");
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(page.evaluate("() => document.activeElement.name")).isEqualTo("namespace");
        page.context().close();
    }

    /** Pictures first: to look for faults unfolds the page. */
    private static void looksGoodOnEveryScreen(Page page, String name) {
        for (var screen : Browser.Screen.values()) {
            Browser.turn(page, screen);
            var picture = name + "-" + screen.name().toLowerCase(Locale.ROOT);
            Browser.picture(page, picture, IN_DOCUMENTS.contains(picture));
        }
        Browser.turn(page, Browser.Screen.WIDE);
        BROWSER.findsNoFault(page, name + " on a wide screen");
        Browser.turn(page, Browser.Screen.DARK);
        BROWSER.findsNoFaultOfColours(page, name + " in the dark");
        Browser.turn(page, Browser.Screen.PHONE);
        BROWSER.findsNoFault(page, name + " on a phone");
    }

    private static Object focused(Page page) {
        return page.evaluate("() => document.activeElement.textContent");
    }
}
