package dev.loadtest.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.loadtest.testkit.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@code kubectl apply -f k8s/} brings besides the operator belongs together. */
@Execution(ExecutionMode.CONCURRENT)
class StackE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final Stack stack = new Stack(NAMESPACE.client());

    /** Also after another test has restarted the operator, hence the patience. */
    @Test
    void prometheusReachesEverythingThatHasNumbers() {
        eventually().untilAsserted(() -> {
            var targets = stack.prometheus("/api/v1/targets?state=active").at("/data/activeTargets");
            assertThat(all(targets).map(target -> target.at("/labels/job").asText()))
                    .containsOnly("operator", "backend", "postgres", "pushgateway", "alertmanager", "prometheus");
            assertThat(targets)
                    .allSatisfy(target -> assertThat(target.path("health").asText())
                            .as("%s: %s", target.path("scrapeUrl"), target.path("lastError"))
                            .isEqualTo("up"));
        });
        eventually().untilAsserted(() -> assertThat(stack.query("pg_up"))
                .singleElement()
                .satisfies(series -> assertThat(series.at("/value/1").asText())
                        .as("the exporter reaches the database")
                        .isEqualTo("1")));
    }

    @Test
    void whatIsPushedKeepsItsLabels() {
        var group = "/metrics/job/stack-e2e/instance/" + NAMESPACE.name();
        stack.push(group, "stack_e2e_pushed 42\n");
        try {
            eventually().untilAsserted(() -> assertThat(
                            stack.query("stack_e2e_pushed{instance=\"%s\"}".formatted(NAMESPACE.name())))
                    .singleElement()
                    .satisfies(series -> {
                        assertThat(series.at("/metric/job").asText()).isEqualTo("stack-e2e");
                        assertThat(series.at("/value/1").asText()).isEqualTo("42");
                    }));
        } finally {
            stack.removePushed(group);
        }
    }

    /** Only where there is an image of it: see testbed/README.md. */
    @Test
    void grafanaOpensOnLoadTestsAndReachesPrometheus() {
        assumeTrue(
                NAMESPACE
                                .client()
                                .apps()
                                .deployments()
                                .inNamespace("loadtest-demo")
                                .withName("grafana")
                                .get()
                        != null,
                "this cluster was set up without Grafana");
        eventually().untilAsserted(() -> assertThat(
                        stack.grafana("/api/health").path("database").asText())
                .isEqualTo("ok"));
        assertThat(stack.grafana("/api/dashboards/home").at("/dashboard/title").asText())
                .isEqualTo("Load tests");
        for (var name : List.of("load-tests", "load-test-run", "operator")) {
            var dashboard = Dashboard.of(name);
            var uid = dashboard.json().path("uid").asText();
            assertThat(stack.grafana("/api/dashboards/uid/" + uid).at("/dashboard/panels"))
                    .hasSameSizeAs(dashboard.json().path("panels"));
        }
        assertThat(stack.grafana("/api/datasources/proxy/uid/prometheus/api/v1/query?query=up")
                        .at("/data/result"))
                .isNotEmpty();
    }

    @Test
    void alertsReachAlertmanager() {
        eventually().untilAsserted(() -> assertThat(stack.alertmanager("/api/v2/alerts"))
                .anySatisfy(alert -> {
                    assertThat(alert.at("/labels/alertname").asText()).isEqualTo("Watchdog");
                    assertThat(alert.at("/status/state").asText()).isEqualTo("active");
                    assertThat(alert.at("/receivers/0/name").asText()).isEqualTo("nobody");
                }));
        eventually().untilAsserted(() -> assertThat(
                        all(stack.prometheus("/api/v1/rules").at("/data/groups"))
                                .flatMap(group -> all(group.path("rules"))))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.path("lastError").asText())
                        .as(rule.path("name").asText())
                        .isEmpty()));
    }

    @Test
    void theBackendHasAFrontPage() {
        assertThat(stack.backend("/")).contains("<h1>Items</h1>", "front.js");
        assertThat(stack.backend("/front.js")).contains("fetch(");
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(180)).pollInterval(Duration.ofSeconds(1));
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
