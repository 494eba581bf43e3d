package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestCluster;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The example with several scenarios, as it is shipped, in a few seconds. Its modules lie in a folder, which keys of a ConfigMap cannot. */
@Execution(ExecutionMode.CONCURRENT)
class ScenariosE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void eachScenarioIsJudgedByThresholdsOfItsOwn() throws IOException {
        user.createsConfigMap("k6-scenarios", shippedScripts());

        user.applies("scenarios", """
                script:
                  configMap:
                    name: k6-scenarios
                    file: scenarios.js
                    items: [{key: items.js, path: lib/items.js}, {key: visits.js, path: lib/visits.js}]
                parallelism: 2
                env:
                  - {name: API_BASE, value: "%s"}
                  - {name: SMOKE_SECONDS, value: "3"}
                  - {name: ENDURANCE_SECONDS, value: "4"}
                  - {name: SPIKE_AFTER_SECONDS, value: "1"}
                  - {name: SPIKE_SECONDS, value: "3"}
                  - {name: SPIKE_RATE, value: "10"}
                thresholds: {"http_req_duration{scenario:spike}": ["max<0.001"]}
                """.formatted(Scripts.BACKEND));
        var run = user.seesCompleted("scenarios-1");

        // The one that cannot hold, whatever the others come to on a slow machine.
        assertVerdict(run, "Failed", "ThresholdBroken");
        assertThat(run.getStatus().thresholds())
                .filteredOn(threshold -> threshold.expression().equals("max<0.001"))
                .singleElement()
                .satisfies(threshold -> assertThat(threshold.passed()).isFalse());
        assertThat(run.getStatus().thresholds())
                .extracting(threshold -> threshold.metric() + ": " + threshold.expression())
                .containsExactlyInAnyOrder(
                        "checks{scenario:smoke}: rate==1",
                        "http_req_duration{scenario:smoke}: p(95)<500",
                        "http_req_failed{scenario:smoke}: rate<0.01",
                        "http_req_duration{scenario:endurance}: p(95)<500",
                        "http_req_duration{scenario:endurance}: avg<300",
                        "http_req_failed{scenario:endurance}: rate<0.01",
                        "http_req_duration{scenario:spike}: p(95)<1500",
                        "http_req_duration{scenario:spike}: max<0.001",
                        "http_req_failed{scenario:spike}: rate<0.05");
        assertThat(run.getStatus().thresholds())
                .allSatisfy(threshold ->
                        assertThat(threshold.observed()).as(threshold.metric()).isNotNull());
    }

    private Map<String, String> shippedScripts() throws IOException {
        var file = TestCluster.projectRoot().resolve("examples/scenarios/01.ConfigMap.k6-scenarios.yaml");
        return user.client()
                .getKubernetesSerialization()
                .unmarshal(Files.readString(file), ConfigMap.class)
                .getData();
    }
}
