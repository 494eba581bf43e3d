package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real Pushgateway, which is not there at first. */
@Execution(ExecutionMode.CONCURRENT)
class PushgatewayE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static final String PUSHGATEWAY = """
            apiVersion: v1
            kind: Service
            metadata: {name: pushgateway}
            spec: {selector: {app: pushgateway}, ports: [{port: 9091}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: pushgateway, labels: {app: pushgateway}}
            spec:
              terminationGracePeriodSeconds: 0
              securityContext: {runAsNonRoot: true, runAsUser: 65534, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: pushgateway
                  image: docker.io/prom/pushgateway:v1.11.1
                  imagePullPolicy: IfNotPresent
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """;

    /** The waits between two tries grow up to 5 minutes, and a machine may be slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(11);

    private final User user = new User(NAMESPACE);
    private final String url = "http://pushgateway.%s.svc:9091".formatted(NAMESPACE.name());

    @Test
    void theResultArrivesInTheEndAndGoesWithItsLoadTest() {
        user.applies("items", pushingTo(url), Scripts.requests(1, "http_req_duration: ['p(95)<60000']"));
        user.applies("elsewhere", pushingTo("http://backend.loadtest-demo.svc:8000"), Scripts.idle(1, 1));
        user.applies("metadata", pushingTo("http://169.254.169.254"), Scripts.idle(1, 1));

        assertVerdict(user.seesCompleted("items-1"), "Passed", "ThresholdsHeld");
        user.seesSettled("items-1", "ResultPushed", "Unreachable");
        assertVerdict(user.seesCompleted("elsewhere-1"), "Passed", "NoThresholds");
        user.seesSettled("elsewhere-1", "ResultPushed", "NoPushgateway");
        assertVerdict(user.seesCompleted("metadata-1"), "Passed", "NoThresholds");
        user.seesSettled("metadata-1", "ResultPushed", "AddressRefused");

        user.client()
                .load(new ByteArrayInputStream(PUSHGATEWAY.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();

        await("the result").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        user.condition("items-1", "ResultPushed").getStatus())
                .isEqualTo("True"));
        var group = "loadtest=\"items\",namespace=\"%s\"".formatted(NAMESPACE.name());
        await("what is in it").atMost(PATIENCE).untilAsserted(() -> assertThat(pushed().lines()
                        .filter(line -> line.startsWith("loadtest_") && line.contains("loadtest=\"items\"")))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("loadtest_result_verdict{")
                        .contains("verdict=\"Passed\"")
                        .endsWith(" 1"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("loadtest_result_threshold_limit{")
                        .contains("metric=\"http_req_duration\"")
                        .endsWith(" 60000"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("loadtest_result_run_number{")
                        .endsWith(" 1")));
        user.sees("items-1", seen -> !seen.getMetadata().getLabels().containsKey("loadtest.dev/delivering"));

        user.applies("items", pushingTo(url), Scripts.requests(900, "http_req_duration: ['p(95)<50000']"));

        await("live numbers").atMost(PATIENCE).untilAsserted(() -> assertThat(pushed())
                .contains("loadtest_live_vus{", "loadtest_result_verdict{"));
        user.stops("items-2");
        await("the second result").atMost(PATIENCE).untilAsserted(() -> assertThat(pushed())
                .contains("loadtest_result_run_number{instance=\"\",job=\"loadtest\",%s} 2".formatted(group))
                .doesNotContain("loadtest_live_"));

        user.deletes("items");

        await("its end").atMost(PATIENCE).untilAsserted(() -> assertThat(pushed())
                .doesNotContain(group));
    }

    private static String pushingTo(String url) {
        return "prometheus: {pushgateway: {url: \"%s\"}}".formatted(url);
    }

    /** Empty while it cannot be asked. */
    private String pushed() {
        try {
            var answer = user.client()
                    .raw("/api/v1/namespaces/%s/services/pushgateway:9091/proxy/metrics".formatted(NAMESPACE.name()));
            return answer == null ? "" : answer;
        } catch (KubernetesClientException e) {
            return "";
        }
    }
}
