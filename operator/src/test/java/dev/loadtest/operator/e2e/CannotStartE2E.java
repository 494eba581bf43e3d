package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.Signs.seesNamed;
import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs whose runners never come up: each ends, and says what to do about it. */
@Execution(ExecutionMode.CONCURRENT)
class CannotStartE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void configMapThatDoesNotExist() {
        user.applies("no-map", "script: {configMap: {name: nowhere, file: a.js}}");

        var run = user.seesCompleted("no-map-1");

        assertVerdict(run, "Error", "ScriptConfigMapMissing");
        assertThat(run.getStatus().message()).contains("ConfigMap nowhere does not exist");
    }

    @Test
    void keyThatTheConfigMapDoesNotHave() {
        user.createsConfigMap("scripts", Map.of("smoke.js", "", "crud.js", ""));
        user.applies("no-key", "script: {configMap: {name: scripts, file: smok.js}}");
        user.applies(
                "no-item",
                "script: {configMap: {name: scripts, file: smoke.js, items: [{key: items.js, path: lib/items.js}]}}");

        var run = user.seesCompleted("no-key-1");

        assertVerdict(run, "Error", "ScriptKeyMissing");
        assertThat(run.getStatus().message())
                .isEqualTo("ConfigMap scripts has no key smok.js; it has crud.js, smoke.js");
        assertThat(user.seesCompleted("no-item-1").getStatus().message())
                .isEqualTo("ConfigMap scripts has no key items.js; it has crud.js, smoke.js");
    }

    @Test
    void configMapThatComesALittleLater() {
        user.applies("late-map", "script: {configMap: {name: late, file: a.js}}");
        user.seesReason("late-map-1", "ScriptConfigMapMissing");
        user.createsConfigMap("late", Map.of("a.js", Scripts.idle(1, 1)));

        assertVerdict(user.seesCompleted("late-map-1"), "Passed", "NoThresholds");
    }

    @Test
    void variablesFromAConfigMapThatDoesNotExist() {
        user.applies("no-env-map", "envFrom: [{configMapRef: {name: settings}}]", Scripts.idle(1, 1));

        seesNamed(user, "no-env-map-1", "ReferenceMissing", "configmap \"settings\" not found");
        var run = user.seesCompleted("no-env-map-1");

        assertVerdict(run, "Error", "ReferenceMissing");
        assertThat(run.getStatus().message())
                .contains("ConfigMap settings does not exist")
                .contains("spec.envFrom");
    }

    @Test
    void variableFromASecretThatDoesNotExist() {
        user.applies("no-secret", """
                env:
                  - name: TOKEN
                    valueFrom: {secretKeyRef: {name: login, key: token}}""", Scripts.idle(1, 1));

        seesNamed(user, "no-secret-1", "ReferenceMissing", "secret \"login\" not found");
        var run = user.seesCompleted("no-secret-1");

        assertVerdict(run, "Error", "ReferenceMissing");
        assertThat(run.getStatus().message())
                .contains("Secret login does not exist")
                .contains("spec.env");
    }

    @Test
    void variableFromAKeyThatTheConfigMapDoesNotHave() {
        user.createsConfigMap("limits", Map.of("slow", "500"));
        user.applies("no-env-key", """
                env:
                  - name: LIMIT
                    valueFrom: {configMapKeyRef: {name: limits, key: fast}}""", Scripts.idle(1, 1));

        seesNamed(user, "no-env-key-1", "ReferenceMissing", "couldn't find key fast");
        var run = user.seesCompleted("no-env-key-1");

        assertVerdict(run, "Error", "ReferenceMissing");
        assertThat(run.getStatus().message()).contains("ConfigMap limits has no key fast");
    }

    @Test
    void secretThatComesALittleLater() {
        user.applies("late-secret", "envFrom: [{secretRef: {name: later}}]", Scripts.idle(1, 1));
        user.seesReason("late-secret-1", "ReferenceMissing");
        user.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("later")
                        .endMetadata()
                        .withStringData(Map.of("TOKEN", "abc"))
                        .build())
                .create();

        assertVerdict(user.seesCompleted("late-secret-1"), "Passed", "NoThresholds");
    }

    @Test
    void serviceAccountThatDoesNotExist() {
        user.applies("no-account", "serviceAccountName: robot", Scripts.idle(1, 1));

        seesNamed(user, "no-account-1", "ServiceAccountMissing", "serviceaccount \"robot\" not found");
        var run = user.seesCompleted("no-account-1");

        assertVerdict(run, "Error", "ServiceAccountMissing");
        assertThat(run.getStatus().message())
                .contains("ServiceAccount robot does not exist")
                .contains("spec.serviceAccountName");
    }

    @Test
    void serviceAccountThatComesALittleLater() {
        user.applies("late-account", "serviceAccountName: latecomer", Scripts.idle(1, 1));
        user.seesReason("late-account-1", "ServiceAccountMissing");
        user.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("latecomer")
                        .endMetadata()
                        .build())
                .create();

        assertVerdict(user.seesCompleted("late-account-1"), "Passed", "NoThresholds");
    }

    @Test
    void imageThatDoesNotExist() {
        user.applies("no-image", "image: 127.0.0.1:1/nobody/k6:none\nstartTimeoutSeconds: 90", Scripts.idle(1, 1));

        seesNamed(user, "no-image-1", "ImagePullFailed", "Failed to pull image");
        var run = user.seesCompleted("no-image-1");

        assertVerdict(run, "Error", "ImagePullFailed");
        assertThat(run.getStatus().message()).contains("127.0.0.1:1/nobody/k6:none");
    }

    @Test
    void imageWithANameThatIsNone() {
        user.applies("bad-image", "image: Grafana/K6:2.2.0", Scripts.idle(1, 1));

        seesNamed(user, "bad-image-1", "ImagePullFailed", "InspectFailed");
        var run = user.seesCompleted("bad-image-1");

        assertVerdict(run, "Error", "ImagePullFailed");
        assertThat(run.getStatus().message())
                .isEqualTo("Grafana/K6:2.2.0 is not the name of an image; correct spec.image");
    }

    @Test
    void imageWithoutK6() {
        user.applies("no-k6", "image: ghcr.io/loadtest-dev/demo-backend:0.1.0", Scripts.idle(1, 1));

        seesNamed(user, "no-k6-1", "RunnerCannotStart", "\"k6\": executable file not found");
        var run = user.seesCompleted("no-k6-1");

        assertVerdict(run, "Error", "RunnerCannotStart");
        assertThat(run.getStatus().message())
                .contains("is k6 in image ghcr.io/loadtest-dev/demo-backend:0.1.0?")
                .contains("executable file not found");
    }

    @Test
    void imageThatWantsToBeRoot() {
        user.applies("root", "image: postgres:15", Scripts.idle(1, 1));

        seesNamed(user, "root-1", "RunnerCannotStart", "image will run as root");
        var run = user.seesCompleted("root-1");

        assertVerdict(run, "Error", "RunnerCannotStart");
        assertThat(run.getStatus().message()).contains("give image postgres:15 a numeric USER that is not 0");
    }

    @Test
    void moreThanAnyNodeHas() {
        user.applies("too-big", "resources: {requests: {cpu: \"900\"}}\nstartTimeoutSeconds: 90", Scripts.idle(1, 1));

        var waiting = seesNamed(user, "too-big-1", "Unschedulable", "Insufficient cpu");
        assertThat(waiting.getStatus().phase()).isEqualTo("Starting");
        assertThat(waiting.getStatus().message()).contains("Insufficient cpu");
        var run = user.seesCompleted("too-big-1");

        assertVerdict(run, "Error", "Unschedulable");
        assertThat(run.getStatus().message())
                .contains("lower spec.resources or spec.parallelism")
                .contains("nodes are available")
                .contains("Insufficient cpu");
    }

    @Test
    void moreRunnersThanVUs() {
        user.applies("too-many", "parallelism: 3", Scripts.idle(1, 2));

        var run = user.seesCompleted("too-many-1");

        assertVerdict(run, "Error", "ParallelismExceedsVUs");
        assertThat(run.getStatus().message()).contains("set spec.parallelism to 2 or less");
        assertThat(run.getStatus().numbers()).isNull();
    }
}
