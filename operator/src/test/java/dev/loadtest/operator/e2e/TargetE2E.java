package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.loadtest.testkit.TestCluster;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a test puts load on: waited for, and held to what it was. */
@Execution(ExecutionMode.CONCURRENT)
class TargetE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static final String IMAGE = "docker.io/prom/pushgateway:v1.11.1";

    private final User user = new User(NAMESPACE);
    private final String mark = Scripts.newMark();

    @Test
    void waitsForADeploymentThatIsNotReady() {
        createsWorkload("Deployment", "late", "127.0.0.1:1/nobody/shop:none");
        user.applies(
                "patient", "target: {lock: late, workloads: [{kind: Deployment, name: late}]}", Scripts.idle(1, 1));

        // Its pod is made first, and then waited for: the message follows.
        var waiting = user.sees(
                "patient-1",
                run -> run.getStatus() != null
                        && "Deployment late is not rolled out: 0 of 1 updated replicas are available"
                                .equals(run.getStatus().message()));
        assertThat(waiting.getStatus().phase()).isEqualTo("Pending");
        assertThat(waiting.getStatus().reason()).isEqualTo("TargetNotReady");
        assertThat(user.jobsOf("patient-1")).isEmpty();
        sets(
                "late",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"shop\",\"image\":\"" + IMAGE
                        + "\"}]}}}}");

        var run = user.seesCompleted("patient-1");
        assertVerdict(run, "Passed", "NoThresholds");
        assertThat(run.getStatus().target().changed()).isNull();
        assertThat(run.getStatus().target().workloads()).singleElement().satisfies(workload -> {
            assertThat(workload.start().revision()).isEqualTo("2");
            assertThat(workload.start().images())
                    .singleElement()
                    .asString()
                    .startsWith("shop=")
                    .contains("sha256:");
            assertThat(workload.end()).isEqualTo(workload.start());
        });
    }

    @Test
    void aRolloutDuringTheRunMakesItInconclusive() {
        createsWorkload("Deployment", "shop", IMAGE);
        user.applies(
                "rollout",
                "target: {workloads: [{kind: Deployment, name: shop}]}",
                Scripts.requestsUntilTheEnd(1, "", mark));
        user.seesPhase("rollout-1", "Running");
        sets("shop", "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"release\":\"2\"}}}}}");
        user.sees(() -> isRolledOut("shop", "2"));
        user.ends(mark);

        var run = user.seesCompleted("rollout-1");

        assertVerdict(run, "Inconclusive", "TargetChanged");
        assertThat(run.getStatus().message()).contains("Deployment shop: revision 1 → 2");
        assertThat(run.getStatus().target().changed()).isEqualTo("Deployment shop: revision 1 → 2");
        assertThat(user.condition("rollout-1", "Valid"))
                .satisfies(valid -> assertThat(valid.getStatus()).isEqualTo("False"))
                .satisfies(valid -> assertThat(valid.getReason()).isEqualTo("TargetChanged"));
    }

    @Test
    void aWorkloadThatDoesNotExist() {
        user.applies("no-set", "target: {workloads: [{kind: StatefulSet, name: nowhere}]}", Scripts.idle(1, 1));
        user.applies("no-rollout", "target: {workloads: [{kind: Rollout, name: nowhere}]}", Scripts.idle(1, 1));

        var run = user.seesCompleted("no-set-1");

        assertVerdict(run, "Error", "TargetMissing");
        assertThat(run.getStatus().message())
                .startsWith("StatefulSet nowhere does not exist in namespace " + NAMESPACE.name())
                .contains("spec.target.workloads");
        assertVerdict(user.seesCompleted("no-rollout-1"), "Error", "TargetMissing");
        assertThat(user.jobsOf("no-set-1")).isEmpty();
    }

    /** Argo Rollouts itself is not there: its kind is, and somebody who says how it stands. */
    @Test
    void aRolloutOfArgoThatIsNotHealthyYet() {
        var kinds = user.client().apiextensions().v1().customResourceDefinitions();
        assumeThat(kinds.withName("rollouts.argoproj.io").get()).isNull();
        try {
            TestCluster.applyCrd(user.client(), """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: rollouts.argoproj.io}
                spec:
                  group: argoproj.io
                  scope: Namespaced
                  names: {kind: Rollout, listKind: RolloutList, plural: rollouts, singular: rollout}
                  versions:
                    - name: v1alpha1
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """);
            rollout("{phase: Progressing, message: more replicas need to be updated}")
                    .create();
            user.applies("canary", "target: {workloads: [{kind: Rollout, name: canary}]}", Scripts.idle(1, 1));
            user.sees(
                    "canary-1",
                    run -> run.getStatus() != null
                            && "Rollout canary is not rolled out: it is Progressing (more replicas need to be updated)"
                                    .equals(run.getStatus().message()));
            rollout("{phase: Healthy, observedGeneration: \"2\"}")
                    .forceConflicts()
                    .serverSideApply();

            var run = user.seesCompleted("canary-1");

            assertVerdict(run, "Passed", "NoThresholds");
            assertThat(run.getStatus().target().workloads().get(0).end().revision())
                    .isEqualTo("3");
        } finally {
            kinds.withName("rollouts.argoproj.io").delete();
        }
    }

    /** By its coordinates: whoever asks the API server which kinds there are may not hear of this one yet. */
    private Resource<GenericKubernetesResource> rollout(String status) {
        var rollouts = user.client()
                .genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup("argoproj.io")
                        .withVersion("v1alpha1")
                        .withKind("Rollout")
                        .withPlural("rollouts")
                        .withNamespaced(true)
                        .build());
        return rollouts.inNamespace(NAMESPACE.name())
                .load(new ByteArrayInputStream(
                        """
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata: {name: canary, namespace: %s, annotations: {rollout.argoproj.io/revision: "3"}}
                spec: {selector: {matchLabels: {app: canary}}}
                status: %s
                """.formatted(NAMESPACE.name(), status).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aStatefulSetAndAProbeThatIsAnswered() {
        createsWorkload("StatefulSet", "store", IMAGE);
        user.applies(
                "store",
                "target: {workloads: [{kind: StatefulSet, name: store}], probe: {url: \"%s/q/health/ready\"}}"
                        .formatted(Scripts.BACKEND),
                Scripts.idle(1, 1));

        var run = user.seesCompleted("store-1");

        assertVerdict(run, "Passed", "NoThresholds");
        assertThat(run.getStatus().target().workloads().get(0).end().revision()).startsWith("store-");
    }

    @Test
    void aProbeThatIsNotAnswered() {
        user.applies(
                "no-answer",
                "target: {readyTimeoutSeconds: 20, probe: {url: \"%s/nowhere\"}}".formatted(Scripts.BACKEND),
                Scripts.idle(1, 1));
        user.applies("refused", "target: {probe: {url: \"http://169.254.169.254/latest\"}}", Scripts.idle(1, 1));

        // While it waits: at the end the last answer may be too long ago, where the machine stood still.
        user.sees(
                "no-answer-1",
                seen -> seen.getStatus() != null
                        && String.valueOf(seen.getStatus().message()).contains("answered with the status 404"));
        var run = user.seesCompleted("no-answer-1");

        assertVerdict(run, "Error", "TargetNotReady");
        assertThat(run.getStatus().message())
                .contains("target.probe.url %s/nowhere".formatted(Scripts.BACKEND))
                .contains("readyTimeoutSeconds (20)");
        assertVerdict(user.seesCompleted("refused-1"), "Error", "TargetNotReady");
        assertThat(user.status("refused-1").message()).contains("a link-local or metadata address");
    }

    private boolean isRolledOut(String name, String revision) {
        var deployment = user.client().apps().deployments().withName(name).get();
        var status = deployment.getStatus();
        return revision.equals(deployment.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"))
                && Objects.equals(
                        status.getObservedGeneration(), deployment.getMetadata().getGeneration())
                && Stream.of(status.getReplicas(), status.getUpdatedReplicas(), status.getAvailableReplicas())
                        .allMatch(Integer.valueOf(1)::equals);
    }

    private void sets(String deployment, String patch) {
        user.client()
                .apps()
                .deployments()
                .withName(deployment)
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
    }

    /** A small server that is ready as soon as it runs. */
    private void createsWorkload(String kind, String name, String image) {
        var yaml = """
                apiVersion: apps/v1
                kind: %1$s
                metadata: {name: %2$s}
                spec:
                  replicas: 1
                  %4$s
                  selector: {matchLabels: {app: %2$s}}
                  template:
                    metadata: {labels: {app: %2$s}}
                    spec:
                      automountServiceAccountToken: false
                      terminationGracePeriodSeconds: 1
                      securityContext: {runAsNonRoot: true, runAsUser: 65534, seccompProfile: {type: RuntimeDefault}}
                      containers:
                        - name: shop
                          image: %3$s
                          imagePullPolicy: IfNotPresent
                          resources: {requests: {cpu: 5m, memory: 16Mi}}
                          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                """.formatted(kind, name, image, kind.equals("StatefulSet") ? "serviceName: " + name : "");
        user.client().resource(yaml).create();
    }
}
