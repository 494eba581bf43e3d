package dev.loadtest.operator.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page over fixed data, asked for as browsers and programs do. */
@QuarkusTest
@TestProfile(ResultsPagesTest.WithoutACluster.class)
class ResultsPagesTest {
    public static class WithoutACluster implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.operator-sdk.start-operator", "false",
                    "quarkus.http.test-port", "0",
                    "quarkus.management.test-port", "0");
        }
    }

    private static final String HTML = "text/html";
    private static final String JSON = "application/json";

    @TestHTTPResource
    URI server;

    @ParameterizedTest
    @CsvSource({
        "/, 812",
        "/loadtests, items-12",
        "/loadtests?namespace=shop, checkout",
        "/namespaces/shop/loadtests/items, Trends",
        "/namespaces/shop/loadtests/items, */30 8-20 * * * in Europe/Berlin",
        "/namespaces/shop/loadtests/items, 2026-01-02 16:30:00 UTC",
        "/namespaces/shop/loadtests/search, no result that can be believed for 3 h",
        "/namespaces/billing/loadtests/new, spec.suspend",
        "/namespaces/shop/runs/items-12, p(95)&lt;500",
        "/namespaces/shop/runs/items-12, s3://load-tests/shop/items-12/report.html",
        "/namespaces/shop/runs/items-12, '48,211,004'",
        "/namespaces/shop/runs/items-12, schedule at 2026-01-02T12:00:00Z",
        "/namespaces/shop/runs/checkout-1, 42 %",
        "/namespaces/shop/runs/judged-1, assets/live.js",
        "/namespaces/shop/compare?a=search-1&b=items-5, Change",
        "/namespaces/shop/compare?a=items-4&b=items-5, Change",
        "/namespaces/shop/compare?a=items-4&b=items-5, requests per second over time"
    })
    void aPageForPeople(String path, String text) {
        var answer = get(path, HTML);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(answer.body()).startsWith("<!DOCTYPE html>").contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/loadtests",
                "/namespaces/billing/loadtests/invoices",
                "/namespaces/billing/runs/invoices-1",
                "/namespaces/billing/compare?a=invoices-1&b=invoices-1",
                "/namespaces/billing/runs/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                "/namespaces/%3Cscript%3Ealert(1)%3C%2Fscript%3E/loadtests/x",
                "/loadtests?verdict=%3Cscript%3Ealert(1)%3C/script%3E&namespace=%22%3E%3Cscript%3E"
            })
    void nothingThatSomebodyWroteIsMarkup(String path) {
        assertThat(get(path, HTML).body()).doesNotContain("<script>", "\"><script");
    }

    @Test
    void whatAProgramGetsHasTheNumbersUnrounded() {
        var run = json("/namespaces/shop/runs/items-12");

        assertThat(run.at("/run/verdict").asText()).isEqualTo("Passed");
        assertThat(run.at("/run/p95Millis").asDouble()).isEqualTo(191);
        assertThat(run.at("/status/thresholds/0/expression").asText()).isEqualTo("p(95)<500");
        assertThat(json("/namespaces/shop/loadtests/items").path("runs")).hasSize(12);
        assertThat(json("/loadtests").at("/loadTests/0/name").asText()).isEqualTo("invoices");
        assertThat(json("/namespaces/shop/compare?a=items-4&b=items-5")
                        .at("/b/run/verdict")
                        .asText())
                .isEqualTo("Failed");
    }

    @ParameterizedTest
    @CsvSource({
        "namespace=shop, 3",
        "verdict=Failed, 1",
        "verdict=running, 1",
        "namespace=billing&verdict=Passed, 0",
        "namespace=&verdict=, 5"
    })
    void theListIsFiltered(String query, int left) {
        assertThat(json("/loadtests?" + query).path("loadTests")).hasSize(left);
    }

    @Test
    void whatIsAsItShouldBeIsNotRemarkedOn() {
        assertThat(json("/namespaces/shop/loadtests/items").path("remarks")).isEmpty();
        assertThat(get("/namespaces/shop/runs/items-12", HTML).body()).doesNotContain("configmap/items-12-report");
    }

    @Test
    void theTrendIsNewestFirst() {
        var lately = json("/loadtests?namespace=shop").at("/loadTests/1/lately");

        assertThat(lately.get(0).path("number").asInt()).isEqualTo(12);
        assertThat(lately).hasSize(12);
    }

    @ParameterizedTest
    @CsvSource({
        "/namespaces/shop/runs/gone-1, 404, No such run",
        "/namespaces/shop/loadtests/gone, 404, No such LoadTest",
        "/somewhere/else, 404, No such page",
        "/namespaces/shop/compare?a=items-1, 400, Which two runs?"
    })
    void whatIsNotThereIsSaid(String path, int status, String title) {
        var page = get(path, HTML);
        assertThat(page.statusCode()).isEqualTo(status);
        assertThat(page.body()).contains("<h1>" + title + "</h1>");

        var data = get(path, JSON);
        assertThat(data.statusCode()).isEqualTo(status);
        assertThat(parsed(data.body()).path("title").asText()).isEqualTo(title);
    }

    @Test
    void nobodyIsShownAnythingWithoutATokenOrFromANamespaceThatIsNotHis() {
        var nobody = get("/loadtests", HTML, "Negotiate x");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().allValues("WWW-Authenticate"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("Basic");
        assertThat(nobody.body()).doesNotContain("items");

        var ofShop = "Bearer shop";
        assertThat(get("/loadtests", HTML, ofShop).body()).contains("items").doesNotContain("invoices", "billing");
        assertThat(get("/namespaces/shop/runs/items-1", HTML, ofShop).statusCode())
                .isEqualTo(200);
        for (var path : new String[] {
            "loadtests/invoices",
            "runs/invoices-1",
            "runs/invoices-1/report.html",
            "runs/invoices-1/summary.json",
            "runs/invoices-1/live",
            "compare?a=invoices-1&b=invoices-1"
        }) {
            var accept = path.endsWith("/live") ? "text/event-stream" : HTML;
            assertThat(get("/namespaces/billing/" + path, accept, ofShop).statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void thereIsNothingToChange(String method) {
        assertThat(send(request("/loadtests", HTML, "Bearer all").method(method, HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/loadtests", "/namespaces/shop/runs/gone-1", "/assets/pages.css", "/nothing"})
    void everyAnswerBindsTheBrowser(String path) {
        var headers = get(path, HTML).headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(headers.firstValue("Cache-Control")).isPresent();
    }

    @Test
    void aRunThatGoesIsFollowed() throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(
                        request("/namespaces/shop/runs/checkout-1/live", "text/event-stream", "Bearer all")
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());

        try (var lines = answer.body()) {
            var first =
                    lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow();
            assertThat(parsed(first.substring("data:".length()))
                            .at("/texts/vus")
                            .asText())
                    .isEqualTo("20");
        }
    }

    @Test
    void theStreamOfARunThatIsOverEnds() {
        var body =
                get("/namespaces/shop/runs/items-12/live", "text/event-stream").body();

        assertThat(body.lines().filter(line -> line.startsWith("data:"))).hasSize(1);
        assertThat(body).contains("\"over\":true");
    }

    @ParameterizedTest
    @CsvSource({
        "summary.json, application/json;charset=UTF-8, {",
        "junit.xml, application/xml;charset=UTF-8, <?xml",
        "report.md, text/markdown;charset=UTF-8, #"
    })
    void theReportCanBeKept(String file, String type, String begin) {
        var answer = get("/namespaces/shop/runs/items-12/" + file, "*/*");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"items-12-%s\"".formatted(file));
        assertThat(answer.body().strip()).startsWith(begin);
    }

    @Test
    void theReportIsLookedAtWithoutRightsOfItsOwn() {
        var answer = get("/namespaces/billing/runs/invoices-1/report.html", HTML);

        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "script-src");
        assertThat(answer.body()).startsWith("<!").doesNotContain("<script");
    }

    @ParameterizedTest
    @CsvSource({
        "/namespaces/shop/runs/items-11/report.html, No report",
        "/namespaces/shop/runs/checkout-1/summary.json, No report",
        "/namespaces/shop/runs/gone-1/junit.xml, No such run",
        "/namespaces/shop/runs/items-12/output.txt, No such page"
    })
    void aReportThatIsNotKept(String path, String title) {
        var answer = get(path, HTML);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("<h1>" + title + "</h1>");
    }

    private JsonNode json(String path) {
        var answer = get(path, JSON);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json;charset=UTF-8");
        return parsed(answer.body());
    }

    private HttpResponse<String> get(String path, String accept) {
        return get(path, accept, "Bearer all");
    }

    private HttpResponse<String> get(String path, String accept, String authorization) {
        return send(request(path, accept, authorization));
    }

    private HttpRequest.Builder request(String path, String accept, String authorization) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Accept", accept)
                .header("Authorization", authorization);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }
}
