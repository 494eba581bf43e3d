package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.Signs.seesNamed;
import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A cluster whose administrator does not want the runners' pods as they are. */
@Execution(ExecutionMode.CONCURRENT)
class AdmissionE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static final String POLICY = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: %1$s}
            spec:
              matchConstraints:
                resourceRules:
                  - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
              validations:
                - expression: "'cost-centre' in object.metadata.labels"
                  message: every pod needs a cost centre
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: %1$s}
            spec:
              policyName: %1$s
              validationActions: [Deny]
              matchResources:
                namespaceSelector:
                  matchLabels: {kubernetes.io/metadata.name: %1$s}
            """;

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: probe, labels: {asks: policy}}
            spec:
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: k6
                  image: grafana/k6:2.2.0
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """;

    private final User user = new User(NAMESPACE);

    @BeforeEach
    void aPolicyForThisNamespace() {
        user.client().load(policy()).serverSideApply();
        await("the policy").atMost(Duration.ofSeconds(180)).until(this::refusesPods);
    }

    @AfterEach
    void noPolicy() {
        user.client().load(policy()).delete();
    }

    @Test
    void thePolicysOwnWordsAreInTheMessage() {
        user.applies("refused", "parallelism: 2", Scripts.idle(1, 2));

        seesNamed(user, "refused-1", "AdmissionRefused", "every pod needs a cost centre");
        var run = user.seesCompleted("refused-1");

        assertVerdict(run, "Error", "AdmissionRefused");
        assertThat(run.getStatus().message()).contains("every pod needs a cost centre");
    }

    private InputStream policy() {
        return new ByteArrayInputStream(POLICY.formatted(NAMESPACE.name()).getBytes(StandardCharsets.UTF_8));
    }

    private boolean refusesPods() {
        var pod = user.client().getKubernetesSerialization().unmarshal(POD, Pod.class);
        try {
            user.client().resource(pod).dryRun().create();
            return false;
        } catch (KubernetesClientException refused) {
            return refused.getMessage().contains("cost centre");
        }
    }
}
