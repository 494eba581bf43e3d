package dev.loadtest.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.loadtest.operator.e2e.Dashboard.Query;
import dev.loadtest.operator.web.Browser;
import dev.loadtest.operator.web.Browser.Screen;
import dev.loadtest.testkit.TestCluster;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A real Prometheus, filled by runs of each shipped script, one that writes native histograms and one that fails: no query of a dashboard
 * or a rule finds nothing.
 */
@TestMethodOrder(OrderAnnotation.class) // what the first finds is drawn by the second
@Isolated("takes more of a small machine than others leave")
class DashboardsE2E {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    /** Which run fills what others leave empty, and why. All else is asked of every run. */
    private static final Map<String, String> ONLY = Map.of(
            "Iterations per second B", "fails", // only there k6 drops iterations
            "Failed requests by request A", "fails", // only there requests fail
            "Distribution A", "basic"); // only it writes native histograms

    private static final String NOBODY = "http://127.0.0.1:1";

    /** Conditions of alerts that take longer than a test, and what is asked in their place. */
    private static final Map<String, Map.Entry<String, String>> SOONER = Map.of(
            "LoadTestStale", Map.entry("7 * 24 * 3600", "0"),
            "LoadTestRunTooLong", Map.entry("15 * 60", "-3600"),
            "LoadTestOperatorDown", Map.entry("leading == 1", "leading == 2"));

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);
    private final Stack stack = new Stack(user.client());
    private final Instant since = Instant.now().minusSeconds(5);

    @Test
    @Order(1)
    void noQueryIsEmpty() throws IOException {
        // Given: runs of all scripts, at once
        shipped("basic", "K6_STAGES=1s:4,11s:4", "K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM=true");
        shipped("crud", "K6_STAGES=1s:4,11s:4");
        shipped(
                "scenarios",
                "SMOKE_SECONDS=12",
                "ENDURANCE_SECONDS=12",
                "SPIKE_AFTER_SECONDS=1",
                "SPIKE_SECONDS=8",
                "SPIKE_RATE=6");
        user.applies("holds", """
                parallelism: 2
                stalenessLimitSeconds: 3600
                prometheus: {pushInterval: 1s, pushgateway: {url: "http://pushgateway.loadtest-demo.svc:9091"}}
                validity: {enforce: false}""", Scripts.requests(14, "http_reqs: ['count>0']"));
        user.applies("fails", "prometheus: {pushInterval: 1s}", FAILS);
        user.applies(
                "doubted", "stalenessLimitSeconds: 1", Scripts.requests(1, "").replace(Scripts.BACKEND, NOBODY));
        user.applies("broken", "", "not JavaScript");
        user.applies(
                "waits",
                "target: {lock: %s, readyTimeoutSeconds: 3600, probe: {url: \"%s/nothing\"}}"
                        .formatted(NAMESPACE.name(), Scripts.BACKEND),
                Scripts.idle(1, 1));
        user.seesPhase("waits-1", "Pending");
        user.applies("queued", "target: {lock: %s}".formatted(NAMESPACE.name()), Scripts.idle(1, 1));
        for (var loadTest : List.of("basic", "crud", "scenarios", "holds", "fails")) {
            user.seesCompleted(loadTest + "-1");
        }
        assertThat(user.status("holds-1").verdict()).isEqualTo("Passed");
        assertThat(user.status("fails-1").verdict()).isEqualTo("Failed");
        assertThat(user.seesCompleted("doubted-1").getStatus().verdict()).isEqualTo("Inconclusive");
        assertThat(user.seesCompleted("broken-1").getStatus().verdict()).isEqualTo("Error");

        // Then
        var queries = new ArrayList<Query>();
        for (var loadTest : List.of("basic", "crud", "scenarios", "holds", "fails")) {
            queries.addAll(ofRun(loadTest));
        }
        queries.addAll(ofAll("load-tests"));
        queries.addAll(ofAll("operator"));
        queries.addAll(ofRules());
        everyOneFindsSomething(queries);
        theRulesAreHealthy();
        theAlertsReachAlertmanager();
        draws();
        whatIsDeletedIsToldNoMore();
    }

    @Test
    @Order(2)
    void picturesOfTheDocuments() {
        try (var browser = Browser.start()) {
            for (var name : List.of("load-tests", "load-test-run", "operator")) {
                var page = browser.offline(Screen.WIDE);
                page.setViewportSize(1200, 1100);
                page.navigate(DashboardPicture.file(name).toUri().toString());
                Browser.picture(page, DashboardPicture.NAME + name, true);
                page.context().close();
            }
        }
    }

    /** Requests, checks and arrivals that all come to nothing. */
    private static final String FAILS = """
            import http from 'k6/http';
            import { check, sleep } from 'k6';
            export const options = {
              scenarios: { late: { executor: 'constant-arrival-rate', rate: 20, duration: '12s', preAllocatedVUs: 1 } },
              thresholds: { http_req_failed: ['rate<0.01'] },
            };
            export default function () {
              check(http.get('%s/nothing'), { 'is there': (r) => r.status === 200 });
              sleep(0.5);
            }
            """.formatted(Scripts.BACKEND);

    /** The example of this script, in this test's namespace and as short as the variables say. */
    private void shipped(String name, String... variables) throws IOException {
        var folder = TestCluster.projectRoot().resolve("examples/" + name);
        for (var file : List.of("01.ConfigMap.k6-" + name, "02.LoadTest." + name)) {
            var resource = user.client()
                    .getKubernetesSerialization()
                    .unmarshal(Files.readString(folder.resolve(file + ".yaml")), GenericKubernetesResource.class);
            resource.getMetadata().setNamespace(NAMESPACE.name());
            if (resource.getKind().equals("LoadTest")) {
                Map<String, Object> spec = resource.get("spec");
                spec.put("prometheus", Map.of("pushInterval", "1s"));
                spec.put(
                        "env",
                        Stream.concat(Stream.of("API_BASE=" + Scripts.BACKEND), Stream.of(variables))
                                .map(variable -> variable.split("=", 2))
                                .map(variable -> Map.of("name", variable[0], "value", variable[1]))
                                .toList());
            }
            user.client().resource(resource).create();
        }
    }

    private List<Query> ofRun(String loadTest) {
        var values = variables(loadTest);
        var dashboard = Dashboard.of("load-test-run");
        return Stream.concat(dashboard.variables().values().stream(), dashboard.queries().stream())
                .filter(query -> ONLY.getOrDefault(query.place(), loadTest).equals(loadTest))
                .map(query -> query.with(values))
                .map(query -> new Query(loadTest + ": " + query.place(), query.promQl(), query.now()))
                .toList();
    }

    private static Map<String, String> variables(String loadTest) {
        return Map.of(
                "namespace",
                NAMESPACE.name(),
                "loadtest",
                loadTest,
                "run",
                loadTest + "-1",
                "scenario",
                scenario(loadTest),
                "target",
                "backend");
    }

    private static String scenario(String loadTest) {
        return switch (loadTest) {
            case "scenarios" -> "spike";
            case "fails" -> "late";
            default -> "default";
        };
    }

    private List<Query> ofAll(String name) {
        var values = Map.of("namespace", NAMESPACE.name(), "job", "operator");
        var dashboard = Dashboard.of(name);
        return Stream.concat(dashboard.variables().values().stream(), dashboard.queries().stream())
                .map(query -> query.with(values))
                .toList();
    }

    private List<Query> ofRules() {
        var found = new ArrayList<Query>();
        for (var rule : rules()) {
            var name = rule.path("name").asText();
            var expression = rule.path("query").asText();
            var sooner = SOONER.getOrDefault(name, Map.entry("", ""));
            assertThat(expression).contains(sooner.getKey());
            found.add(new Query("rule " + name, expression.replace(sooner.getKey(), sooner.getValue()), false));
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    /** What was scraped a moment ago may not be there yet, so those that are empty are asked again. */
    private void everyOneFindsSomething(List<Query> queries) {
        var empty = new ArrayList<>(queries);
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                empty.removeIf(this::findsSomething);
                return empty.isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            assertThat(empty).as("queries that find nothing").isEmpty();
        }
    }

    private boolean findsSomething(Query query) {
        var found = query.now() ? stack.query(query.promQl()) : stack.queryRange(query.promQl(), since);
        return Stream.concat(found.findValues("value").stream(), found.findValues("values").stream())
                        .flatMap(values -> query.now() ? Stream.of(values) : stream(values))
                        .anyMatch(value -> !value.path(1).asText().equals("NaN"))
                || found.findValue("histogram") != null
                || found.findValue("histograms") != null;
    }

    private void theRulesAreHealthy() {
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(rules())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.path("health").asText())
                        .as(
                                "%s: %s",
                                rule.path("name").asText(),
                                rule.path("lastError").asText())
                        .isEqualTo("ok")));
    }

    private void theAlertsReachAlertmanager() {
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(stream(
                                stack.alertmanager("/api/v2/alerts"))
                        .filter(alert -> alert.at("/labels/namespace").asText().equals(NAMESPACE.name()))
                        .map(DashboardsE2E::inShort))
                .contains(
                        "LoadTestFailed fails ThresholdBroken",
                        "LoadTestInconclusive doubted TargetUnreachable",
                        "LoadTestError broken ScriptError",
                        "LoadTestNotFresh doubted "));
    }

    private static String inShort(JsonNode alert) {
        var name = alert.at("/labels/alertname").asText();
        assertThat(alert.at("/annotations/runbook_url").asText()).endsWith(name + ".md");
        return "%s %s %s"
                .formatted(
                        name,
                        alert.at("/labels/loadtest").asText(),
                        alert.at("/labels/reason").asText());
    }

    private void draws() {
        var picture = new DashboardPicture(stack, NAMESPACE.name(), since);
        picture.write("load-tests", Map.of("namespace", NAMESPACE.name()));
        picture.write("load-test-run", variables("basic"));
        picture.write("operator", Map.of("job", "operator"));
    }

    private void whatIsDeletedIsToldNoMore() {
        user.deletes("fails");

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> assertThat(operatorMetrics())
                .contains("namespace=\"%s\",loadtest=\"holds\"".formatted(NAMESPACE.name()))
                .doesNotContain("namespace=\"%s\",loadtest=\"fails\"".formatted(NAMESPACE.name())));
    }

    private String operatorMetrics() {
        return user.client().raw("/api/v1/namespaces/loadtest-system/services/loadtest-operator:8080/proxy/q/metrics");
    }

    private List<JsonNode> rules() {
        return stream(stack.prometheus("/api/v1/rules").at("/data/groups"))
                .filter(group -> group.path("name").asText().equals("loadtest"))
                .flatMap(group -> stream(group.path("rules")))
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
