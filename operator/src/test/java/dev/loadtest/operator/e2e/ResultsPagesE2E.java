package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.loadtest.operator.web.Browser;
import dev.loadtest.operator.web.Browser.Screen;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;

/** What somebody with a token for one namespace sees in a browser while runs come and go. */
@Execution(ExecutionMode.SAME_THREAD)
@Isolated("takes more of a small machine than others leave")
class ResultsPagesE2E {
    private static final double PATIENCE_MILLIS = 180_000;
    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final String OPERATORS = "loadtest-system";

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    @RegisterExtension
    static final Browser BROWSER = new Browser();

    private final User user = new User(NAMESPACE);
    private static String token;
    private static LocalPortForward port;

    @BeforeAll
    static void aTokenForThisNamespaceAlone() {
        var client = NAMESPACE.client();
        // @formatter:off
        client.resource(new ServiceAccountBuilder().withNewMetadata().withName("viewer").endMetadata().build()).create();
        client.resource(new RoleBuilder()
                        .withNewMetadata().withName("viewer").endMetadata()
                        .addNewRule()
                            .withApiGroups("loadtest.dev").withResources("loadtestruns").withVerbs("list")
                        .endRule()
                        .build())
                .create();
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata().withName("viewer").endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "viewer")
                        .addNewSubject().withKind("ServiceAccount").withName("viewer").withNamespace(NAMESPACE.name()).endSubject()
                        .build())
                .create();
        token = client.serviceAccounts().withName("viewer")
                .tokenRequest(new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3_600L).endSpec().build())
                .getStatus()
                .getToken();
        // @formatter:on
        port = client.services()
                .inNamespace(OPERATORS)
                .withName("loadtest-operator")
                .portForward(8081);
    }

    @AfterAll
    static void closed() throws IOException {
        if (port != null) {
            port.close();
        }
    }

    @Test
    void fromTheEmptyListToTheRunThatIsGone(@TempDir Path folder) throws IOException {
        var page = BROWSER.open(Screen.WIDE, Map.of("Authorization", "Bearer " + token));

        page.navigate(address("/loadtests"));
        assertThat(page.textContent("main")).contains("There is no LoadTest yet");
        seen(page, "e2e-empty");

        var mark = Scripts.newMark();
        user.applies("seen", "parallelism: 2", scriptUntilTheEnd(20, mark));
        user.seesLoad("seen-1", 2);
        page.navigate(run("seen-1"));
        assertThat(page.textContent("h1")).contains("seen-1", "Running");
        waitsFor(page, "() => document.querySelector('[data-live=vus]')?.textContent === '2'");
        seen(page, "e2e-live");
        user.ends(mark);
        // The page itself goes over to what came of the run.
        waitsFor(page, "() => document.querySelector('h1')?.textContent.includes('Passed')");
        page.waitForLoadState();
        assertThat(page.textContent("main")).contains("name:" + HOSTILE, "p(95)<60000");
        assertThat(page.querySelector("main script")).isNull();
        seen(page, "e2e-run");

        assertVerdict(user.seesCompleted("seen-1"), "Passed", "ThresholdsHeld");
        eventually(page, run("seen-1"), "The whole report");
        theReport(page, "seen-1", folder);
        user.applies("seen", "parallelism: 2", script(3));
        assertVerdict(user.seesCompleted("seen-2"), "Passed", "ThresholdsHeld");
        eventually(page, address("/namespaces/%s/loadtests/seen".formatted(NAMESPACE.name())), "seen-2");
        assertThat(page.locator("tbody tr").count()).isEqualTo(2);
        assertThat(page.locator("figure svg").first().getAttribute("aria-label"))
                .contains("over 2 runs");
        seen(page, "e2e-loadtest");
        page.click("button:has-text('Side by side')");
        page.waitForLoadState();
        assertThat(page.textContent("h1")).isEqualTo("seen-1 and seen-2");
        assertThat(page.textContent("main")).contains("Their scripts are not the same", HOSTILE, "Over time");
        seen(page, "e2e-compare");

        user.run("seen-1").ifPresent(run -> user.client().resource(run).delete());
        eventually(page, run("seen-1"), "No such run");
        seen(page, "e2e-gone");

        page.navigate(address("/loadtests"));
        assertThat(page.textContent("tbody")).contains("seen", "Passed", NAMESPACE.name());
        assertThat(page.locator("tbody tr").count()).isEqualTo(1);
        seen(page, "e2e-list");
        assertThat(page.navigate(address("/namespaces/loadtest-demo/runs/basic-1"))
                        .status())
                .isEqualTo(403);
        page.context().close();
    }

    /** As it is served, and as a file that somebody was sent, without a network. */
    private static void theReport(Page page, String run, Path folder) throws IOException {
        page.click("a:has-text('The whole report')");
        page.waitForLoadState();
        assertThat(page.textContent("body")).contains(run, "Passed", HOSTILE, "p(95)<60000");
        assertThat(page.querySelector("main script")).isNull();
        assertThat(page.locator("svg polyline, svg path").count()).isGreaterThan(3);
        seen(page, "e2e-report");

        var file = Files.write(
                folder.resolve("report.html"), page.request().get(page.url()).body());
        var offline = BROWSER.offline(Screen.PHONE);
        offline.navigate(file.toUri().toString());
        assertThat(offline.textContent("body")).contains(run, "Passed", HOSTILE);
        seen(offline, "e2e-report-offline");
        offline.context().close();
    }

    @Test
    void withoutATokenThereIsNothing() throws IOException, InterruptedException {
        var refused = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address("/loadtests")))
                                .header("Authorization", "Bearer not.a.token")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("A token, please", "kubectl create token");
    }

    private static void waitsFor(Page page, String expression) {
        page.waitForFunction(expression, null, new Page.WaitForFunctionOptions().setTimeout(PATIENCE_MILLIS));
    }

    private static void seen(Page page, String name) {
        Browser.picture(page, name, false);
        BROWSER.findsNoFault(page, name);
    }

    /** What is over is kept in memory for some seconds. */
    private static void eventually(Page page, String address, String text) {
        Awaitility.await().atMost(Duration.ofMillis((long) PATIENCE_MILLIS)).untilAsserted(() -> {
            page.navigate(address);
            assertThat(page.textContent("main")).contains(text);
        });
    }

    private static String run(String name) {
        return address("/namespaces/%s/runs/%s".formatted(NAMESPACE.name(), name));
    }

    private static String address(String path) {
        return "http://127.0.0.1:" + port.getLocalPort() + path;
    }

    private static String script(int seconds) {
        return script("vus: 2, duration: '%ds'".formatted(seconds), "false");
    }

    /** For that many seconds at least. */
    private static String scriptUntilTheEnd(int seconds, String mark) {
        var more = "Date.now() < begin + %d || !isEnough()".formatted(seconds * 1000);
        return script(Scripts.onceEach(2), more) + """
                let asked = 0;
                function isEnough() {
                  if (Date.now() < asked + 500) return false;
                  asked = Date.now();
                  return !(%s);
                }
                """.formatted(Scripts.goesOn(mark));
    }

    private static String script(String load, String more) {
        return """
                import http from 'k6/http';
                import { check, group, sleep } from 'k6';
                export const options = {
                  %1$s,
                  thresholds: { 'http_req_duration{name:%2$s}': ['p(95)<60000'], 'checks': ['rate>0.5'] },
                };
                export default function () {
                  const begin = Date.now();
                  do {
                    group('%2$s', () => {
                      const answer = http.get('%3$s/items?limit=10', { tags: { name: '%2$s' } });
                      check(answer, { '%2$s': (r) => r.status === 200 });
                    });
                    sleep(0.05);
                  } while (%4$s);
                }
                """.formatted(load, HOSTILE, Scripts.BACKEND, more);
    }
}
