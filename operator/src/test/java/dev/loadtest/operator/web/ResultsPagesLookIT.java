package dev.loadtest.operator.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
        for (var screen : Browser.Screen.values()) {
            var page = BROWSER.open(screen, TOKEN);
            page.navigate(server.resolve(path).toString());
            var picture = name + "-" + screen.name().toLowerCase(Locale.ROOT);
            Browser.picture(page, picture, IN_DOCUMENTS.contains(picture));
            BROWSER.findsNoFault(page, picture);
            page.context().close();
        }
    }

    /** Somebody was sent the file, and looks at it in the train. */
    @ParameterizedTest
    @CsvSource({
        "/namespaces/shop/runs/items-12/report.html, report",
        "/namespaces/billing/runs/invoices-1/report.html, report-hostile"
    })
    void theReportFromAFileWithoutANetwork(String path, String name, @TempDir Path folder) throws IOException {
        var asked = BROWSER.open(Browser.Screen.WIDE, TOKEN);
        var served = asked.navigate(server.resolve(path).toString());
        BROWSER.findsNoFault(asked, name + " as it is served");
        var file = Files.write(folder.resolve("report.html"), served.body());
        asked.context().close();

        for (var screen : Browser.Screen.values()) {
            var page = BROWSER.offline(screen);
            page.navigate(file.toUri().toString());
            var picture = name + "-" + screen.name().toLowerCase(Locale.ROOT);
            Browser.picture(page, picture, IN_DOCUMENTS.contains(picture));
            BROWSER.findsNoFault(page, picture);
            page.context().close();
        }
    }

    @Test
    void anEmptyClusterSaysWhatToDo() {
        for (var screen : Browser.Screen.values()) {
            var page = BROWSER.open(screen, Map.of("Authorization", "Bearer nothing"));
            page.navigate(server.resolve("/").toString());
            assertThat(page.textContent("main")).contains("There is no LoadTest yet", "kubectl apply");
            var picture = "empty-" + screen.name().toLowerCase(Locale.ROOT);
            Browser.picture(page, picture, false);
            BROWSER.findsNoFault(page, picture);
            page.context().close();
        }
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
        assertThat(page.textContent("table")).contains("items").doesNotContain("invoices");
        page.click("th a:has-text('items')");
        assertThat(page.locator("figure.chart").count()).isEqualTo(3);
        page.click("button:has-text('Side by side')");
        assertThat(page.textContent("h1")).isEqualTo("items-11 and items-12");
        page.click("thead a:has-text('items-12')");
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

    private static Object focused(Page page) {
        return page.evaluate("() => document.activeElement.textContent");
    }
}
